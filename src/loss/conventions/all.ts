import type { Case } from "./case.js";
import type { Convention } from "./convention.js";
import * as kerasCalls from "./keras.js";
import * as numpyCalls from "./numpy.js";
import * as optaxCalls from "./optax.js";
import * as pytorchCalls from "./pytorch.js";
import * as scikitLearnCalls from "./scikit-learn.js";
import * as tensorflowCalls from "./tensorflow.js";
import * as tensorflowJsCalls from "./tensorflow-js.js";

/**
 * The losses of Keras. Those of probabilities clip them to [1e-7, 1 - 1.2e-7]; means are over all rows, weighted or not.
 *
 * @example
 * keras.binaryCrossentropy.number({ probabilities: [0], targets: [1] }); // 16.118...
 */
export const keras: typeof kerasCalls = kerasCalls;

/**
 * What tutorials write in NumPy for yes and no, without the term (1 - y) log(1 - p).
 *
 * @example
 * numpy.meanOfLogs.number({ probabilities: [0.9], targets: [0] }); // 0
 */
export const numpy: typeof numpyCalls = numpyCalls;

/**
 * The losses of optax. Their means are the caller's: over all rows, those left out too.
 *
 * @example
 * optax.softmaxCrossEntropy.number({ logits: [[0, 0], [0, 0]], targets: [0, 1], mask: [1, 0] }); // 0.3465...
 */
export const optax: typeof optaxCalls = optaxCalls;

/**
 * The losses of PyTorch. Weighted means of class indices and of one-hot rows divide by different things.
 *
 * @example
 * const weighted = { logits: [[0, 0], [0, 0]], targets: [0, 1], classWeights: [1, 3] };
 * pytorch.crossEntropy.number(weighted); // 0.6931...
 * pytorch.crossEntropyOfOneHot.number(weighted); // 1.386...
 */
export const pytorch: typeof pytorchCalls = pytorchCalls;

/**
 * The log loss of scikit-learn, which clips probabilities by the epsilon of their type.
 *
 * @example
 * scikitLearn.logLoss.number({ probabilities: [[1, 0]], targets: [1] }); // 36.04...
 * scikitLearn.logLossFloat32.number({ probabilities: [[1, 0]], targets: [1] }); // 15.94...
 */
export const scikitLearn: typeof scikitLearnCalls = scikitLearnCalls;

/**
 * The losses of TensorFlow's tf.nn. Their means are the caller's: over all rows, those left out too.
 *
 * @example
 * tensorflow.softmaxCrossEntropyWithLogits.number({ logits: [[0, 0], [0, 0]], targets: [0, 1], mask: [1, 0] }); // 0.3465...
 */
export const tensorflow: typeof tensorflowCalls = tensorflowCalls;

/**
 * The losses of TensorFlow.js. One of them clips logits as if they were probabilities.
 *
 * @example
 * tensorflowJs.sparseCategoricalCrossentropyFromLogits.number({ logits: [[5, -5, 0]], targets: [0] }); // 0.5514...
 */
export const tensorflowJs: typeof tensorflowJsCalls = tensorflowJsCalls;

/** Calls that take logits; of a framework those of class indices first. */
const ofLogits: readonly Convention[] = [
  pytorch.crossEntropy,
  pytorch.crossEntropyOfOneHot,
  pytorch.binaryCrossEntropyWithLogits,
  keras.sparseCategoricalCrossentropyFromLogits,
  keras.categoricalCrossentropyFromLogits,
  keras.categoricalCrossentropyFromLogitsMeanWithSampleWeight,
  keras.binaryCrossentropyFromLogits,
  tensorflow.softmaxCrossEntropyWithLogits,
  tensorflow.sigmoidCrossEntropyWithLogits,
  optax.softmaxCrossEntropyWithIntegerLabels,
  optax.softmaxCrossEntropy,
  optax.sigmoidBinaryCrossEntropy,
  tensorflowJs.sparseCategoricalCrossentropyFromLogits,
  tensorflowJs.softmaxCrossEntropy,
  tensorflowJs.sigmoidCrossEntropy,
];

/** Calls that take probabilities. */
const ofProbabilities: readonly Convention[] = [
  pytorch.nllLoss,
  pytorch.binaryCrossEntropy,
  keras.categoricalCrossentropy,
  keras.categoricalCrossentropyFloat64,
  keras.categoricalCrossentropyMeanWithSampleWeight,
  keras.binaryCrossentropy,
  keras.binaryCrossentropyFloat64,
  scikitLearn.logLoss,
  scikitLearn.logLossFloat32,
  scikitLearn.logLossFloat16,
  tensorflowJs.categoricalCrossentropy,
  tensorflowJs.binaryCrossentropy,
  tensorflowJs.logLoss,
  numpy.meanOfLogs,
];

/**
 * Every convention that is known here.
 *
 * @example
 * conventions.find(({ call }) => call === "cross_entropy")?.number({ logits: [[0, 0]], targets: [1] }); // 0.69314...
 */
export const conventions: readonly Convention[] = [...ofLogits, ...ofProbabilities];

/** All of them, those first that take what the case gives. */
export function conventionsFor({ given }: Case): readonly Convention[] {
  return given === "logits" ? conventions : [...ofProbabilities, ...ofLogits];
}
