import { dtypeOf, zeros } from "../numerics/dtype.js";
import { made } from "../numerics/made.js";
import type { Matrix } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import type { Forward, LayerSpec } from "./layer.js";
import { checkDimensions, sizeOf } from "./shape.js";
import { checkWindow, type WindowOptions, type Windows, windowsOf } from "./windows.js";

const OPTIONS: OptionNames<WindowOptions> = { stride: true, padding: true };

type Pool = (x: Matrix, windows: Windows, channels: number) => Forward;

/**
 * The largest number of every window, channel by channel. Of equal ones the first has the gradient. NaN stays NaN.
 *
 * @param size height and width of a window
 * @param options stride (default: the size), padding "valid" (default) or "same": places outside do not count
 * @returns a layer for `sequential`, from [height, width, channels] to [height, width, channels] of the windows
 * @throws RangeError when a number or a name is none
 * @example
 * const layers = [maxPool2d(2), flatten(), dense(10)];
 * sequential(layers, { inputs: [28, 28, 1], seed: 1 }).layers[0].outputShape; // [14, 14, 1]
 * @see Zhou and Chellappa: Computation of optical flow using a neural network (1988)
 */
export function maxPool2d(size: number, options: WindowOptions = {}): LayerSpec {
  return pool2d("maxPool2d", size, options, maximum);
}

/**
 * The mean of every window, channel by channel. With padding "same" it is that of the places inside, as in Keras; PyTorch
 * counts zeros outside unless told otherwise.
 *
 * @param size height and width of a window
 * @param options stride (default: the size), padding "valid" (default) or "same"
 * @returns a layer for `sequential`, from [height, width, channels] to [height, width, channels] of the windows
 * @throws RangeError when a number or a name is none
 * @example
 * const layers = [averagePool2d(4), flatten(), dense(10)];
 * sequential(layers, { inputs: [28, 28, 1], seed: 1 }).layers[0].outputShape; // [7, 7, 1]
 * @see LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition (1998), section II.B
 */
export function averagePool2d(size: number, options: WindowOptions = {}): LayerSpec {
  return pool2d("averagePool2d", size, options, average);
}

/**
 * The mean over all places of a picture or all steps of a sequence, channel by channel.
 *
 * @returns a layer for `sequential`, from [..., channels] to [channels]
 * @example
 * const layers = [conv2d(8, 3), relu(), globalAveragePool(), dense(10)];
 * sequential(layers, { inputs: [28, 28, 1], seed: 1 }).layers[2].outputShape; // [8]
 * @see Lin, Chen, Yan: Network in network (2013), section 3.2
 */
export function globalAveragePool(): LayerSpec {
  return made("globalAveragePool", [], {
    kind: "globalAveragePool",
    linear: false,
    build(input, _random, position) {
      const channels = input[input.length - 1];
      const places = sizeOf(input) / channels;
      const windows = { rows: 1, cols: 1, size: places, places: Int32Array.from({ length: places }, (_, i) => i) };
      return [
        {
          name: `globalAveragePool${position}`,
          inputShape: input,
          outputShape: [channels],
          parameters: {},
          forward: (x) => average(x, windows, channels),
        },
      ];
    },
  });
}

function pool2d(kind: string, size: number, options: WindowOptions, pool: Pool): LayerSpec {
  checkOptionNames(kind, options, OPTIONS);
  checkWindow(kind, size, options);
  const { stride = size, padding = "valid" } = options;
  const given = Object.keys(options).length === 0 ? [] : [{ ...options }];
  return made(kind, [size, ...given], {
    kind,
    linear: false,
    build(input, _random, position) {
      const name = `${kind}${position}`;
      checkDimensions(name, input, ["height", "width", "channels"]);
      const [height, width, channels] = input;
      const windows = windowsOf(name, [height, width], [size, size], stride, padding);
      return [
        {
          name,
          inputShape: input,
          outputShape: [windows.rows, windows.cols, channels],
          parameters: {},
          forward: (x) => pool(x, windows, channels),
        },
      ];
    },
  });
}

function maximum(x: Matrix, windows: Windows, channels: number): Forward {
  const output = zeros(x.rows, windows.rows * windows.cols * channels, dtypeOf(x));
  const from = new Int32Array(output.data.length);
  const [numbers, largest] = [x.data, output.data];
  forWindows(x, windows, channels, (at, places, start) => {
    let best = -1;
    for (const place of places) {
      if (place < 0) continue;
      const i = start + place * channels;
      if (best < 0 || numbers[i] > numbers[best] || Number.isNaN(numbers[i])) best = i;
    }
    largest[at] = numbers[best];
    from[at] = best;
  });
  return {
    output,
    inputGradient(gradient) {
      const result = zeros(x.rows, x.cols, dtypeOf(x));
      const [own, theirs] = [result.data, gradient.data];
      for (let i = 0; i < from.length; i++) own[from[i]] += theirs[i];
      return result;
    },
  };
}

function average(x: Matrix, windows: Windows, channels: number): Forward {
  const output = zeros(x.rows, windows.rows * windows.cols * channels, dtypeOf(x));
  forWindows(x, windows, channels, (at, places, start) => {
    let [sum, count] = [0, 0];
    for (const place of places) {
      if (place < 0) continue;
      sum += x.data[start + place * channels];
      count++;
    }
    output.data[at] = sum / count;
  });
  return {
    output,
    inputGradient(gradient) {
      const result = zeros(x.rows, x.cols, dtypeOf(x));
      forWindows(x, windows, channels, (at, places, start) => {
        const count = places.reduce((total, place) => total + (place >= 0 ? 1 : 0), 0);
        for (const place of places) if (place >= 0) result.data[start + place * channels] += gradient.data[at] / count;
      });
      return result;
    },
  };
}

/**
 * Goes over all windows of all channels and rows: the number in the output, the places, and where the numbers of the channel
 * begin in the input.
 */
function forWindows(
  x: Matrix,
  { rows, cols, size, places }: Windows,
  channels: number,
  visit: (at: number, places: Int32Array, start: number) => void,
): void {
  const count = rows * cols;
  const all = Array.from({ length: count }, (_, w) => places.subarray(w * size, (w + 1) * size));
  for (let row = 0; row < x.rows; row++) {
    for (let w = 0; w < count; w++) {
      for (let c = 0; c < channels; c++) visit((row * count + w) * channels + c, all[w], row * x.cols + c);
    }
  }
}
