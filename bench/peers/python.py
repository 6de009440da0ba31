"""One Python library as the bench asks for it: lines of JSON come in, lines of JSON go out.

    python peers/python.py LIBRARY THREADS     LIBRARY: torch, jax, numpy or sklearn

{"list": work}                      -> {"subjects": [names]}
{"work": work, "subject": name, "seconds": length of a round, one call at least}
                                    -> {"seconds": per unit of the work, "value": the loss}; the first time warms up
{"drop": true}                      -> {}

A work says its kind, sizes, and the files that hold its data. Every value is of float32, and is a mean loss in nats.
"""
import json
import os
import sys
import time
import warnings

import numpy as np

LIBRARY, THREADS = sys.argv[1], int(sys.argv[2])


def read(work, name, dtype, *shape):
    return np.fromfile(work["files"][name], dtype=dtype).reshape(shape or -1)


# ---------------------------------------------------------------- PyTorch: each builder gives {subject: maker of a run}
def torch_subjects(work):
    import torch
    from torch.nn import functional as F

    torch.set_num_threads(THREADS)
    torch._dynamo.config.recompile_limit = 100
    still = lambda f: torch.compile(f, dynamic=False)

    def softmax():
        rows, classes = work["rows"], work["classes"]
        z = torch.from_numpy(read(work, "logits", "f4", rows, classes))
        y = torch.from_numpy(read(work, "targets", "i4").astype("i8"))

        def backward():
            leaf = z.clone().requires_grad_(True)

            def run():
                leaf.grad = None
                loss = F.cross_entropy(leaf, y)
                loss.backward()
                return loss

            return run

        def own_buffers():
            gradient, row, minus = torch.empty_like(z), torch.arange(rows), torch.full((rows, 1), -1.0)

            def run():
                with torch.no_grad():
                    torch.ops.aten._log_softmax.out(z, 1, False, out=gradient)
                    loss = -gradient.gather(1, y[:, None]).mean()
                    gradient.exp_().scatter_add_(1, y[:, None], minus).mul_(1 / rows)
                return loss

            return run

        def compiled():
            def both(z, y):
                logs = F.log_softmax(z, 1)
                one_hot = torch.arange(classes)[None] == y[:, None]
                return -logs.gather(1, y[:, None]).mean(), (logs.exp() - one_hot.float()) / rows

            f = still(both)

            def run():
                with torch.no_grad():
                    return f(z, y)[0]

            return run

        return {"eager, backward()": backward, "eager, own buffers": own_buffers, "compile": compiled}

    def log_loss():
        p = torch.from_numpy(read(work, "probabilities", "f4"))
        y = torch.from_numpy(read(work, "targets", "i1").astype("f4"))

        def of(f):
            return lambda: lambda: f(p, y)

        return {"eager": of(F.binary_cross_entropy), "compile": of(still(F.binary_cross_entropy))}

    def training():
        inputs, hidden, outputs = work["layers"]
        x = torch.from_numpy(read(work, "features", "f4", -1, inputs))
        y = torch.from_numpy(read(work, "targets", "i4").astype("i8"))
        binary, batch, steps = outputs == 1, work["batch"], len(y) // work["batch"]
        y = y.float()[:, None] if binary else y
        loss_of = F.binary_cross_entropy_with_logits if binary else F.cross_entropy

        def of(fused):
            def make():
                torch.manual_seed(0)
                layers = [torch.nn.Linear(inputs, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, outputs)]
                model = torch.nn.Sequential(*layers)
                optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=fused)

                def run():
                    for _ in range(work["epochs"]):
                        for first in range(0, steps * batch, batch):
                            optimizer.zero_grad()
                            loss = loss_of(model(x[first : first + batch]), y[first : first + batch])
                            loss.backward()
                            optimizer.step()
                    return loss

                return run

            return make

        return {"eager": of(False), "eager, fused Adam": of(True)}

    def linear():
        rows, width, classes = work["rows"], work["width"], work["classes"]
        x = torch.from_numpy(read(work, "hidden", "f4", rows, width)).requires_grad_(True)
        w = torch.from_numpy(read(work, "weight", "f4", classes, width)).requires_grad_(True)
        y = torch.from_numpy(read(work, "targets", "i4").astype("i8"))

        def of(f):
            def run():
                x.grad = w.grad = None
                loss = f(x, w, y)
                loss.backward()
                return loss

            return lambda: run

        two_steps = lambda x, w, y: F.cross_entropy(F.linear(x, w), y)
        subjects = {"eager": of(two_steps), "compile": of(still(two_steps))}
        if hasattr(F, "linear_cross_entropy"):
            chunks = torch.nn.LinearCrossEntropyOptions(batch_chunk_size=64, chunking_method=None)
            subjects["linear_cross_entropy"] = of(lambda x, w, y: F.linear_cross_entropy(x, w, y, options=chunks))
        return subjects

    return {"softmax": softmax, "log loss": log_loss, "training": training, "linear": linear}


