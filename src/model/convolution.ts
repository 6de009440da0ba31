import { checkCount } from "../numerics/check-number.js";
import { dtypeOf, zeros } from "../numerics/dtype.js";
import { made } from "../numerics/made.js";
import { type Matrix, matrix } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { affine, multiplyTransposedLeft, multiplyTransposedRight } from "../wasm/multiply.js";
import { columnSums } from "./column-sums.js";
import { checkInitializer, firstWeights, type Initializer } from "./initializer.js";
import type { Forward, Layer, LayerSpec, Parameters } from "./layer.js";
import { checkDimensions, type Shape } from "./shape.js";
import { checkWindow, stretchesOf, type WindowOptions, type Windows, windowsOf } from "./windows.js";

/** Numbers of windows that are written out at once. */
const MOST_NUMBERS = 2 ** 20;

export interface ConvolutionOptions extends WindowOptions {
  /** How the first weights are drawn. Default "glorotUniform"; before a relu "heNormal" is made for it. */
  initializer?: Initializer;
}
const OPTIONS: OptionNames<ConvolutionOptions> = { stride: true, padding: true, initializer: true };

/**
 * A convolution of pictures: every filter is laid on every window of size x size places, and gives there the sum of products
 * with all channels, and its bias. As in PyTorch and Keras the filter is not turned round (cross-correlation).
 *
 * The weight is (size size channels) x filters, row (y size + x) channels + c: Keras's kernel, its first three dimensions made
 * one; of PyTorch's weight `weight.permute(2, 3, 1, 0).reshape(-1, filters)`.
 *
 * @param filters channels of the output
 * @param size height and width of a window
 * @param options stride (default 1), padding "valid" (default) or "same", initializer
 * @returns a layer for `sequential`, from [height, width, channels] to [height, width, filters], which with "valid" are smaller
 * @throws RangeError when a number or a name is none of those
 * @example
 * const layers = [conv2d(8, 3, { padding: "same" }), relu(), maxPool2d(2), flatten(), dense(10)];
 * sequential(layers, { inputs: [28, 28, 1], seed: 1 }).layers[2].outputShape; // [14, 14, 8]
 * @see Goodfellow, Bengio, Courville: Deep learning (2016), section 9.1, eq. 9.6
 */
export function conv2d(filters: number, size: number, options: ConvolutionOptions = {}): LayerSpec {
  return convolution("conv2d", filters, size, options, ["height", "width", "channels"]);
}

/**
 * A convolution of sequences, as `conv2d`: a window is `size` steps, the weight (size channels) x filters.
 *
 * @param filters channels of the output
 * @param size steps of a window
 * @param options stride (default 1), padding "valid" (default) or "same", initializer
 * @returns a layer for `sequential`, from [steps, channels] to [steps, filters]
 * @throws RangeError when a number or a name is none of those
 * @example
 * const layers = [conv1d(8, 5, { stride: 2 }), relu(), globalAveragePool(), dense(3)];
 * sequential(layers, { inputs: [98, 40], seed: 1 }).layers[0].outputShape; // [47, 8]
 * @see Goodfellow, Bengio, Courville: Deep learning (2016), section 9.1, eq. 9.3
 */
export function conv1d(filters: number, size: number, options: ConvolutionOptions = {}): LayerSpec {
  return convolution("conv1d", filters, size, options, ["steps", "channels"]);
}

function convolution(
  kind: string,
  filters: number,
  size: number,
  options: ConvolutionOptions,
  dimensions: readonly string[],
): LayerSpec {
  checkCount(`${kind}: filters`, filters, 1);
  checkOptionNames(kind, options, OPTIONS);
  checkWindow(kind, size, options);
  const { stride = 1, padding = "valid", initializer = "glorotUniform" } = options;
  checkInitializer(`${kind}: initializer`, initializer);
  const given = Object.keys(options).length === 0 ? [] : [{ ...options }];
  return made(kind, [filters, size, ...given], {
    kind,
    linear: true,
    build(input, random, position, dtype) {
      const name = `${kind}${position}`;
      checkDimensions(name, input, dimensions);
      // A sequence is a picture of height 1.
      const isFlat = input.length === 2;
      const picture = isFlat ? ([1, input[0]] as const) : ([input[0], input[1]] as const);
      const windows = windowsOf(name, picture, [isFlat ? 1 : size, size], stride, padding);
      const channels = input[input.length - 1];
      const fans = { inputs: windows.size * channels, outputs: windows.size * filters };
      const weight = firstWeights(initializer, fans.inputs, filters, random, dtype, fans);
      const output = isFlat ? [windows.cols, filters] : [windows.rows, windows.cols, filters];
      return [convolutionLayer(name, input, output, windows, weight, zeros(1, filters, dtype))];
    },
  });
}

