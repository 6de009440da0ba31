import { type Case, logitsOf, mapped, probabilitiesOf } from "./case.js";
import { boundsOf, clipped, clippingOf, renormalised } from "./clipping.js";
import { type Convention, conventionsOf } from "./convention.js";
import {
  countedRows,
  perEntry,
  type Reckoning,
  rowsWeightedWholly,
  summedSampleWeights,
  weightOf,
  withClassWeightsOnRows,
} from "./reckoning.js";
import { binaryLosses, plainClassLosses, SMALL_LOSSES, textbookSoftmaxCosts } from "./row-losses.js";

// Measured on its PyTorch backend. Reductions are of float32 also where the losses are float64.
const convention = conventionsOf("Keras", "3.15.1");
const SOURCE = "https://github.com/keras-team/keras/blob/v3.15.1/keras/src/losses/losses.py";
const DIGITS = 7;
/** Its arithmetic: float32 unless a loss is made with another dtype. */
type Round = (x: number) => number;
const float64: Round = (x) => x;

/** A mean over nothing, all rows left out or of weight 0, is 0: `ops.divide_no_nan` in losses/loss.py. */
const ofNothing = 0;

/** Divides a reduction's rows: by their number, or with `mean_with_sample_weight` by their weights. */
type Divides = typeof countedRows;

/** `CategoricalCrossentropy(from_logits=True)`, dense or sparse; `class_weight` and `sample_weight` multiply rows. */
function fromLogits(given: Case, divides: Divides): Reckoning | undefined {
  if (given.kind !== "softmax") return undefined;
  const c = withClassWeightsOnRows(given);
  const rowLosses = plainClassLosses(c, textbookSoftmaxCosts(logitsOf(c)));
  return { rowLosses, ...divides(c), ofNothing, peculiarity: rowsWeightedWholly(given) ?? SMALL_LOSSES };
}

/** `CategoricalCrossentropy()`: rows of probabilities are renormalised and clipped. */
function fromProbabilities(given: Case, divides: Divides, round: Round): Reckoning | undefined {
  if (given.kind !== "softmax") return undefined;
  const c = withClassWeightsOnRows(given);
  const bounds = boundsOf(1e-7, round);
  const stated = renormalised(mapped(probabilitiesOf(c), round));
  const p = clipped(stated, bounds);
  const rowLosses = plainClassLosses(c, (i) => -Math.log(p.data[i]));
  const peculiarity = `rows are divided by their sum, and ${clippingOf(c, stated, bounds)}`;
  return { rowLosses, ...divides(c), ofNothing, peculiarity };
}

/** Yes and no: `class_weight` multiplies the rows of targets 1. */
function binary(given: Case, costs: (c: Case) => (i: number, y: number) => number, peculiarity: (c: Case) => string) {
  const { kind, posWeight, targets } = given;
  if (kind !== "sigmoid" || (posWeight !== 1 && targets.cols > 1)) return undefined;
  const weight = (row: number) => weightOf(given, row) * (targets.data[row] === 1 ? posWeight : 1);
  const sampleWeights =
    posWeight === 1 ? given.sampleWeights : Float64Array.from(targets.data, (_, row) => weight(row));
  const c = { ...given, sampleWeights, posWeight: 1 };
  const rowLosses = binaryLosses(c, costs(c));
  return { rowLosses, ...perEntry(c, countedRows(c)), ofNothing, peculiarity: peculiarity(c) };
}

export const categoricalCrossentropyFromLogits: Convention = convention(
  "CategoricalCrossentropy(from_logits=True)",
  SOURCE,
  (c) => fromLogits(c, countedRows),
  DIGITS,
);

export const sparseCategoricalCrossentropyFromLogits: Convention = convention(
  "SparseCategoricalCrossentropy(from_logits=True)",
  SOURCE,
  (c) => (c.indexed && c.labelSmoothing === 0 ? fromLogits(c, countedRows) : undefined),
  DIGITS,
);

export const categoricalCrossentropy: Convention = convention(
  "CategoricalCrossentropy()",
  SOURCE,
  (c) => fromProbabilities(c, countedRows, Math.fround),
  DIGITS,
);

export const categoricalCrossentropyFloat64: Convention = convention(
  'CategoricalCrossentropy(dtype="float64")',
  SOURCE,
  (c) => fromProbabilities(c, countedRows, float64),
  DIGITS,
);

export const categoricalCrossentropyFromLogitsMeanWithSampleWeight: Convention = convention(
  'CategoricalCrossentropy(from_logits=True, reduction="mean_with_sample_weight")',
  SOURCE,
  (c) => fromLogits(c, summedSampleWeights),
  DIGITS,
);

export const categoricalCrossentropyMeanWithSampleWeight: Convention = convention(
  'CategoricalCrossentropy(reduction="mean_with_sample_weight")',
  SOURCE,
  (c) => fromProbabilities(c, summedSampleWeights, Math.fround),
  DIGITS,
);

/** `BinaryCrossentropy(from_logits=True)`: small losses of targets 0 are those of PyTorch, which it calls. */
export const binaryCrossentropyFromLogits: Convention = convention(
  "BinaryCrossentropy(from_logits=True)",
  SOURCE,
  (given) =>
    binary(
      given,
      (c) => {
        const z = logitsOf(c).data;
        return (i, y) => (1 - y) * z[i] - Math.min(z[i], 0) + Math.log1p(Math.exp(-Math.abs(z[i])));
      },
      () => "small losses of targets 0 are rounded away",
    ),
  DIGITS,
);

/** `BinaryCrossentropy()`: probabilities are clipped, not renormalised. */
function binaryOf(call: string, round: Round): Convention {
  const bounds = boundsOf(1e-7, round);
  const stated = (c: Case) => mapped(probabilitiesOf(c), round);
  const costs = (c: Case) => {
    const p = clipped(stated(c), bounds).data;
    return (i: number, y: number) => -y * Math.log(p[i]) - (1 - y) * Math.log1p(-p[i]);
  };
  return convention(call, SOURCE, (c) => binary(c, costs, () => clippingOf(c, stated(c), bounds)), DIGITS);
}

export const binaryCrossentropy: Convention = binaryOf("BinaryCrossentropy()", Math.fround);
export const binaryCrossentropyFloat64: Convention = binaryOf('BinaryCrossentropy(dtype="float64")', float64);
