import { checkLength } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { brand } from "../numerics/kinds.js";
import { largestSize } from "../numerics/largest-size.js";
import { type Matrix, matrix } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { fourRowProducts, rowProduct } from "../numerics/row-products.js";
import { checkLogitShape } from "../numerics/softmax-rows.js";
import { ClassCoefficients } from "./class-coefficients.js";
import { addLinearGradients, checkGradientSizes, type LinearGradients, linearGradientsOf } from "./linear-gradients.js";
import { checkedLinearLogits, type LinearLayer, type LinearLogits } from "./linear-logits.js";
import { checkOptions, checkOwnMemory, outputsOf } from "./options.js";
import { blockHeight, entries, totalOfBlocks } from "./row-blocks.js";
import { type LinearBlocks, simdLinearBlocks } from "./simd-linear.js";
import type { SoftmaxCrossEntropyOptions } from "./softmax-cross-entropy.js";
import { checkZLoss, SOFTMAX_VALUE_OPTIONS } from "./softmax-inputs.js";
import { softmaxLoss } from "./softmax-loss.js";
import type { Total } from "./total.js";

export interface LinearCrossEntropyOptions extends Omit<SoftmaxCrossEntropyOptions, "gradient"> {
  /** `true` makes the memory, given matrices are filled: the derivatives of the sum by hidden, weight and bias. */
  gradients?: boolean | LinearGradients;
}

/** A total over rows of a linear layer. */
export interface LinearTotal extends Total {
  /** Where asked for. */
  readonly gradients?: LinearGradients;
}

const OPTIONS: OptionNames<LinearCrossEntropyOptions> = {
  ...SOFTMAX_VALUE_OPTIONS,
  gradients: true,
  gradientScale: true,
  rowLosses: true,
};

/**
 * Softmax cross-entropy of a linear layer over many classes: `softmaxCrossEntropy` of the logits
 * z = hidden weight^T + bias, in nats, without the N x K logits ever being held.
 *
 * The logits of a block of rows are computed, their loss and gradient taken, the gradient passed on to hidden, weight
 * and bias, and the memory used again: some 2^20 logits in float64 or 2^22 in float32, or one row where K is larger, and as
 * many derivatives. Every product is added up in the same order as by a product of matrices: the bits are the same as in two
 * steps.
 *
 * Where hidden, weight and gradients are of float32 and there is WebAssembly, it is done by SIMD in float32: a logit is then
 * within (D + 1) 2^-24 times the sum of its products' sizes, and the rest as `softmaxCrossEntropy` of such logits. `gradients:
 * true` makes them of the type of hidden and weight. In Node large work of this kind is done on several threads, as many as the
 * environment variable SURPRISAL_THREADS says or as there are processors, to the same bits. (Float32 gradients of a float64 layer are rounded once for every four rows.)
 *
 * All options of `softmaxCrossEntropy` are here, with class indices as targets: soft targets would be as large as the
 * logits. A bias of -Infinity excludes a class.
 *
 * @param predictions hidden N x D, weight K x D (a row a class), bias K: numbers in float64 or float32
 * @param targets N class indices, 0 to K - 1
 * @param options weights, smoothing, mask, ignoreIndex, temperature, softcap, zLoss, gradients, rowLosses
 * @returns the Total of `softmaxCrossEntropy`
 * @throws TypeError when hidden or weight is a matrix of logits, probabilities or log-probabilities
 * @throws RangeError when shapes do not fit, a number is not finite, a logit or gradient could overflow, or targets or an option are
 * not as for `softmaxCrossEntropy`, or SURPRISAL_THREADS is no whole number from 1 on; nothing has been written then
 * @throws Error when a thread dies at its work
 * @example
 * const layer = { hidden: [[1, 2]], weight: [[0.5, 0], [0, 1], [1, 1]], bias: [0, 0, -1] };
 * linearCrossEntropy(layer, [1]).mean; // 0.79891..., of the logits 0.5, 2, 2
 * @see Wijmans et al.: Cut your losses in large-vocabulary language models (2024); Hsu et al.: Liger kernel (2024),
 * section 3.2, whose blocks of rows these are
 */