function convolutionLayer(
  name: string,
  inputShape: Shape,
  outputShape: Shape,
  windows: Windows,
  weight: Matrix,
  bias: Matrix,
): Layer {
  const filters = weight.cols;
  const count = windows.rows * windows.cols;
  const channels = inputShape[inputShape.length - 1];
  const perRow = count * weight.rows;
  const blockRows = Math.max(1, Math.floor(MOST_NUMBERS / perRow));
  const stretches = stretchesOf(windows).map((places) => places * channels);

  /** The windows of some rows, one a row. */
  function unfold(x: Matrix, first: number, end: number): Matrix {
    const unfolded = zeros((end - first) * count, weight.rows, dtypeOf(x));
    const [from, to] = [x.data, unfolded.data];
    for (let row = first; row < end; row++) {
      const [atWindows, atPicture] = [(row - first) * perRow, row * x.cols];
      for (let s = 0; s < stretches.length; s += 3) {
        const [target, source, length] = [atWindows + stretches[s], atPicture + stretches[s + 1], stretches[s + 2]];
        for (let i = 0; i < length; i++) to[target + i] = from[source + i];
      }
    }
    return unfolded;
  }

  /** Adds to every place what its windows have for it: the transpose of `unfold`. */
  function fold(unfolded: Matrix, result: Matrix, first: number, end: number): void {
    const [from, to] = [unfolded.data, result.data];
    for (let row = first; row < end; row++) {
      const [atWindows, atPicture] = [(row - first) * perRow, row * result.cols];
      for (let s = 0; s < stretches.length; s += 3) {
        const [source, target, length] = [atWindows + stretches[s], atPicture + stretches[s + 1], stretches[s + 2]];
        for (let i = 0; i < length; i++) to[target + i] += from[source + i];
      }
    }
  }

  function* blocks(rows: number): Generator<[number, number]> {
    for (let first = 0; first < rows; first += blockRows) yield [first, Math.min(rows, first + blockRows)];
  }
  /** The gradient of some rows, one window a row. */
  const gradientOf = ({ data, cols }: Matrix, first: number, end: number) =>
    matrix((end - first) * count, filters, data.subarray(first * cols, end * cols));

  function forward(x: Matrix): Forward {
    const output = zeros(x.rows, count * filters, dtypeOf(x));
    for (const [first, end] of blocks(x.rows)) {
      output.data.set(affine(unfold(x, first, end), weight, bias).data, first * output.cols);
    }
    return {
      output,
      parameterGradients(gradient): Parameters {
        const ofWeight = zeros(weight.rows, filters, dtypeOf(x));
        for (const [first, end] of blocks(x.rows)) {
          const { data } = multiplyTransposedLeft(unfold(x, first, end), gradientOf(gradient, first, end));
          for (let i = 0; i < data.length; i++) ofWeight.data[i] += data[i];
        }
        return { [`${name}.weight`]: ofWeight, [`${name}.bias`]: columnSums(gradientOf(gradient, 0, x.rows)) };
      },
      inputGradient(gradient): Matrix {
        const result = zeros(x.rows, x.cols, dtypeOf(x));
        for (const [first, end] of blocks(x.rows)) {
          fold(multiplyTransposedRight(gradientOf(gradient, first, end), weight), result, first, end);
        }
        return result;
      },
    };
  }
  return {
    ...{ name, inputShape, outputShape, forward },
    parameters: { [`${name}.weight`]: weight, [`${name}.bias`]: bias },
  };
}
