import { brierScore } from "../../../src/evaluation/brier.js";
import { confusionMatrix } from "../../../src/evaluation/confusion-matrix.js";
import { cohensKappa, f1Scores, matthewsCorrelation } from "../../../src/evaluation/confusion-scores.js";
import { evaluateProbabilities } from "../../../src/evaluation/evaluate.js";
import { expectedCalibrationError, reliabilityBins } from "../../../src/evaluation/reliability.js";
import { rocCurve } from "../../../src/evaluation/roc.js";
import { entropy } from "../../../src/information/entropy.js";
import {
  keras,
  numpy,
  optax,
  pytorch,
  scikitLearn,
  tensorflow,
  tensorflowJs,
} from "../../../src/loss/conventions/all.js";
import { ctcLoss } from "../../../src/loss/ctc-loss.js";
import { sigmoidCrossEntropyHessianDiagonal } from "../../../src/loss/derivatives/sigmoid-cross-entropy-hessian.js";
import { klDivergenceLoss } from "../../../src/loss/kl-divergence-loss.js";
import { logLoss } from "../../../src/loss/log-loss.js";
import { sigmoidCrossEntropy } from "../../../src/loss/sigmoid-cross-entropy.js";
import { sigmoidFocalLoss } from "../../../src/loss/sigmoid-focal-loss.js";
import { softmaxCrossEntropy } from "../../../src/loss/softmax-cross-entropy.js";
import { logits, logProbabilities } from "../../../src/numerics/kinds.js";
import { fromRows, matrix } from "../../../src/numerics/matrix.js";
import {
  adagrad,
  adam,
  adamw,
  clipByGlobalNorm,
  l2Penalty,
  type Optimizer,
  rmsprop,
  sgd,
} from "../../../src/training/index.js";
import { golden } from "../../golden.js";

// The places where frameworks differ from each other and from the definition. The tests run them, and the page
// docs/where-your-number-comes-from.md is made of them.

export type Value = number | string | readonly Value[];

export interface Place {
  readonly number: number;
  readonly chapter: string;
  readonly title: string;
  /** What one should know, in a sentence or two. */
  readonly about: string;
  /** What the frameworks gave: by what was asked. */
  readonly theirs: Readonly<Record<string, Value>>;
  /** Our conventions that make some of these numbers. */
  readonly made: Readonly<Record<string, () => number>>;
  /** What ours gives, and what is true; an error is the beginning of its message. */
  readonly ours: readonly { readonly what: string; readonly value: () => Value; readonly truth: Value }[];
  /** What is not to be found here, and why. */
  readonly without?: string;
}

interface Recorded {
  versions: Record<string, string>;
  places: { number: number; theirs: Record<string, Value> }[];
}
const recorded = [
  golden<Recorded>("loss/conventions/places"),
  golden<Recorded>("loss/conventions/tensorflow-js-places"),
];

/** The versions that gave the numbers. */
export const versions: Record<string, string> = Object.assign({}, ...recorded.map((of) => of.versions));
const theirsOf = new Map(recorded.flatMap(({ places }) => places).map(({ number, theirs }) => [number, theirs]));

/** Where a parameter of 1 is after so many steps with this gradient. */
function stepped<State>(optimizer: Optimizer<State>, gradient: number, steps = 1): number {
  const w = fromRows([[1]]);
  const state = optimizer.init({ w });
  for (let i = 0; i < steps; i++) optimizer.update({ w }, { w: fromRows([[gradient]]) }, state);
  return w.data[0];
}

/** Where PyTorch's optimizer is after three steps with a decay of 0.1. */
const decayedBy = (name: string) =>
  theirsOf.get(30)?.[`PyTorch, ${name} with weight_decay 0.1, three steps of 0.5`] ?? "";

type Ours = Place["ours"][number];
const is = (what: string, truth: Value, value: () => Value): Ours => ({ what, truth, value });
/** A call that is refused, with the beginning of the error's message. */
const refused = (what: string, truth: string, call: () => unknown): Ours => ({
  what,
  truth,
  value() {
    try {
      call();
    } catch (error) {
      return (error as Error).message;
    }
    return "no error";
  },
});
const certain = (classes: number[]) => classes.map((k) => [0, 1, 2].map((j) => (j === k ? 1 : 0)));
const confused = (predicted: number[], targets: number[], classes: number) =>
  confusionMatrix(predicted, targets, Array.from({ length: classes }, String));
const entriesOf = (m: { data: ArrayLike<number> } | undefined) => Array.from(m?.data ?? []);

