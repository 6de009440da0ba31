// What npm run bench measures: the works, and by how much this package is meant to be faster than whom.

/**
 * @typedef {object} Work
 * @property {string} name
 * @property {string} kind which function of a worker does it
 * @property {string} unit what a time is of
 * @property {number} units how many of them one call does
 * @property {Record<string, number>} goals by library and subject: their time over ours, at least
 */

const softmaxGoals = {
  "64 x 10": [20, 12, 35],
  "4096 x 10": [2.5, 2.5, 18],
  "4096 x 1000": [1.3, 1, 2],
  "1024 x 32000": [1.7, 1.05, 6],
};

/** @type {(Work & Record<string, unknown>)[]} */
export const works = [
  ...Object.entries(softmaxGoals).map(([shape, [best, donated, eager]]) => {
    const [rows, classes] = shape.split(" x ").map(Number);
    const goals = {
      "PyTorch: eager, own buffers": best,
      "PyTorch: compile": best,
      "JAX: jit, donated buffer": donated,
      "PyTorch: eager, backward()": eager,
      "TensorFlow.js: losses.softmaxCrossEntropy": 20,
    };
    const name = `softmax cross-entropy, value and gradient, ${shape}`;
    return { name, kind: "softmax", rows, classes, unit: "logit", units: rows * classes, goals };
  }),
  {
    ...{ name: "copy of the logits, 1024 x 32000", kind: "copy", rows: 1024, classes: 32000 },
    ...{ unit: "logit", units: 1024 * 32000, goals: {} },
  },
  {
    ...{ name: "log loss of 10^7 binary predictions", kind: "log loss", rows: 1e7 },
    ...{ unit: "prediction", units: 1e7 },
    goals: { "scikit-learn: log_loss": 100, NumPy: 6, "PyTorch: compile": 2.5, "JAX: jit": 2 },
  },
  {
    ...{ name: "training 64-32-1, Adam, batch 32", kind: "training", layers: [64, 32, 1], batch: 32, rows: 8192 },
    ...{ unit: "example", units: 8192 },
    goals: {
      "PyTorch: eager": 22,
      "PyTorch: eager, fused Adam": 22,
      "scikit-learn: MLPClassifier": 11,
      "JAX: jit a step": 3.3,
      "JAX: lax.scan over the steps": 0.85,
    },
  },
  {
    ...{ name: "training 784-256-10, Adam, batch 128", kind: "training", layers: [784, 256, 10], batch: 128 },
    ...{ rows: 8192, unit: "example", units: 8192 },
    goals: { "PyTorch: eager, fused Adam": 0.5, "JAX: lax.scan over the steps": 0.45 },
  },
  {
    ...{ name: "linear layer and cross-entropy, 1024 x 256 x 32000", kind: "linear", rows: 1024, width: 256 },
    ...{ classes: 32000, unit: "logit", units: 1024 * 32000 },
    goals: { "PyTorch: compile": 0.5 },
  },
];