# ---------------------------------------------------------------- JAX
def jax_subjects(work):
    import jax
    import jax.numpy as jnp
    import optax

    ready = jax.block_until_ready
    softmax_loss = lambda z, y: optax.softmax_cross_entropy_with_integer_labels(z, y).mean()

    def softmax():
        rows, classes = work["rows"], work["classes"]
        z, y = jnp.array(read(work, "logits", "f4", rows, classes)), jnp.array(read(work, "targets", "i4"))
        both = jax.value_and_grad(softmax_loss)

        def plain():
            f = jax.jit(both)
            return lambda: ready(f(z, y))[0]

        def donated():
            # The buffer of the last gradient is given back for the next.
            f = jax.jit(lambda z, y, old: both(z, y), donate_argnums=2, keep_unused=True)
            kept = [jnp.zeros_like(z)]

            def run():
                loss, kept[0] = ready(f(z, y, kept[0]))
                return loss

            return run

        return {"jit": plain, "jit, donated buffer": donated}

    def log_loss():
        def make():
            p = jnp.array(read(work, "probabilities", "f4"))
            y = jnp.array(read(work, "targets", "i1").astype("f4"))
            f = jax.jit(lambda p, y: -jnp.mean(y * jnp.log(p) + (1 - y) * jnp.log1p(-p)))
            return lambda: ready(f(p, y))

        return {"jit": make}

    def training():
        inputs, hidden, outputs = work["layers"]
        x = read(work, "features", "f4", -1, inputs)
        y = read(work, "targets", "i4")
        batch, steps = work["batch"], len(y) // work["batch"]
        xs = jnp.array(x[: steps * batch].reshape(steps, batch, inputs))
        ys = jnp.array(y[: steps * batch].reshape(steps, batch))
        keys = jax.random.split(jax.random.key(0))
        shapes = [(inputs, hidden), (hidden, outputs)]
        first = [(jax.random.normal(k, s) * (2 / s[0]) ** 0.5, jnp.zeros(s[1])) for k, s in zip(keys, shapes)]
        optimizer = optax.adam(1e-3)

        def loss(parameters, x, y):
            (w1, b1), (w2, b2) = parameters
            z = jax.nn.relu(x @ w1 + b1) @ w2 + b2
            return optax.sigmoid_binary_cross_entropy(z[:, 0], y).mean() if outputs == 1 else softmax_loss(z, y)

        def step(carry, example):
            parameters, state = carry
            value, gradients = jax.value_and_grad(loss)(parameters, *example)
            updates, state = optimizer.update(gradients, state, parameters)
            return (optax.apply_updates(parameters, updates), state), value

        start = (first, optimizer.init(first))

        def scan():
            f = jax.jit(lambda carry: jax.lax.scan(step, carry, (xs, ys)))

            def run():
                carry = start
                for _ in range(work["epochs"]):
                    carry, values = f(carry)
                return ready(values)[-1]

            return run

        def by_step():
            f, examples = jax.jit(step), [(xs[i], ys[i]) for i in range(steps)]

            def run():
                carry = start
                for _ in range(work["epochs"]):
                    for example in examples:
                        carry, value = f(carry, example)
                return ready(value)

            return run

        return {"jit a step": by_step, "lax.scan over the steps": scan}

    def linear():
        def make():
            rows, width, classes = work["rows"], work["width"], work["classes"]
            x, w = jnp.array(read(work, "hidden", "f4", rows, width)), jnp.array(read(work, "weight", "f4", classes, width))
            y = jnp.array(read(work, "targets", "i4"))
            f = jax.jit(jax.value_and_grad(lambda x, w: softmax_loss(x @ w.T, y), argnums=(0, 1)))
            return lambda: ready(f(x, w))[0]

        return {"jit": make}

    return {"softmax": softmax, "log loss": log_loss, "training": training, "linear": linear}


