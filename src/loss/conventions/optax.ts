import { callersMean } from "./callers-mean.js";
import { logitsOf } from "./case.js";
import { type Convention, conventionsOf } from "./convention.js";
import { allRows, perEntry, rowsWeightedWholly, withClassWeightsOnRows } from "./reckoning.js";
import { binaryLosses, logSums, plainClassLosses, SMALL_LOSSES } from "./row-losses.js";

// optax gives the losses of the rows; weights and `.mean()` over all of them are the caller's.
const convention = conventionsOf("optax", "0.2.8");
const SOURCE = "https://github.com/google-deepmind/optax/blob/v0.2.8/optax/losses/_classification.py";

/** `softmax_cross_entropy(logits, labels).mean()`, also of `smooth_labels`. */
export const softmaxCrossEntropy: Convention = convention("softmax_cross_entropy(...).mean()", SOURCE, callersMean);

/** `softmax_cross_entropy_with_integer_labels(logits, labels).mean()`: log-sum-exp minus a logit, each rounded first. */
export const softmaxCrossEntropyWithIntegerLabels: Convention = convention(
  "softmax_cross_entropy_with_integer_labels(...).mean()",
  SOURCE,
  (given) => {
    if (given.kind !== "softmax" || !given.indexed || given.labelSmoothing !== 0) return undefined;
    const c = withClassWeightsOnRows(given);
    const z = logitsOf(c);
    const { largest, logSum } = logSums(z);
    const rowLosses = plainClassLosses(c, (i) => {
      const row = Math.floor(i / z.cols);
      return logSum[row] + largest[row] - z.data[i];
    });
    return { rowLosses, ...allRows(c), peculiarity: rowsWeightedWholly(given) ?? SMALL_LOSSES };
  },
);

/** `sigmoid_binary_cross_entropy(logits, labels).mean()`: -y log sigmoid(z) - (1 - y) log sigmoid(-z). */
export const sigmoidBinaryCrossEntropy: Convention = convention(
  "sigmoid_binary_cross_entropy(...).mean()",
  SOURCE,
  (c) => {
    if (c.kind !== "sigmoid" || c.posWeight !== 1) return undefined;
    const z = logitsOf(c).data;
    const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    const rowLosses = binaryLosses(c, (i, y) => y * softplus(-z[i]) + (1 - y) * softplus(z[i]));
    return { rowLosses, ...perEntry(c, allRows(c)) };
  },
);
