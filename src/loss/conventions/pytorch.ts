import { type Case, logitsOf, probabilitiesOf } from "./case.js";
import { type Convention, conventionsOf } from "./convention.js";
import { allRows, byRow, countedRows, type Divisor, figure, perEntry, sumOf } from "./reckoning.js";
import { binaryLosses, plainClassLosses, SMALL_LOSSES, textbookSoftmaxCosts } from "./row-losses.js";

const convention = conventionsOf("PyTorch", "2.13.0");
const LOSSES = "https://github.com/pytorch/pytorch/blob/v2.13.0/torch/nn/functional.py";
const NATIVE = "https://github.com/pytorch/pytorch/blob/v2.13.0/aten/src/ATen/native/Loss.cpp";

/**
 * What `reduction="mean"` divides by: for class indices the sum of the weights of the targets' classes, also under label
 * smoothing, without the ignored rows; for probabilities as targets all rows. Weights of rows it has none: those who
 * multiply them in take `.mean()` over all rows.
 */
function divisor(c: Case): Divisor {
  const { classWeights, targets, indexed } = c;
  if (!indexed || c.sampleWeights) return allRows(c);
  if (!classWeights) return countedRows(c);
  const rowWeights = byRow(c, (row) =>
    sumOf(Float64Array.from(classWeights, (weight, k) => weight * targets.data[row * targets.cols + k])),
  );
  return { rowWeights, divisor: `the summed weights of the targets, ${figure(sumOf(rowWeights))}` };
}

/** `cross_entropy(logits, targets, weight, label_smoothing)`: 0 times Infinity is NaN, and small losses are rounded. */
export const crossEntropy: Convention = convention("cross_entropy", LOSSES, (c) =>
  c.kind === "softmax"
    ? {
        rowLosses: plainClassLosses(c, textbookSoftmaxCosts(logitsOf(c))),
        ...divisor(c),
        peculiarity: SMALL_LOSSES,
      }
    : undefined,
);

/** The same with the class indices turned into one-hot rows: now the mean divides by all rows. */
export const crossEntropyOfOneHot: Convention = convention("cross_entropy of one-hot targets", LOSSES, (c) =>
  c.indexed && !c.mask ? crossEntropy.reckon({ ...c, indexed: false }) : undefined,
);

/** `nll_loss(log p, indices, weight)` of stated probabilities, which are neither clipped nor renormalised. */
export const nllLoss: Convention = convention("nll_loss(log p)", LOSSES, (c) =>
  c.kind === "softmax" && c.given === "probabilities" && c.indexed && c.labelSmoothing === 0
    ? { rowLosses: plainClassLosses(c, (i) => -Math.log(c.predictions.data[i])), ...divisor(c) }
    : undefined,
);

/**
 * `binary_cross_entropy_with_logits(z, y, weight, pos_weight)`: divides by the number of entries, whatever the weights.
 * The loss is (1 - y) z - w log sigmoid(z), which loses small losses of y = 0.
 */
export const binaryCrossEntropyWithLogits: Convention = convention("binary_cross_entropy_with_logits", NATIVE, (c) => {
  if (c.kind !== "sigmoid") return undefined;
  const z = logitsOf(c).data;
  const rowLosses = binaryLosses(c, (i, y) => {
    const logSigmoid = Math.min(z[i], 0) - Math.log1p(Math.exp(-Math.abs(z[i])));
    return (1 - y) * z[i] - (1 + (c.posWeight - 1) * y) * logSigmoid;
  });
  return { rowLosses, ...perEntry(c, allRows(c)), peculiarity: "small losses of targets 0 are rounded away" };
});

/**
 * `binary_cross_entropy(p, y, weight)`, of logits `binary_cross_entropy(sigmoid(z), y, weight)`: logarithms below -100 are
 * taken as -100, also that of 1 - p where the sigmoid is rounded to 1; divides by the number of entries.
 */
export const binaryCrossEntropy: Convention = convention("binary_cross_entropy", NATIVE, (c) => {
  if (c.kind !== "sigmoid" || c.posWeight !== 1) return undefined;
  const p = probabilitiesOf(c).data;
  const rowLosses = binaryLosses(c, (i, y) => {
    return (y - 1) * Math.max(Math.log1p(-p[i]), -100) - y * Math.max(Math.log(p[i]), -100);
  });
  const rounding = c.given === "logits" ? "the sigmoid is rounded first, and " : "";
  return {
    rowLosses,
    ...perEntry(c, allRows(c)),
    peculiarity: `${rounding}logarithms below -100 are taken as -100`,
  };
});