# ---------------------------------------------------------------- NumPy
def numpy_subjects(work):
    def softmax():
        def make():
            rows, classes = work["rows"], work["classes"]
            z, y = read(work, "logits", "f4", rows, classes), read(work, "targets", "i4")
            gradient, row = np.empty_like(z), np.arange(rows)

            def run():
                np.subtract(z, z.max(1, keepdims=True), out=gradient)
                of_target = gradient[row, y]
                np.exp(gradient, out=gradient)
                sums = gradient.sum(1, keepdims=True)
                np.divide(gradient, sums * rows, out=gradient)
                gradient[row, y] -= np.float32(1 / rows)
                return (np.log(sums[:, 0]) - of_target).mean()

            return run

        def copy():
            source = read(work, "logits", "f4")
            target = source.copy()

            def run():
                np.copyto(target, source)
                return 0.0

            return run

        # NumPy has one thread; a copy is there for the two of others to be compared with.
        subjects = {"own buffers": make} if THREADS == 1 else {}
        return {**subjects, "copyto": copy} if work["classes"] == 32000 else subjects

    def log_loss():
        def make():
            p, y = read(work, "probabilities", "f4"), read(work, "targets", "i1").astype("f4")
            return lambda: -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

        return {"": make} if THREADS == 1 else {}

    return {"softmax": softmax, "log loss": log_loss}


# ---------------------------------------------------------------- scikit-learn
def sklearn_subjects(work):
    def log_loss():
        def make():
            from sklearn.metrics import log_loss

            p, y = read(work, "probabilities", "f4"), read(work, "targets", "i1")
            return lambda: log_loss(y, p, labels=[0, 1])

        return {"log_loss": make}

    def training():
        def make():
            from sklearn.neural_network import MLPClassifier

            warnings.simplefilter("ignore")
            inputs, hidden, _ = work["layers"]
            x, y = read(work, "features", "f4", -1, inputs), read(work, "targets", "i4")
            options = dict(batch_size=work["batch"], max_iter=work["epochs"], alpha=0, random_state=0)
            return lambda: MLPClassifier((hidden,), **options).fit(x, y).loss_

        return {"MLPClassifier": make}

    return {"log loss": log_loss, "training": training}


def calls_within(seconds, run):
    """How often something runs within a time, once at least."""
    end, calls = time.perf_counter() + seconds, 0
    while calls == 0 or time.perf_counter() < end:
        run()
        calls += 1
    return calls


SUBJECTS = {"torch": torch_subjects, "jax": jax_subjects, "numpy": numpy_subjects, "sklearn": sklearn_subjects}
made = {}


def answer(question):
    if "drop" in question:
        made.clear()
        return {}
    work = question.get("list") or question["work"]
    builder = SUBJECTS[LIBRARY](work).get(work["kind"])
    if "list" in question:
        return {"subjects": list(builder()) if builder else []}
    name = question["subject"]
    if name not in made:
        run = builder()[name]()
        value = float(run())
        calls_within(question["seconds"], run)
        made[name] = run, calls_within(question["seconds"], run), value
    run, calls, value = made[name]
    began = time.perf_counter()
    for _ in range(calls):
        last = run()
    float(last)
    return {"seconds": (time.perf_counter() - began) / calls / work["units"], "value": value}


def main():
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # What the libraries print is no answer.
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {str(error)[:300]}"}
        out.write(json.dumps(reply) + "\n")
        out.flush()


main()
