import { describe, expect, test } from "vitest";
import type { Parameters } from "../../../src/model/layer.js";
import { fromRows } from "../../../src/numerics/matrix.js";
import {
  adagrad,
  adam,
  adamw,
  clipByGlobalNorm,
  clipByValue,
  l2Penalty,
  lion,
  type Optimizer,
  rmsprop,
  sgd,
} from "../../../src/training/index.js";
import "../../within-ulps.js";

const optimizers: Record<string, (rate: number | ((step: number) => number)) => Optimizer> = {
  sgd: (rate) => sgd(rate, { momentum: 0.5 }),
  rmsprop,
  adagrad,
  adam,
  adamw,
  lion,
  l2Penalty: (rate) => l2Penalty(0.1, adam(rate)),
  clipByGlobalNorm: (rate) => clipByGlobalNorm(1, adam(rate)),
  clipByValue: (rate) => clipByValue(1, adam(rate)),
};
const start = (): Parameters => ({ a: fromRows([[1, -2]]), b: fromRows([[3], [0.5]]) });
const gradientsOf = (step: number): Parameters => ({
  a: fromRows([[Math.sin(step), 0.3]]),
  b: fromRows([[-0.2], [Math.cos(3 * step)]]),
});

describe.each(Object.entries(optimizers))("%s", (_, make) => {
  const trained = (optimizer: Optimizer, steps: number, factor?: number) => {
    const parameters = start();
    const state = optimizer.init(parameters);
    for (let i = 0; i < steps; i++) optimizer.update(parameters, gradientsOf(i), state, factor);
    return { parameters, state };
  };

  test("a number is the schedule that is constant, bit by bit", () => {
    expect(trained(make(0.05), 5)).toEqual(
      trained(
        make(() => 0.05),
        5,
      ),
    );
  });

  test("a gradient that is not finite is named, and nothing changes", () => {
    const optimizer = make(0.05);
    const { parameters, state } = trained(optimizer, 2);
    const before = structuredClone({ parameters, state });
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const gradients = { ...gradientsOf(3), b: fromRows([[1], [bad]]) };
      // Clipped it is finite, or has no norm, which is refused in other words below.
      if (optimizer.name.startsWith("clipByGlobalNorm")) continue;
      if (optimizer.name.startsWith("clipByValue") && !Number.isNaN(bad)) continue;
      expect(() => optimizer.update(parameters, gradients, state)).toThrow(
        `gradients: b: row 1, column 0 is ${bad}; expected a finite number`,
      );
      expect({ parameters, state }).toEqual(before);
    }
  });

  test("a step has the rate of its number, from 0, which the state knows", () => {
    const asked: number[] = [];
    const optimizer = make((step) => {
      asked.push(step);
      return 0.1 / (1 + step);
    });
    const { state } = trained(optimizer, 4);
    expect([...new Set(asked)]).toEqual([0, 1, 2, 3]);
    expect(optimizer.learningRate(state)).toBe(0.1 / 5);
  });

  test("rate 0 changes no parameter; a factor is as good as another rate", () => {
    expect(
      trained(
        make(() => 0),
        3,
      ).parameters,
    ).toEqual(start());
    expect(trained(make(0.2), 5, 0.5)).toEqual(trained(make(0.1), 5));
  });

  test("the gradients stay as they are, and two runs of one optimizer do not know of each other", () => {
    const optimizer = make(0.1);
    const gradients = gradientsOf(1);
    const parameters = start();
    optimizer.update(parameters, gradients, optimizer.init(parameters));
    expect(gradients).toEqual(gradientsOf(1));
    expect(trained(optimizer, 3)).toEqual(trained(make(0.1), 3));
  });

  test("a gradient of 0 is no reason for NaN", () => {
    const optimizer = make(0.1);
    const parameters = { w: fromRows([[0, 0]]) };
    optimizer.update(parameters, { w: fromRows([[0, 0]]) }, optimizer.init(parameters));
    expect(Array.from(parameters.w.data)).toEqual([0, 0]);
  });

  test("what does not fit is refused before anything is written", () => {
    const optimizer = make(0.1);
    const parameters = start();
    const state = optimizer.init(parameters);
    const untouched = structuredClone(state);
    const refuses = (call: () => unknown, message: RegExp) => {
      expect(call).toThrow(message);
      expect(parameters).toEqual(start());
      expect(state).toEqual(untouched);
    };
    const { a, b } = gradientsOf(0);
    refuses(
      () => optimizer.update(parameters, { a }, state),
      /^\w+: gradients has no b; expected one, as the parameters have$/,
    );
    refuses(() => optimizer.update(parameters, { a: b, b }, state), /^\w+: gradients: a is 2 x 1; expected 1 x 2$/);
    const tall = {
      a: fromRows([
        [1, 2],
        [3, 4],
      ]),
      b,
    };
    refuses(() => optimizer.update(parameters, tall, state), /^\w+: gradients: a is 2 x 2; expected 1 x 2$/);
    const short = { a: { rows: 1, cols: 2, data: new Float64Array(1) }, b };
    refuses(
      () => optimizer.update(parameters, short, state),
      /^\w+: gradients: a: data has 1 number; expected 1 x 2 = 2$/,
    );
    refuses(() => optimizer.update(parameters, { a, b, c: a }, state), /^\w+: gradients has c; expected a, b only$/);
    const other = optimizer.init({ a: fromRows([[1, 2, 3]]), b });
    refuses(() => optimizer.update(parameters, { a, b }, other), /^\w+: state\.\w+: a is 1 x 3; expected 1 x 2$/);
    refuses(() => optimizer.update(parameters, { a, b }, {}), /^\w+: state\.\w+ is undefined; expected an object$/);
    refuses(
      () => optimizer.update(parameters, { a, b }, { ...(state as object), step: -1 }),
      /^\w+: state\.step is -1; expected a whole number, 0 or more$/,
    );
  });

  test("a learning rate that is none is refused, and so is what a schedule gives", () => {
    for (const rate of [0, -0.1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => make(rate)).toThrow(`learningRate is ${rate}; expected a finite number above 0, or a schedule`);
    }
    const broken = make((step) => (step < 2 ? 0.1 : -step));
    expect(() => trained(broken, 3)).toThrow("learningRate of step 2 is -2; expected a finite number, 0 or more");
  });
});