export function linearCrossEntropy(
  predictions: LinearLogits,
  targets: ArrayLike<number>,
  options: LinearCrossEntropyOptions & { gradients: true | LinearGradients },
): LinearTotal & Required<Pick<LinearTotal, "gradients">>;
export function linearCrossEntropy(
  predictions: LinearLogits,
  targets: ArrayLike<number>,
  options?: LinearCrossEntropyOptions,
): LinearTotal;
export function linearCrossEntropy(
  predictions: LinearLogits,
  targets: ArrayLike<number>,
  options: LinearCrossEntropyOptions = {},
): LinearTotal {
  const name = "linearCrossEntropy";
  checkOptionNames(name, options, OPTIONS);
  const layer = checkedLinearLogits(name, predictions);
  const { hidden } = layer;
  checkInputs(name, layer, targets, options);
  const { rowLosses } = outputsOf(name, { rowLosses: options.rowLosses }, hidden);
  const gradients = linearGradientsOf(name, options.gradients, layer);
  checkOwnMemory(name, options, { ...predictions, targets });
  if (gradients) checkGradientSizes(name, layer, gradients, largestDerivative(layer, options));
  const blocks = simdLinearBlocks(layer, gradients) ?? textbookBlocks(layer, gradients);
  try {
    const total = totalOfLinearBlocks(layer, blocks, targets, { ...options, rowLosses }, gradients);
    return gradients ? Object.assign(total, { gradients }) : total;
  } finally {
    blocks.end?.();
  }
}

/** The total, and the gradients, which are filled. */
function totalOfLinearBlocks(
  { hidden, weight }: LinearLayer,
  blocks: LinearBlocks,
  targets: ArrayLike<number>,
  { gradients: _, ...options }: LinearCrossEntropyOptions & { rowLosses?: Float64Array },
  gradients: LinearGradients | undefined,
): Total {
  gradients?.hidden.data.fill(0);
  gradients?.weight.data.fill(0);
  gradients?.bias.fill(0);
  return totalOfBlocks(hidden.rows, blocks.height, options, (from, to, blockOptions) => {
    const rows = to - from;
    const block = (data: Matrix["data"]) => matrix(rows, weight.rows, data.subarray(0, rows * weight.rows));
    const z = block(blocks.z);
    const gradient = gradients && block(blocks.gradient);
    blocks.writeLogits(z, from);
    const rowOptions = { ...blockOptions, gradient };
    const total = softmaxLoss("linearCrossEntropy", brand("logits", z), entries(targets, from, to), rowOptions, {
      place: blocks.place,
    });
    if (gradient) blocks.addGradients(gradient, from);
    return total;
  });
}

function textbookBlocks(layer: LinearLayer, gradients: LinearGradients | undefined): LinearBlocks {
  const height = blockHeight(layer.hidden.rows, layer.weight.rows);
  const size = height * layer.weight.rows;
  return {
    height,
    ...{ z: new Float64Array(size), gradient: new Float64Array(gradients ? size : 0) },
    writeLogits: (z, from) => writeLogits(z, layer, from),
    addGradients: (gradient, from) => gradients && addLinearGradients(gradients, layer, from, gradient),
  };
}

/** All that `softmaxCrossEntropy` could refuse of a block is refused before the first. */
function checkInputs(
  name: string,
  { hidden, weight }: LinearLayer,
  targets: ArrayLike<number>,
  options: LinearCrossEntropyOptions,
): void {
  checkOptions(name, options, hidden.rows);
  checkLogitShape(name, options);
  checkLength(`${name}: targets`, targets, hidden.rows, "class indices, one a row of hidden");
  if (typeof targets[0] === "object") {
    throw new TypeError(`${name}: targets: row 0 is ${describeValue(targets[0])}; expected a class index`);
  }
  new ClassCoefficients(name, targets, options, hidden.rows, weight.rows);
  checkZLoss(name, options.zLoss);
}

/** What the derivatives of a row by its logits, taken without their signs, add up to at the most. */
function largestDerivative(layer: LinearLayer, options: LinearCrossEntropyOptions): number {
  const { sampleWeights = [], classWeights = [], temperature = 1, zLoss = 0, gradientScale = 1 } = options;
  const slope = Math.max(1, 1 / temperature);
  const logZ = layer.largestLogit * slope + Math.log(layer.weight.rows);
  const coefficients = Math.max(1, largestSize(sampleWeights)) * Math.max(1, largestSize(classWeights));
  return 4 * coefficients * (1 + zLoss * logZ) * slope * Math.abs(gradientScale);
}

/** The logits of the rows from `from` on. */
function writeLogits(z: Matrix, { hidden, weight, bias }: LinearLayer, from: number): void {
  const { rows, cols, data } = z;
  const fourRows = rows - (rows % 4);
  const four = new Float64Array(4);
  for (let k = 0; k < cols; k++) {
    const shift = bias?.[k] ?? 0;
    for (let i = 0; i < fourRows; i += 4) {
      fourRowProducts(hidden, from + i, weight, k, four);
      for (let j = 0; j < 4; j++) data[(i + j) * cols + k] = four[j] + shift;
    }
    for (let i = fourRows; i < rows; i++) data[i * cols + k] = rowProduct(hidden, from + i, weight, k) + shift;
  }
}
