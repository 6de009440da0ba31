import { counted } from "../../numerics/counted.js";
import { type Case, logitsOf, mapped, probabilitiesOf } from "./case.js";
import { boundsOf, clipped, clippingOf, renormalised } from "./clipping.js";
import { type Convention, conventionsOf } from "./convention.js";
import {
  allRows,
  byRow,
  type Divisor,
  perEntry,
  rowsWeightedWholly,
  sumOf,
  weightOf,
  withClassWeightsOnRows,
} from "./reckoning.js";
import { binaryLosses, clamp, plainClassLosses, SMALL_LOSSES, textbookSoftmaxCosts } from "./row-losses.js";

// All of it is float32.
const convention = conventionsOf("TensorFlow.js", "4.22.0");
const CORE = "https://github.com/tensorflow/tfjs/tree/tfjs-v4.22.0/tfjs-core/src/ops/losses";
const LAYERS = "https://github.com/tensorflow/tfjs/blob/tfjs-v4.22.0/tfjs-layers/src/losses.ts";
const EPSILON = 1e-7;
const bounds = boundsOf(EPSILON, Math.fround);
const DIGITS = 7;

/** `SUM_BY_NONZERO_WEIGHTS`, the default of tf.losses: divides by the number of weights that are not 0. */
function nonzeroWeights(c: Case): Divisor {
  const rowWeights = byRow(c, (row) => (weightOf(c, row) === 0 ? 0 : 1));
  const nonzero = sumOf(rowWeights);
  if (nonzero === rowWeights.length) return allRows(c);
  return { rowWeights, divisor: `${counted(nonzero, "rows")} whose weight is not 0` };
}

/** `tf.losses.softmaxCrossEntropy(labels, logits, weights, labelSmoothing)`. */
export const softmaxCrossEntropy: Convention = convention(
  "losses.softmaxCrossEntropy",
  CORE,
  (given) => {
    if (given.kind !== "softmax") return undefined;
    const c = withClassWeightsOnRows(given);
    return {
      rowLosses: plainClassLosses(c, textbookSoftmaxCosts(logitsOf(c))),
      ...nonzeroWeights(c),
      peculiarity: rowsWeightedWholly(given) ?? SMALL_LOSSES,
    };
  },
  DIGITS,
);

/** `tf.losses.sigmoidCrossEntropy(labels, logits, weights, labelSmoothing)`. */
export const sigmoidCrossEntropy: Convention = convention(
  "losses.sigmoidCrossEntropy",
  CORE,
  (c) => {
    if (c.kind !== "sigmoid" || c.posWeight !== 1) return undefined;
    const z = logitsOf(c).data;
    const rowLosses = binaryLosses(c, (i, y) => Math.max(z[i], 0) - z[i] * y + Math.log1p(Math.exp(-Math.abs(z[i]))));
    return { rowLosses, ...perEntry(c, nonzeroWeights(c)) };
  },
  DIGITS,
);

/** `tf.losses.logLoss(labels, predictions, weights)`: adds 1e-7 inside the logarithms. */
export const logLoss: Convention = convention(
  "losses.logLoss",
  CORE,
  (c) => {
    if (c.kind !== "sigmoid" || c.posWeight !== 1) return undefined;
    const p = mapped(probabilitiesOf(c), Math.fround).data;
    const rowLosses = binaryLosses(c, (i, y) => -y * Math.log(p[i] + EPSILON) - (1 - y) * Math.log(1 - p[i] + EPSILON));
    return { rowLosses, ...perEntry(c, nonzeroWeights(c)), peculiarity: "1e-7 is added to every probability" };
  },
  DIGITS,
);

/** `categoricalCrossentropy` of a model: rows are renormalised and clipped. */
export const categoricalCrossentropy: Convention = convention(
  "categoricalCrossentropy",
  LAYERS,
  (given) => {
    if (given.kind !== "softmax") return undefined;
    const c = withClassWeightsOnRows(given);
    const stated = renormalised(mapped(probabilitiesOf(c), Math.fround));
    const p = clipped(stated, bounds).data;
    const peculiarity = `rows are divided by their sum, and ${clippingOf(c, stated, bounds)}`;
    return { rowLosses: plainClassLosses(c, (i) => -Math.log(p[i])), ...allRows(c), peculiarity };
  },
  DIGITS,
);

/** `sparseCategoricalCrossentropy(target, logits, true)`: clips the logits to [1e-7, 1 - 1e-7] before the softmax. */
export const sparseCategoricalCrossentropyFromLogits: Convention = convention(
  "sparseCategoricalCrossentropy(fromLogits)",
  LAYERS,
  (given) => {
    if (given.kind !== "softmax" || given.given !== "logits" || !given.indexed) return undefined;
    const c = withClassWeightsOnRows(given);
    const z = mapped(c.predictions, (entry) => clamp(entry, EPSILON, 1 - EPSILON));
    const peculiarity = "logits are clipped to [1e-7, 1 - 1e-7] as if they were probabilities";
    return { rowLosses: plainClassLosses(c, textbookSoftmaxCosts(z)), ...allRows(c), peculiarity };
  },
  DIGITS,
);

/** `binaryCrossentropy` of a model: probabilities are clipped, their logits taken. */
export const binaryCrossentropy: Convention = convention(
  "binaryCrossentropy",
  LAYERS,
  (c) => {
    if (c.kind !== "sigmoid" || c.posWeight !== 1) return undefined;
    const stated = mapped(probabilitiesOf(c), Math.fround);
    const p = clipped(stated, bounds).data;
    const rowLosses = binaryLosses(c, (i, y) => -y * Math.log(p[i]) - (1 - y) * Math.log1p(-p[i]));
    return { rowLosses, ...perEntry(c, allRows(c)), peculiarity: clippingOf(c, stated, bounds) };
  },
  DIGITS,
);
