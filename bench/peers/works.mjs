// What npm run bench measures: the works, and by how much this package is meant to be faster than whom.

/**
 * @typedef {object} Work
 * @property {string} name
 * @property {string} kind which function of a worker does it
 * @property {string} unit what a time is of
 * @property {number} units how many of them one call does
 * @property {number[]} threads how many the libraries may have
 * @property {Record<string, number>} goals by library and subject, from 2 threads on " (2)": their time over ours, at least
 * @property {Record<string, number>} [fusedGoals] the same over ours with multiply-add in one operation
 */

/** By shape: over PyTorch's best, JAX, and PyTorch as it is usually written. */
const softmaxGoals = {
  "64 x 10": [20, 12, 35],
  "4096 x 10": [2.5, 2.5, 18],
  "4096 x 1000": [1.3, 1, 2],
  "1024 x 32000": [1.7, 1.05, 6],
};

/** By shape: over JAX on 2 threads, and over JAX on 1 and 2 when we fuse. */
const largeGoals = { "4096 x 1000": [1, 1.2, 1.1], "1024 x 32000": [1.2, 1.25, 1.35] };

const donatedJax = "JAX: jit, donated buffer";

/** @type {(Work & Record<string, unknown>)[]} */
export const works = [
  ...Object.entries(softmaxGoals).map(([shape, [best, donated, eager]]) => {
    const [rows, classes] = shape.split(" x ").map(Number);
    const large = Object.entries(largeGoals).find(([name]) => name === shape)?.[1];
    const goals = {
      "PyTorch: eager, own buffers": best,
      "PyTorch: compile": best,
      [donatedJax]: donated,
      "PyTorch: eager, backward()": eager,
      "TensorFlow.js: losses.softmaxCrossEntropy": 20,
      ...(large && { [`${donatedJax} (2)`]: large[0] }),
      ...(classes === 32000 && { "NumPy: copyto (2)": 1 / 1.9 }),
    };
    return {
      ...{ name: `softmax cross-entropy, value and gradient, ${shape}`, kind: "softmax", rows, classes },
      ...{ threads: large ? [1, 2] : [1], unit: "logit", units: rows * classes, goals },
      fusedGoals: large && { [donatedJax]: large[1], [`${donatedJax} (2)`]: large[2] },
    };
  }),
  {
    ...{ name: "log loss of 10^7 binary predictions", kind: "log loss", rows: 1e7 },
    ...{ threads: [1, 2], unit: "prediction", units: 1e7 },
    goals: { "scikit-learn: log_loss": 100, NumPy: 6, "PyTorch: compile": 2.5, "JAX: jit": 2, "JAX: jit (2)": 1.4 },
  },
  {
    ...{ name: "training 64-32-1, Adam, batch 32, 10 epochs", kind: "training", layers: [64, 32, 1], batch: 32 },
    ...{ rows: 8192, epochs: 10, threads: [1], unit: "example", units: 81920 },
    goals: {
      "PyTorch: eager": 22,
      "PyTorch: eager, fused Adam": 22,
      "scikit-learn: MLPClassifier": 11,
      "JAX: jit a step": 3.3,
      "JAX: lax.scan over the steps": 0.85,
    },
    fusedGoals: { "JAX: lax.scan over the steps": 1.05 },
  },
  {
    ...{ name: "training 784-256-10, Adam, batch 128, 2 epochs", kind: "training", layers: [784, 256, 10], batch: 128 },
    ...{ rows: 8192, epochs: 2, threads: [1], unit: "example", units: 16384 },
    goals: { "PyTorch: eager, fused Adam": 0.5, "JAX: lax.scan over the steps": 0.45 },
    fusedGoals: { "JAX: lax.scan over the steps": 0.6 },
  },
  {
    ...{ name: "linear layer and cross-entropy, 1024 x 256 x 32000", kind: "linear", rows: 1024, width: 256 },
    ...{ classes: 32000, threads: [1, 2], unit: "logit", units: 1024 * 32000 },
    goals: { "PyTorch: compile (2)": 0.5 },
  },
];