describe("settings", () => {
  test.each<[() => unknown, string]>([
    [() => sgd(0.1, { nesterov: true }), "sgd: nesterov is true, momentum is 0; expected momentum above 0"],
    [() => rmsprop(0.1, { decay: 1 }), "rmsprop: decay is 1; expected a number from 0 to less than 1"],
    [() => rmsprop(0.1, { epsilon: 0 }), "rmsprop: epsilon is 0; expected a finite number above 0"],
    [() => adagrad(0.1, { initialSum: -1 }), "adagrad: initialSum is -1; expected a finite number, 0 or more"],
    [() => adagrad(0.1, { epsilon: 0 }), "adagrad: epsilon is 0; expected a finite number above 0"],
    [() => adamw(0.1, { beta2: 1 }), "adamw: beta2 is 1; expected a number from 0 to less than 1"],
    [() => adamw(0.1, { weightDecay: -1 }), "adamw: weightDecay is -1; expected a finite number, 0 or more"],
    [() => lion(0.1, { beta1: -0.5 }), "lion: beta1 is -0.5; expected a number from 0 to less than 1"],
    [() => lion(0.1, { weightDecay: Number.NaN }), "lion: weightDecay is NaN; expected a finite number, 0 or more"],
    [
      () => adam(0.1, { weightDecay: 0.1 } as object),
      "adam: there is no option weightDecay; expected beta1, beta2, epsilon",
    ],
    [() => l2Penalty(-1, sgd(0.1)), "l2Penalty: strength is -1; expected a finite number, 0 or more"],
    [() => clipByValue(0, sgd(0.1)), "clipByValue: limit is 0; expected a finite number above 0"],
    [() => clipByGlobalNorm(0, sgd(0.1)), "clipByGlobalNorm: maxNorm is 0; expected a finite number above 0"],
    [
      () => clipByGlobalNorm(1, {} as Optimizer),
      "clipByGlobalNorm: optimizer is an object; expected an optimizer, such as adam(1e-3)",
    ],
  ])("%o", (call, message) => {
    expect(call).toThrow(message);
  });
});

describe("gradients on their way", () => {
  /** What a step of rate 1 takes away from 0: the gradient as it arrives. */
  const arrives = (wrap: (optimizer: Optimizer) => Optimizer, gradients: Parameters, w = 0): number[] => {
    const parameters = Object.fromEntries(
      Object.entries(gradients).map(([key, { rows, cols, data }]) => [key, { rows, cols, data: data.slice().fill(w) }]),
    );
    const optimizer = wrap(sgd(1) as Optimizer);
    optimizer.update(parameters, gradients, optimizer.init(parameters));
    return Object.values(parameters).flatMap(({ data }) => Array.from(data, (x) => w - x));
  };

  test("clipByGlobalNorm: one norm of all parameters", () => {
    const gradients = { a: fromRows([[3]]), b: fromRows([[0, 4]]) };
    expect(arrives((o) => clipByGlobalNorm(1, o), gradients)).toBeRelativelyClose([0.6, 0, 0.8], 1e-15);
    expect(arrives((o) => clipByGlobalNorm(5, o), gradients)).toEqual([3, 0, 4]);
  });

  test("clipByGlobalNorm: squares that overflow or vanish", () => {
    expect(arrives((o) => clipByGlobalNorm(1, o), { a: fromRows([[3e200, -4e200]]) })).toBeRelativelyClose(
      [0.6, -0.8],
      1e-15,
    );
    expect(arrives((o) => clipByGlobalNorm(1e-200, o), { a: fromRows([[3e-200, 4e-200]]) })).toBeRelativelyClose(
      [0.6e-200, 0.8e-200],
      1e-15,
    );
  });

  test("clipByGlobalNorm: a gradient that is not finite has no norm", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => arrives((o) => clipByGlobalNorm(1, o), { a: fromRows([[1, bad]]) })).toThrow(
        `clipByGlobalNorm: the norm of the gradients is ${bad}; expected a finite number`,
      );
    }
  });

  test("clipByValue: every entry for itself", () => {
    expect(arrives((o) => clipByValue(0.5, o), { a: fromRows([[3, -0.25, -4]]) })).toEqual([0.5, -0.25, -0.5]);
  });

  test("l2Penalty grows with the parameter, and what is outside comes first", () => {
    const gradients = { a: fromRows([[3]]) };
    expect(arrives((o) => l2Penalty(0.5, o), gradients, 2)).toEqual([4]);
    expect(arrives((o) => clipByValue(1, l2Penalty(0.5, o)), gradients, 2)).toEqual([2]);
    expect(arrives((o) => l2Penalty(0.5, clipByValue(1, o)), gradients, 2)).toEqual([1]);
  });
});
