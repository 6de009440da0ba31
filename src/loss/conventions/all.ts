import type { Convention } from "./convention.js";
import * as keras from "./keras.js";
import * as numpy from "./numpy.js";
import * as optax from "./optax.js";
import * as pytorch from "./pytorch.js";
import * as scikitLearn from "./scikit-learn.js";
import * as tensorflow from "./tensorflow.js";
import * as tensorflowJs from "./tensorflow-js.js";

export { keras, numpy, optax, pytorch, scikitLearn, tensorflow, tensorflowJs };

/**
 * Every convention that is known here.
 *
 * @example
 * conventions.find(({ call }) => call === "cross_entropy")?.number({ logits: [[0, 0]], targets: [1] }); // 0.69314...
 */
export const conventions: readonly Convention[] = [
  pytorch,
  keras,
  tensorflow,
  optax,
  scikitLearn,
  tensorflowJs,
  numpy,
].flatMap((framework): Convention[] => Object.values(framework));
