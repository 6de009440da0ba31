// The models that are compared, as this package trains them; scikit-learn.py has the same of scikit-learn.
import {
  adam,
  dense,
  earlyStopping,
  evaluate,
  fit,
  fitByLbfgs,
  sequential,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
} from "../../dist/index.js";

/** The seeds of the networks: the luck of the first weights is averaged out. */
export const SEEDS = [1, 2, 3];

/** @typedef {import("./questions.mjs").Parts} Parts */
/** @typedef {{ name: string, evaluations(parts: Parts): Promise<import("../../dist/index.js").Evaluation[]> }} Model */

/** @type {Model[]} */
export const models = [
  {
    name: "logistic regression",
    async evaluations({ train, test }) {
      const model = network(train, []);
      // scikit-learn's C is 1, and the digits of the table need no finer tolerance.
      fitByLbfgs(model, train, { loss: lossOf(train), l2: 1 / train.targets.length, tolerance: 1e-6 });
      return [evaluate(model, test)];
    },
  },
  {
    name: "network, 30 epochs",
    evaluations: ({ train, test }) => trained(train, test, { epochs: 30 }),
  },
  {
    name: "network, stopped early",
    evaluations({ train, validation, test }) {
      return trained(train, test, { epochs: 200, validation, stop: earlyStopping({ patience: 10 }) });
    },
  },
];

/** The article's network once for each seed. */
async function trained(
  /** @type {Parts["train"]} */ train,
  /** @type {Parts["test"]} */ test,
  /** @type {Pick<import("../../dist/index.js").FitOptions, "epochs" | "validation" | "stop">} */ options,
) {
  const evaluations = [];
  for (const seed of SEEDS) {
    const model = network(train, [dense(32, "relu")], seed);
    await fit(model, train, { ...options, loss: lossOf(train), optimizer: adam(1e-3), batchSize: 32, seed }).toEnd();
    evaluations.push(evaluate(model, test));
  }
  return evaluations;
}

function network(
  /** @type {Parts["train"]} */ { features, classNames },
  /** @type {import("../../dist/index.js").LayerSpec[]} */ hidden,
  seed = 1,
) {
  const outputs = classNames.length === 2 ? 1 : classNames.length;
  const dtype = hidden.length === 0 ? "float64" : "float32";
  return sequential([...hidden, dense(outputs)], { inputs: features.cols, seed, dtype });
}

const lossOf = (/** @type {Parts["train"]} */ { classNames }) =>
  classNames.length === 2 ? sigmoidCrossEntropy : softmaxCrossEntropy;
