import { checkCount } from "../numerics/check-number.js";
import { describeValue } from "../numerics/describe-value.js";
import { shapeText } from "./shape.js";

/** "valid": windows lie wholly inside; "same": with stride 1 there are as many as there are places, zeros being outside. */
export type Padding = "valid" | "same";

/** How windows lie. */
export interface WindowOptions {
  /** Places from one window to the next, in every direction. */
  stride?: number;
  /** Default "valid". With "same" there are ceil(length / stride) windows; of an odd padding the larger part is at the end. */
  padding?: Padding;
}

/** Windows on a picture: for every window and place in it, the place in the picture, -1 outside. */
export interface Windows {
  /** Windows from top to bottom and from left to right. */
  readonly rows: number;
  readonly cols: number;
  /** Places of a window. */
  readonly size: number;
  /** rows * cols * size places y * width + x, window after window, each from its top left corner row by row. */
  readonly places: Int32Array;
}

/** Throws when the size of a window, or how it lies, is none. */
export function checkWindow(name: string, size: number, { stride = 1, padding = "valid" }: WindowOptions): void {
  checkCount(`${name}: size`, size, 1);
  checkCount(`${name}: stride`, stride, 1);
  if (padding !== "valid" && padding !== "same") {
    throw new RangeError(`${name}: padding is ${describeValue(padding)}; expected "valid" or "same"`);
  }
}

/**
 * @param name of the layer, for the error when no window lies inside
 * @param picture height and width
 * @param window height and width
 */
export function windowsOf(
  name: string,
  picture: readonly [number, number],
  window: readonly [number, number],
  stride: number,
  padding: Padding,
): Windows {
  const [vertical, horizontal] = [0, 1].map((axis) => starts(picture[axis], window[axis], stride, padding));
  if (vertical.length === 0 || horizontal.length === 0) {
    throw new RangeError(
      `sequential: ${name}: its input is ${shapeText(picture)} a channel; expected at least ${shapeText(window)}`,
    );
  }
  const size = window[0] * window[1];
  const places = new Int32Array(vertical.length * horizontal.length * size);
  let i = 0;
  for (const top of vertical) {
    for (const left of horizontal) {
      for (let y = top; y < top + window[0]; y++) {
        for (let x = left; x < left + window[1]; x++) {
          const inside = y >= 0 && y < picture[0] && x >= 0 && x < picture[1];
          places[i++] = inside ? y * picture[1] + x : -1;
        }
      }
    }
  }
  return { rows: vertical.length, cols: horizontal.length, size, places };
}

/**
 * The places as stretches that follow one another in the picture too: three numbers each, the first place in the windows,
 * that in the picture, and how many there are.
 */
export function stretchesOf({ places }: Windows): Int32Array {
  const stretches: number[] = [];
  for (let i = 0; i < places.length; i++) {
    if (places[i] < 0) continue;
    if (i > 0 && places[i - 1] >= 0 && places[i] === places[i - 1] + 1) stretches[stretches.length - 1]++;
    else stretches.push(i, places[i], 1);
  }
  return Int32Array.from(stretches);
}

/** Where windows begin along one direction. */
function starts(length: number, window: number, stride: number, padding: Padding): number[] {
  const count = padding === "same" ? Math.ceil(length / stride) : Math.floor((length - window) / stride) + 1;
  const outside = padding === "same" ? Math.max(0, (count - 1) * stride + window - length) : 0;
  return Array.from({ length: Math.max(0, count) }, (_, i) => i * stride - Math.floor(outside / 2));
}
