import { checkClassIndices, checkFlag, checkLength } from "../numerics/check.js";
import { logits } from "../numerics/kinds.js";
import { largestSize } from "../numerics/largest-size.js";
import { matrix } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { type ClassSampler, drawnClasses } from "./class-sample.js";
import { checkGradientSizes } from "./linear-gradients.js";
import { checkedLinearLogits, type LinearLayer, type LinearLogits } from "./linear-logits.js";
import { logUniformSampler } from "./log-uniform-sampler.js";
import { checkOptions, checkOwnMemory, checkTargetKind, type LossOptions, outputsOf } from "./options.js";
import { blockHeight, totalOfBlocks } from "./row-blocks.js";
import { addGradients, type SampledSoftmaxGradients, writeCandidates, zeroGradients } from "./sampled-candidates.js";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.js";
import type { Total } from "./total.js";

export interface SampledSoftmaxOptions
  extends Pick<LossOptions, "rowLosses" | "sampleWeights" | "mask" | "gradientScale"> {
  /** How many classes to draw, 1 to K. */
  samples: number;
  /** Whole number, 0 or more: the same seed draws the same classes. A step of a training takes a new one. */
  seed: number;
  /** What draws them, once for all rows. Default `logUniformSampler`: the classes are numbered by falling frequency. */
  sampler?: ClassSampler;
  /** `true`: the derivatives of the sum. */
  gradients?: boolean;
}

export interface SampledSoftmaxTotal extends Total {
  /** Where asked for. */
  readonly gradients?: SampledSoftmaxGradients;
}

const OPTIONS: OptionNames<SampledSoftmaxOptions> = {
  samples: true,
  seed: true,
  sampler: true,
  sampleWeights: true,
  mask: true,
  gradients: true,
  gradientScale: true,
  rowLosses: true,
};

/**
 * An estimate of the softmax cross-entropy over very many classes: every row's own class against a sample of the
 * others, in nats. It is for training; `linearCrossEntropy` gives the loss itself.
 *
 * The loss of a row is -log(e^(z_y) / (e^(z_y) + sum over drawn k != y of e^(z_k) / n_k)), where n_k is how often class k
 * is expected in the sample: log n_k is subtracted from its logit. So the sum under the fraction is unbiased: on average
 * it is that over all classes. The logarithm of an average is above the average of the logarithm: the loss is a little
 * too small on average, and its gradient biased, the less the more classes are drawn; when all are, both are exact. A
 * drawn class that is the row's own (an accidental hit) is left out: it is there already.
 *
 * TensorFlow's `sampled_softmax_loss` subtracts the logarithm of the expected count from the target's logit too, though
 * the target always takes part.
 *
 * @param predictions hidden N x D, weight K x D (a row a class), bias K: the logits are z = hidden weight^T + bias
 * @param targets N class indices, 0 to K - 1
 * @param options samples and seed; sampler, weights, mask, gradients
 * @returns a Total whose weight is the sum of the sample weights: without them, the number of rows
 * @throws TypeError when hidden or weight is a matrix of logits, probabilities or log-probabilities
 * @throws RangeError when shapes do not fit, a number is not finite, a target is no class or excluded by its bias, the
 * sampler's classes or counts are none, a logit or gradient could overflow, or an option does not fit; nothing has been written then
 * @example
 * const layer = { hidden: [[1, 0]], weight: [[1, 2], [0, 1], [3, 1], [0, 0]] };
 * sampledSoftmaxCrossEntropy(layer, [2], { samples: 2, seed: 1 }).mean; // 0.24557...
 * @see Bengio, Senecal: Adaptive importance sampling to accelerate training of a neural probabilistic language model
 * (2008); Jean et al.: On using very large target vocabulary (2015); Blanc, Rendle: Adaptive sampled softmax (2018)
 */
export function sampledSoftmaxCrossEntropy(
  predictions: LinearLogits,
  targets: ArrayLike<number>,
  options: SampledSoftmaxOptions & { gradients: true },
): SampledSoftmaxTotal & Required<Pick<SampledSoftmaxTotal, "gradients">>;
export function sampledSoftmaxCrossEntropy(
  predictions: LinearLogits,
  targets: ArrayLike<number>,
  options: SampledSoftmaxOptions,
): SampledSoftmaxTotal;
export function sampledSoftmaxCrossEntropy(
  predictions: LinearLogits,
  targets: ArrayLike<number>,
  options: SampledSoftmaxOptions,
): SampledSoftmaxTotal {
  const name = "sampledSoftmaxCrossEntropy";
  checkOptionNames(name, options, OPTIONS);
  const layer = checkedLinearLogits(name, predictions);
  const { rows } = layer.hidden;
  checkFlag(`${name}: gradients`, options.gradients ?? false);
  const { samples, seed, sampler = logUniformSampler } = options;
  const sample = drawnClasses(name, layer.weight.rows, samples, seed, sampler);
  checkOptions(name, options, rows);
  checkTargets(name, targets, layer, options.mask);
  const { rowLosses } = outputsOf(name, { rowLosses: options.rowLosses }, layer.hidden);
  checkOwnMemory(name, options, { ...predictions, targets });
  const { sampleWeights, mask, gradientScale } = options;
  const gradients = options.gradients ? zeroGradients(layer, targets, sample, mask) : undefined;
  if (gradients) {
    const largest = 4 * Math.max(1, largestSize(sampleWeights ?? [])) * Math.abs(gradientScale ?? 1);
    checkGradientSizes(name, layer, gradients, largest);
  }

  const width = 1 + sample.classes.length;
  const height = blockHeight(rows, width);
  const held = new Float64Array(height * width);
  const heldGradient = new Float64Array(gradients ? height * width : 0);
  const rowOptions = { sampleWeights, mask, gradientScale, rowLosses };
  const total = totalOfBlocks(rows, height, rowOptions, (from, to, blockOptions) => {
    const size = (to - from) * width;
    const z = matrix(to - from, width, held.subarray(0, size));
    const gradient = gradients && matrix(to - from, width, heldGradient.subarray(0, size));
    writeCandidates(z, layer, from, targets, sample, mask);
    const total = softmaxCrossEntropy(logits(z), new Int32Array(to - from), { ...blockOptions, gradient });
    if (gradient) addGradients(gradients, gradient, layer, from, targets, sample, mask);
    return total;
  });
  return gradients ? Object.assign(total, { gradients }) : total;
}

function checkTargets(
  name: string,
  targets: ArrayLike<number>,
  { hidden, weight, bias }: LinearLayer,
  mask: LossOptions["mask"],
): void {
  checkTargetKind(name, targets);
  checkLength(`${name}: targets`, targets, hidden.rows, "class indices, one a row of hidden");
  checkClassIndices(`${name}: targets`, targets, weight.rows, mask);
  for (let row = 0; row < hidden.rows; row++) {
    if ((!mask || mask[row]) && bias?.[targets[row]] === Number.NEGATIVE_INFINITY) {
      throw new RangeError(
        `${name}: targets: row ${row} is ${targets[row]}, a class that its bias excludes; expected a possible one`,
      );
    }
  }
}
