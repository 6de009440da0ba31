import type { Case } from "./case.js";
import type { Convention } from "./convention.js";
import * as keras from "./keras.js";
import * as numpy from "./numpy.js";
import * as optax from "./optax.js";
import * as pytorch from "./pytorch.js";
import * as scikitLearn from "./scikit-learn.js";
import * as tensorflow from "./tensorflow.js";
import * as tensorflowJs from "./tensorflow-js.js";

export {
  /** Keras, a convention a call: `keras.binaryCrossentropy.number({ probabilities, targets })`. */
  keras,
  /** What tutorials write by hand, the term of "no" forgotten: `numpy.meanOfLogs.number({ probabilities, targets })`. */
  numpy,
  /** optax on JAX, a convention a call: `optax.softmaxCrossEntropy.number({ logits, targets })`. */
  optax,
  /** PyTorch, a convention a call: `pytorch.crossEntropy.number({ logits, targets, classWeights })`. */
  pytorch,
  /** scikit-learn: `scikitLearn.logLoss.number({ probabilities, targets })`, and what it is of float32 and float16. */
  scikitLearn,
  /** TensorFlow, a convention a call of `tf.nn`: `tensorflow.softmaxCrossEntropyWithLogits.number({ logits, targets })`. */
  tensorflow,
  /** TensorFlow.js, a convention a call: `tensorflowJs.softmaxCrossEntropy.number({ logits, targets })`. */
  tensorflowJs,
};

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
