import type { Case } from "./case.js";
import type { Convention } from "./convention.js";
import * as keras from "./keras.js";
import * as numpy from "./numpy.js";
import * as optax from "./optax.js";
import * as pytorch from "./pytorch.js";
import * as scikitLearn from "./scikit-learn.js";
import * as tensorflow from "./tensorflow.js";
import * as tensorflowJs from "./tensorflow-js.js";

export { keras, numpy, optax, pytorch, scikitLearn, tensorflow, tensorflowJs };

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