const inf = Number.POSITIVE_INFINITY;
const Z = [
  [1, 2, 0],
  [0, 1, -1],
];
const oneHot = [
  [1, 0, 0],
  [0, 0, 1],
];
const classWeights = [1, 2, 4];
const indices = { logits: Z, targets: [0, 2], classWeights };
// Both rows of Z are (1, 2, 0) but for a shift: the losses of their classes, from the lowest logit's up.
const [high, middle, low] = [2, 1, 0].map((z) => Math.log(Math.exp(1) + Math.exp(2) + 1) - z);
const holed = [[1, 2, -inf]];
const softened = [
  [0.5, 0.5, 0],
  [0, 0.5, 0.5],
];
const uniform = (frames: number) => Array.from({ length: frames }, () => [0, 0, 0]);
/** Of 3^4 equal alignments, 2 labels fit in 15 and one label in 10: counted by hand. */
const ctcSum = Math.log(81 / 15) + Math.log(81 / 10);

type Written = Omit<Place, "number" | "theirs" | "made" | "ours"> & Partial<Pick<Place, "made" | "ours">>;

const written: Record<number, Written> = {
  1: {
    chapter: "Means",
    title: "Class weights: what the mean divides by",
    about:
      "PyTorch divides by the summed weights of the targets where targets are class indices, also under label smoothing, and by the number of rows where the very same targets are one-hot. Ours divides by the coefficients that multiply -log p, so that the mean is always a weighted average.",
    made: {
      "PyTorch, class indices and weights, mean": () => pytorch.crossEntropy.number(indices),
      "PyTorch, the same targets one-hot, mean": () => pytorch.crossEntropy.number({ ...indices, targets: oneHot }),
      "PyTorch, class indices, weights and smoothing 0.1, mean": () =>
        pytorch.crossEntropy.number({ ...indices, labelSmoothing: 0.1 }),
    },
    ours: [
      is(
        "class indices and weights, mean",
        (middle + 4 * low) / 5,
        () => softmaxCrossEntropy(Z, [0, 2], { classWeights }).mean,
      ),
      is("the same one-hot, mean", (middle + 4 * low) / 5, () => softmaxCrossEntropy(Z, oneHot, { classWeights }).mean),
    ],
  },
  2: {
    chapter: "Means",
    title: "Nothing to average",
    about:
      "Where every row is ignored or weighs nothing, PyTorch's mean is NaN, and one such batch makes a whole training NaN. Ours says what there is: a sum of 0 over a weight of 0, which merges into other batches without harm; only `mean` is NaN.",
    ours: [
      is("all rows masked, sum", 0, () => softmaxCrossEntropy(Z, [0, 2], { mask: [0, 0] }).sum),
      is("all rows masked, ignored", 2, () => softmaxCrossEntropy(Z, [0, 2], { mask: [0, 0] }).ignored),
      is(
        "all rows masked, merged with a batch of one row",
        high,
        () => softmaxCrossEntropy(Z, [0, 2], { mask: [0, 0] }).merge(softmaxCrossEntropy([[1, 2, 0]], [1])).mean,
      ),
      is("all rows masked, the gradient", [0, 0, 0, 0, 0, 0], () =>
        entriesOf(softmaxCrossEntropy(Z, [0, 2], { mask: [0, 0], gradient: true }).gradient),
      ),
    ],
  },
  3: {
    chapter: "Means",
    title: "Weights of rows: divide by the rows or by the weights",
    about:
      "PyTorch's binary cross-entropy and Keras divide by the number of rows whatever they weigh; Keras's `mean_with_sample_weight`, scikit-learn and ours divide by the weights.",
    made: {
      "PyTorch, binary, weights 1 and 3 on two losses of ln 2, mean": () =>
        pytorch.binaryCrossEntropyWithLogits.number({ logits: [0, 0], targets: [1, 1], sampleWeights: [1, 3] }),
      "Keras, sample_weight 1 and 3, mean": () =>
        keras.categoricalCrossentropyFromLogits.number({ logits: Z, targets: oneHot, sampleWeights: [1, 3] }),
      "Keras, the same with mean_with_sample_weight": () =>
        keras.categoricalCrossentropyFromLogitsMeanWithSampleWeight.number({
          ...{ logits: Z, targets: oneHot, sampleWeights: [1, 3] },
        }),
      "scikit-learn, the same rows, sample_weight 1 and 3": () =>
        scikitLearn.logLoss.number({ logits: Z, targets: [0, 2], sampleWeights: [1, 3] }),
    },
    ours: [
      is(
        "binary, weights 1 and 3 on two losses of ln 2, mean",
        Math.LN2,
        () => sigmoidCrossEntropy([0, 0], [1, 1], { sampleWeights: [1, 3] }).mean,
      ),
      is(
        "sampleWeights 1 and 3, mean",
        (middle + 3 * low) / 4,
        () => softmaxCrossEntropy(Z, [0, 2], { sampleWeights: [1, 3] }).mean,
      ),
    ],
  },
  4: {
    chapter: "Means",
    title: "Divergences by the entry, sequences by their length",
    about:
      "PyTorch's `kl_div` with `mean` divides by rows times columns (`batchmean` by rows), its `ctc_loss` divides every loss by the length of its target first. Ours are per row, and per sequence.",
    ours: [
      is(
        "klDivergenceLoss, mean",
        (middle + high + high + low - 4 * Math.LN2) / 4,
        () => klDivergenceLoss(logits(Z), softened).mean,
      ),
      is(
        "ctcLoss, the same targets, mean",
        ctcSum / 2,
        () => ctcLoss(uniform(8), [[1, 2], [1]], { lengths: [4, 4] }).mean,
      ),
    ],
  },
  5: {
    chapter: "Means",
    title: "Label smoothing together with class weights",
    about:
      "PyTorch and ours weigh every class by its own weight, also the share that smoothing gives it; a Keras `class_weight` multiplies the whole row by the weight of its target.",
    made: {
      "Keras, smoothing 0.3 and class_weight, sum": () =>
        keras.categoricalCrossentropyFromLogits.number({
          ...{ logits: Z.slice(0, 1), targets: [0], classWeights, labelSmoothing: 0.3 },
        }),
    },
    ours: [
      is(
        "smoothing 0.3 and class weights, sum",
        0.7 * middle + 0.1 * (middle + 2 * high + 4 * low),
        () => softmaxCrossEntropy(Z.slice(0, 1), [0], { classWeights, labelSmoothing: 0.3 }).sum,
      ),
    ],
  },
  6: {
    chapter: "Labels",
    title: "A label that is no class",
    about:
      "optax gives NaN for a label that is too large and takes -1 for the last class; a one-hot row of JAX is all zeros then and costs nothing. Ours throws, and names the row.",
    ours: [
      refused("label 3 of 3 classes", "softmaxCrossEntropy: targets: row 1 is 3; expected a class index", () =>
        softmaxCrossEntropy(Z, [0, 3]),
      ),
      refused("label -1", "softmaxCrossEntropy: targets: row 1 is -1; expected a class index", () =>
        softmaxCrossEntropy(Z, [0, -1]),
      ),
      refused("a row of zeros", "softmaxCrossEntropy: targets: row 1 sums to 0; expected 1", () =>
        softmaxCrossEntropy(Z, [oneHot[0], [0, 0, 0]]),
      ),
    ],
  },
  7: {
    chapter: "Labels",
    title: "-100, which means something by accident",
    about:
      "On its PyTorch backend Keras lets PyTorch's `ignore_index` through: a label -100 costs nothing, without a word. Ours leaves out the rows that a mask or an `ignoreIndex` names, and no others.",
    ours: [
      refused("label -100", "softmaxCrossEntropy: targets: row 1 is -100; expected a class index", () =>
        softmaxCrossEntropy(Z, [0, -100]),
      ),
      is(
        "label -100 with ignoreIndex -100",
        middle,
        () => softmaxCrossEntropy(Z, [0, -100], { ignoreIndex: -100 }).sum,
      ),
      is("label -100 in a row that is masked", middle, () => softmaxCrossEntropy(Z, [0, -100], { mask: [1, 0] }).sum),
    ],
  },
  8: {
    chapter: "Labels",
    title: "Targets that are no distribution",
    about:
      "PyTorch takes soft targets that sum to 2 or are negative, and binary targets of 2 (a loss below 0); TensorFlow then gives a gradient that is not the derivative of its loss. Ours throws.",
    ours: [
      refused("a soft target that sums to 2", "softmaxCrossEntropy: targets: row 0 sums to 2; expected 1", () =>
        softmaxCrossEntropy(Z.slice(0, 1), [[1, 1, 0]]),
      ),
      refused("a soft target of (2, -1, 0)", "softmaxCrossEntropy: targets: row 0, column 0 is 2; expected", () =>
        softmaxCrossEntropy(Z.slice(0, 1), [[2, -1, 0]]),
      ),
      refused("binary target 2", "sigmoidCrossEntropy: targets: row 0 is 2; expected a number from 0 to 1", () =>
        sigmoidCrossEntropy([3], [2]),
      ),
    ],
  },
  9: {
    chapter: "Infinities",
    title: "A class that is ruled out, and did not happen",
    about:
      "Logits (1, 2, -Infinity), and the target is the first class, one-hot. The term of the third is 0 times Infinity, which is 0 in the truth and NaN in floating point.",
    made: {
      PyTorch: () => pytorch.crossEntropy.number({ logits: holed, targets: [[1, 0, 0]] }),
      Keras: () => keras.categoricalCrossentropyFromLogits.number({ logits: holed, targets: [[1, 0, 0]] }),
      TensorFlow: () => tensorflow.softmaxCrossEntropyWithLogits.number({ logits: holed, targets: [[1, 0, 0]] }),
      optax: () => optax.softmaxCrossEntropy.number({ logits: holed, targets: [[1, 0, 0]] }),
    },
    ours: [is("the same", Math.log1p(Math.E), () => softmaxCrossEntropy(holed, [[1, 0, 0]]).mean)],
  },
  10: {
    chapter: "Infinities",
    title: "A weight of 0 on an infinite loss; certainty",
    about:
      "What weighs nothing costs nothing, and a logit of Infinity on the class that happened costs nothing either.",
    made: {
      "PyTorch, logit +inf on the target": () => pytorch.crossEntropy.number({ logits: [[inf, 0]], targets: [0] }),
      "optax, logit +inf on the target": () =>
        optax.softmaxCrossEntropyWithIntegerLabels.number({ logits: [[inf, 0]], targets: [0] }),
    },
    ours: [
      is(
        "class weight 0 on a target of logit -Infinity, sum",
        0,
        () => softmaxCrossEntropy(holed, [2], { classWeights: [1, 1, 0] }).sum,
      ),
      is("logit Infinity on the target", 0, () => softmaxCrossEntropy([[inf, 0]], [0]).mean),
      is("logit -Infinity on the target: Infinity, and the row is named", [inf, 0], () => {
        const { sum, infiniteRows } = softmaxCrossEntropy(holed, [2]);
        return [sum, ...infiniteRows];
      }),
    ],
  },
  11: {
    chapter: "Infinities",
    title: "Certain of yes or no, and right",
    about: "Logit Infinity where the answer is yes, -Infinity where it is no: the loss is 0; all four give NaN.",
    made: Object.fromEntries(
      [
        [inf, 1],
        [-inf, 0],
      ].flatMap(([logit, target]) => {
        const inputs = { logits: [logit], targets: [target] };
        const asked = `logit ${logit === inf ? "inf" : "-inf"}, target ${target}`;
        return [
          [`PyTorch, ${asked}`, () => pytorch.binaryCrossEntropyWithLogits.number(inputs)],
          [`Keras, ${asked}`, () => keras.binaryCrossentropyFromLogits.number(inputs)],
          [`TensorFlow, ${asked}`, () => tensorflow.sigmoidCrossEntropyWithLogits.number(inputs)],
          [`optax, ${asked}`, () => optax.sigmoidBinaryCrossEntropy.number(inputs)],
        ];
      }),
    ),
    ours: [
      is("logit Infinity, target 1", 0, () => sigmoidCrossEntropy([inf], [1]).mean),
      is("logit -Infinity, target 0", 0, () => sigmoidCrossEntropy([-inf], [0]).mean),
      is("logit -Infinity, target 1", inf, () => sigmoidCrossEntropy([-inf], [1]).mean),
    ],
  },
  12: {
    chapter: "Infinities",
    title: "A difference that overflows and its half that does not",
    about: "The difference of the logits is 2e308, which float64 has not; half of it, the loss, it has.",
    made: {
      "PyTorch, logits (-1e308, 1e308), target (1/2, 1/2)": () =>
        pytorch.crossEntropy.number({ logits: [[-1e308, 1e308]], targets: [[0.5, 0.5]] }),
    },
    ours: [is("the same", 1e308, () => softmaxCrossEntropy([[-1e308, 1e308]], [[0.5, 0.5]]).mean)],
  },
  13: {
    chapter: "Infinities",
    title: "A divergence where both say never",
    about: "What happens never and is held to happen never adds nothing to a divergence.",
    ours: [
      is(
        "klDivergenceLoss of target (1, 0) and log q = (0, -Infinity)",
        0,
        () => klDivergenceLoss(logProbabilities([[0, -inf]]), [[1, 0]]).sum,
      ),
      is(
        "klDivergenceLoss of target (1, 0) and q = (1/2, 1/2)",
        Math.LN2,
        () => klDivergenceLoss(logits([[0, 0]]), [[1, 0]]).sum,
      ),
    ],
  },
  14: {
    chapter: "Infinities",
    title: "CTC: a target that no alignment fits",
    about:
      "Two frames cannot say the labels 1, 1, between which a blank must stand. That is impossible, so the loss is Infinity; optax and TensorFlow give made-up numbers, PyTorch a gradient of NaN. Ours names the sequence, and no step of the logits changes it: its gradient is 0.",
    ours: [
      is("the loss", inf, () => ctcLoss(uniform(2), [[1, 1]]).sum),
      is("the sequences named", [0], () => [...ctcLoss(uniform(2), [[1, 1]]).infiniteRows]),
      is("the gradient", [0, 0, 0, 0, 0, 0], () =>
        entriesOf(ctcLoss(uniform(2), [[1, 1]], { gradient: true }).gradient),
      ),
    ],
  },
  15: {
    chapter: "Precision",
    title: "Small losses",
    about:
      "log(1 + e^-40) is 4.2e-18, and 0 where 1 + e^-40 is formed first. Such losses are what a good model's training lives on.",
    made: {
      "PyTorch, logits (40, 0), class 0": () => pytorch.crossEntropy.number({ logits: [[40, 0]], targets: [0] }),
      "TensorFlow, logits (40, 0), class 0": () =>
        tensorflow.softmaxCrossEntropyWithLogits.number({ logits: [[40, 0]], targets: [0] }),
      "optax, logits (40, 0), class 0": () =>
        optax.softmaxCrossEntropyWithIntegerLabels.number({ logits: [[40, 0]], targets: [0] }),
      "PyTorch, logits (0, 20), class 1": () => pytorch.crossEntropy.number({ logits: [[0, 20]], targets: [1] }),
    },
    ours: [
      is("logits (40, 0), class 0", Math.log1p(Math.exp(-40)), () => softmaxCrossEntropy([[40, 0]], [0]).mean),
      is("logits (0, 20), class 1", Math.log1p(Math.exp(-20)), () => softmaxCrossEntropy([[0, 20]], [1]).mean),
      is(
        "logits (0, 17) in float32, class 1",
        Math.log1p(Math.exp(-17)),
        () => softmaxCrossEntropy(logits(matrix(1, 2, new Float32Array([0, 17]))), [1]).mean,
      ),
    ],
  },
  16: {
    chapter: "Precision",
    title: "Yes exact, no rounded",
    about:
      "PyTorch's binary loss keeps its digits for targets 1 and loses them for targets 0, with its gradient the other way round.",
    made: {
      "PyTorch, logit 40, target 1": () => pytorch.binaryCrossEntropyWithLogits.number({ logits: [40], targets: [1] }),
      "PyTorch, logit -40, target 0": () =>
        pytorch.binaryCrossEntropyWithLogits.number({ logits: [-40], targets: [0] }),
      "PyTorch, logit -20, target 0": () =>
        pytorch.binaryCrossEntropyWithLogits.number({ logits: [-20], targets: [0] }),
      "optax, logit -40, target 0": () => optax.sigmoidBinaryCrossEntropy.number({ logits: [-40], targets: [0] }),
      "TensorFlow, logit -40, target 0": () =>
        tensorflow.sigmoidCrossEntropyWithLogits.number({ logits: [-40], targets: [0] }),
    },
    ours: [
      is("logit 40, target 1", Math.log1p(Math.exp(-40)), () => sigmoidCrossEntropy([40], [1]).mean),
      is("logit -40, target 0", Math.log1p(Math.exp(-40)), () => sigmoidCrossEntropy([-40], [0]).mean),
      is("logit -20, target 0", Math.log1p(Math.exp(-20)), () => sigmoidCrossEntropy([-20], [0]).mean),
      is("logit 40, target 1, the gradient", [-Math.exp(-40)], () =>
        entriesOf(sigmoidCrossEntropy([40], [1], { gradient: true }).gradient),
      ),
    ],
  },
  17: {
    chapter: "Precision",
    title: "float64 that is float32 in between",
    about:
      "Keras's `ops.mean` gives float32 digits for float64 numbers, and with it the losses that average over columns.",
    ours: [
      is(
        "sigmoidCrossEntropy, logit 0.1, target 1",
        Math.log1p(Math.exp(-0.1)),
        () => sigmoidCrossEntropy([0.1], [1]).mean,
      ),
    ],
  },
  18: {
    chapter: "Precision",
    title: "The same in a metric",
    about: "torchmetrics computes the calibration error of several classes in float32 whatever it is given.",
    ours: [
      is("expectedCalibrationError of the class called, 0.7, right", 1 - 0.7, () =>
        expectedCalibrationError(reliabilityBins([0.7], [1], 15)),
      ),
    ],
  },
  19: {
    chapter: "Clipping",
    title: "Keras from probabilities",
    about:
      "Probabilities are moved into [1e-7, 1 - 1e-7] and their rows divided by their sum: what was called impossible costs 16.118, what was certain 1e-7, and there is no gradient where a model is most wrong. Ours clips when asked to, and counts it.",
    made: {
      "Keras, probability 0 of the target": () =>
        keras.categoricalCrossentropyFloat64.number({ probabilities: [[0, 1]], targets: [0] }),
      "Keras, probability 1 of the target": () =>
        keras.categoricalCrossentropyFloat64.number({ probabilities: [[1, 0]], targets: [0] }),
      "Keras, a row (0.2, 0.2)": () =>
        keras.categoricalCrossentropyFloat64.number({ probabilities: [[0.2, 0.2]], targets: [0] }),
      "Keras, binary, probability 0, target 1": () =>
        keras.binaryCrossentropyFloat64.number({ probabilities: [0], targets: [1] }),
    },
    ours: [
      is("logLoss, probability 0 of the target", inf, () => logLoss([[0, 1]], [0]).mean),
      is("logLoss, probability 1 of the target", 0, () => logLoss([[1, 0]], [0]).mean),
      refused("logLoss, a row (0.2, 0.2)", "logLoss: probabilities: row 0 sums to 0.4; expected 1", () =>
        logLoss([[0.2, 0.2]], [0]),
      ),
      is("logLoss, clip 1e-7: the loss, and the rows that it changed", [-Math.log(1e-7), 1], () => {
        const { mean, clipped } = logLoss([[0, 1]], [0], { clip: 1e-7 });
        return [mean, clipped];
      }),
    ],
  },
  20: {
    chapter: "Clipping",
    title: "Keras's focal losses and divergence",
    about:
      "The focal loss of logits clips after its sigmoid, so that it is flat where a model is most wrong; the categorical one multiplies everything by an alpha of 0.25 unless told otherwise; the divergence clips both distributions.",
    ours: [
      is("sigmoidFocalLoss, gamma 2, logit -40, target 1", 40, () => sigmoidFocalLoss([-40], [1], { gamma: 2 }).sum),
      is("the same, the gradient", [-1], () =>
        entriesOf(sigmoidFocalLoss([-40], [1], { gamma: 2, gradient: true }).gradient),
      ),
      is(
        "klDivergenceLoss of target (1/2, 1/2) and q = (1, 0)",
        inf,
        () => klDivergenceLoss(logProbabilities([[0, -inf]]), [[0.5, 0.5]]).sum,
      ),
    ],
  },
  21: {
    chapter: "Clipping",
    title: "PyTorch from probabilities",
    about:
      "`binary_cross_entropy` takes logarithms below -100 for -100; `nll_loss` of the very same probability gives Infinity.",
    made: {
      "PyTorch, binary_cross_entropy, probability 0, target 1": () =>
        pytorch.binaryCrossEntropy.number({ probabilities: [0], targets: [1] }),
      "PyTorch, nll_loss(log p), probability 0": () =>
        pytorch.nllLoss.number({ probabilities: [[0, 1]], targets: [0] }),
    },
    ours: [is("logLoss, probability 0, target 1", inf, () => logLoss([0], [1]).mean)],
  },
  22: {
    chapter: "Clipping",
    title: "scikit-learn: a loss by type",
    about:
      "`log_loss` clips by the epsilon of the type of the probabilities, so one and the same prediction costs 18.02, 7.97 or 3.46. Rows that do not sum to 1 are taken as they are; SciPy's `entropy` divides them by their sum.",
    made: Object.fromEntries(
      [
        ["float64", scikitLearn.logLoss],
        ["float32", scikitLearn.logLossFloat32],
        ["float16", scikitLearn.logLossFloat16],
      ].map(([type, convention]) => [
        `scikit-learn, log_loss, ${type}: two rows (1, 0), classes 0 and 1`,
        () =>
          (convention as typeof scikitLearn.logLoss).number({
            probabilities: [
              [1, 0],
              [1, 0],
            ],
            targets: [0, 1],
          }),
      ]),
    ),
    ours: [
      is(
        "logLoss, two rows (1, 0), classes 0 and 1, float64",
        inf,
        () =>
          logLoss(
            [
              [1, 0],
              [1, 0],
            ],
            [0, 1],
          ).mean,
      ),
      refused("logLoss of rows (0.2, 0.2)", "logLoss: probabilities: row 0 sums to 0.4; expected 1", () =>
        logLoss(
          [
            [0.2, 0.2],
            [0.2, 0.2],
          ],
          [0, 1],
        ),
      ),
      refused("entropy of (0.2, 0.2)", "entropy: p", () => entropy([0.2, 0.2])),
    ],
  },
  23: {
    chapter: "CTC and evaluation",
    title: "CTC: a gradient that expects a softmax before it",
    about:
      "PyTorch's `ctc_loss` takes log probabilities and gives the gradient by the logits behind them; by what it was given, the derivative would be (0, -1, 0). A label that is the blank is taken. Ours takes logits.",
    ours: [
      is("ctcLoss, the gradient by logits log (0.2, 0.5, 0.3), label 1", [0.2, -0.5, 0.3], () =>
        entriesOf(ctcLoss([[0.2, 0.5, 0.3].map(Math.log)], [[1]], { gradient: true }).gradient),
      ),
      refused("ctcLoss, a label that is the blank", "ctcLoss: labels: ", () => ctcLoss(uniform(3), [[0]])),
    ],
  },
  24: {
    chapter: "CTC and evaluation",
    title: "Calibration error: a bin too many, and a guess",
    about:
      "torchmetrics puts a probability of exactly 1 into a bin of its own, the sixteenth of fifteen; and a single value above 1 makes it take the whole batch for logits.",
    ours: [
      is("expectedCalibrationError of 1.0 (wrong) and 0.97 (right), 15 bins", 0.485, () =>
        expectedCalibrationError(reliabilityBins([1, 0.97], [0, 1], 15)),
      ),
      is("expectedCalibrationError of 1.0 (right) and 0.2 (wrong)", 0.1, () =>
        expectedCalibrationError(reliabilityBins([1, 0.2], [1, 0], 15)),
      ),
      refused(
        "reliabilityBins, a value of 1.0000001",
        "reliabilityBins: stated: row 0 is 1.0000001; expected a number from 0 to 1",
        () => reliabilityBins([1.0000001, 0.2], [1, 0], 15),
      ),
    ],
  },
  25: {
    chapter: "CTC and evaluation",
    title: "Ties, single classes, classes never seen",
    about:
      "Of equal scores scikit-learn takes the last; its Brier score is halved for two classes and not for three; one class alone gives NaN or 0 by metric and by library; macro F1 counts a class never seen, or does not.",
    ours: [
      refused("rocCurve, the area of a single class", "rocCurve: targets have 2 ones and 0 zeros; expected both", () =>
        rocCurve([0.3, 0.8], [1, 1]),
      ),
      is("evaluateProbabilities, top-1 of equal probabilities, classes 0, 1, 2", [1, 0, 0], () =>
        [0, 1, 2].map((target) => evaluateProbabilities([[1 / 3, 1 / 3, 1 / 3]], [target]).accuracy.share),
      ),
      is("brierScore of three classes, one of three wrong", 2 / 3, () => brierScore(certain([1, 1, 2]), [0, 1, 2])),
      is("brierScore of two rows, one of two wrong, in one column", 0.5, () => brierScore([1, 1], [0, 1])),
      is("brierScore of the same in two columns, both of which count", 1, () =>
        brierScore(
          [
            [0, 1],
            [0, 1],
          ],
          [0, 1],
        ),
      ),
      is("cohensKappa of a single class", "NaN", () => String(cohensKappa(confused([0, 0], [0, 0], 2)))),
      is("matthewsCorrelation of a single class", "NaN", () =>
        String(matthewsCorrelation(confused([0, 0], [0, 0], 2))),
      ),
      is(
        "f1Scores, the mean with a class never seen, which is not in it",
        1,
        () => f1Scores(confused([0, 1], [0, 1], 3)).macro,
      ),
    ],
  },
  26: {
    chapter: "Optimizers",
    title: "Adam: where epsilon stands",
    about:
      "In Keras epsilon acts before the correction of the second moment: like epsilon / sqrt(1 - beta2^t), 30 times as large at the first step.",
    ours: [is("adam, epsilon 1e-3, gradient 1e-3, rate 0.1", 0.95, () => stepped(adam(0.1, { epsilon: 1e-3 }), 1e-3))],
  },
  27: {
    chapter: "Optimizers",
    title: "RMSprop: two defaults, two places for epsilon",
    about:
      "PyTorch decays by 0.99 and adds epsilon outside the root; optax and Keras decay by 0.9, and optax adds it inside.",
    ours: [
      is("rmsprop, gradient 1, rate 0.1: the step from 1", 0.1 / (0.1 + 1e-8), () => 1 - stepped(rmsprop(0.1), 1)),
    ],
  },
  28: {
    chapter: "Optimizers",
    title: "Adagrad: what it begins with",
    about: "The accumulator begins at 0 in PyTorch and at 0.1 in optax and Keras.",
    ours: [is("adagrad, gradient 1, rate 0.1", 1 - 0.1 / (1 + 1e-10), () => stepped(adagrad(0.1), 1))],
  },
  29: {
    chapter: "Optimizers",
    title: "AdamW: how much it decays unasked",
    about: "The default decay is 0.01 in PyTorch, 0.0001 in optax and 0.004 in Keras.",
    ours: [is("adamw, gradient 0, rate 0.1", 0.999, () => stepped(adamw(0.1), 0))],
  },
  30: {
    chapter: "Optimizers",
    title: "NAdam, clipping, weight decay",
    about:
      "PyTorch's NAdam has a schedule of its momentum; its clipping divides by the norm + 1e-6; `weight_decay` of its Adam is an L2 term in the gradient.",
    ours: [
      is("clipByGlobalNorm of sgd, gradient (3, 4) clipped to the norm 1", [0.6, 0.8], () => {
        const w = matrix(1, 2);
        const optimizer = clipByGlobalNorm(1, sgd(1));
        optimizer.update({ w }, { w: fromRows([[3, 4]]) }, optimizer.init({ w }));
        return Array.from(w.data, (x) => -x);
      }),
      is("l2Penalty 0.1 of adam, three steps of 0.5", decayedBy("Adam"), () =>
        stepped(l2Penalty(0.1, adam(0.1)), 0.5, 3),
      ),
      is("adamw with weightDecay 0.1, three steps of 0.5", decayedBy("AdamW"), () =>
        stepped(adamw(0.1, { weightDecay: 0.1 }), 0.5, 3),
      ),
    ],
    without:
      "NAdam is left out: its name stands for three rules, as the numbers above show, and none of them is the one.",
  },
  31: {
    chapter: "TensorFlow.js",
    title: "Logits clipped as if they were probabilities",
    about:
      "`sparseCategoricalCrossentropy(fromLogits)` moves logits into [1e-7, 1 - 1e-7] before its softmax: whatever a model learns, it sees almost nothing of it.",
    made: {
      "sparseCategoricalCrossentropy(fromLogits), logits (5, -5, 0), class 0": () =>
        tensorflowJs.sparseCategoricalCrossentropyFromLogits.number({ logits: [[5, -5, 0]], targets: [0] }),
    },
    ours: [
      is(
        "softmaxCrossEntropy, logits (5, -5, 0), class 0",
        Math.log1p(Math.exp(-10) + Math.exp(-5)),
        () => softmaxCrossEntropy([[5, -5, 0]], [0]).mean,
      ),
    ],
  },
  32: {
    chapter: "TensorFlow.js",
    title: "A sigmoid, then a clipped loss",
    about:
      "A network that ends in a sigmoid and is trained with `binaryCrossentropy` has a gradient of exactly 0 once it is wrong by 17 or more: confidently wrong it stays so. From logits the gradient is there.",
    made: {
      "binaryCrossentropy of sigmoid(-17), target 1": () =>
        tensorflowJs.binaryCrossentropy.number({ logits: [-17], targets: [1] }),
      "binaryCrossentropy of sigmoid(-40), target 1": () =>
        tensorflowJs.binaryCrossentropy.number({ logits: [-40], targets: [1] }),
    },
    ours: [
      is("sigmoidCrossEntropy, logit -40, target 1", 40, () => sigmoidCrossEntropy([-40], [1]).mean),
      is("logit -17, target 1, the gradient", [-1 / (1 + Math.exp(-17))], () =>
        entriesOf(sigmoidCrossEntropy([-17], [1], { gradient: true }).gradient),
      ),
    ],
  },
  33: {
    chapter: "TensorFlow.js",
    title: "A label out of range is free",
    about: "A class index that is too large gives a one-hot row of zeros, and a loss of 0.",
    ours: [
      refused("logLoss, probabilities (0.2, 0.8), label 2 of 2 classes", "logLoss: targets: row 0 is 2; expected", () =>
        logLoss([[0.2, 0.8]], [2]),
      ),
    ],
  },
  34: {
    chapter: "TensorFlow.js",
    title: "Second derivatives that are wrong",
    about:
      "The second derivative of the logistic loss at 1 is sigmoid(1) (1 - sigmoid(1)) = 0.1966; TensorFlow.js has another, and a negative one.",
    ours: [
      is("sigmoidCrossEntropyHessianDiagonal, logit 1, target 1", [Math.exp(-1) / (1 + Math.exp(-1)) ** 2], () =>
        entriesOf(sigmoidCrossEntropyHessianDiagonal([1], [1])),
      ),
    ],
  },
  35: {
    chapter: "TensorFlow.js",
    title: "Seeds that do not hold",
    about:
      "Two trainings with every seed set that can be set end differently: the order of the examples has none. Ours has one seed, and the same seed gives the same bits (test/training/fit.test.ts).",
  },
  36: {
    chapter: "TensorFlow.js",
    title: "Weights that are counted, and a loss below zero",
    about:
      "`tf.losses` divides by how many weights are not 0, not by what they weigh; its `logLoss` adds 1e-7 inside the logarithm, so that certainty costs less than nothing.",
    made: {
      "losses.softmaxCrossEntropy, two losses of ln 2, weights 2 and 0": () =>
        tensorflowJs.softmaxCrossEntropy.number({
          logits: [
            [0, 0],
            [0, 0],
          ],
          targets: [0, 1],
          sampleWeights: [2, 0],
        }),
      "losses.logLoss, probability 0, target 1": () =>
        tensorflowJs.logLoss.number({ probabilities: [0], targets: [1] }),
    },
    ours: [
      is(
        "softmaxCrossEntropy, two losses of ln 2, weights 2 and 0",
        Math.LN2,
        () =>
          softmaxCrossEntropy(
            [
              [0, 0],
              [0, 0],
            ],
            [0, 1],
            { sampleWeights: [2, 0] },
          ).mean,
      ),
      is("logLoss, probability 1, target 1", 0, () => logLoss([1], [1]).mean),
    ],
  },
  37: {
    chapter: "A line of NumPy",
    title: "-np.sum(y * np.log(p)) / len(y)",
    about:
      "The line of many tutorials. For yes and no it leaves out what a no costs; and `len(y)` is the number of rows, of classes or of both by the shape of y.",
    made: {
      "y = (0, 1), p = (0.9, 0.9)": () => numpy.meanOfLogs.number({ probabilities: [0.9, 0.9], targets: [0, 1] }),
    },
    ours: [
      is("logLoss of the same", -(Math.log(1 - 0.9) + Math.log(0.9)) / 2, () => logLoss([0.9, 0.9], [0, 1]).mean),
      is("logLoss of the row (0.7, 0.2, 0.1), class 0", -Math.log(0.7), () => logLoss([[0.7, 0.2, 0.1]], [0]).mean),
    ],
  },
};

export const places: readonly Place[] = Object.entries(written).map(([number, place]) => ({
  number: Number(number),
  made: {},
  ours: [],
  ...place,
  theirs: theirsOf.get(Number(number)) ?? {},
}));
