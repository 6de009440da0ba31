import { checkFlags, checkLength, checkObject, checkWeights, isShare } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { dtypeOf, zeros } from "../numerics/dtype.js";
import { isMatrix, type Matrix } from "../numerics/matrix.js";
import { isFreed } from "../wasm/allocate.js";

/** What all losses on logits take. */
export interface LossOptions {
  /**
   * `true` makes a matrix, a matrix is filled: the derivative of the sum, in the shape of the logits, and of float32 where
   * they are.
   */
  gradient?: boolean | Matrix;
  /** A finite number that the gradient is multiplied by while it is written. Default 1. */
  gradientScale?: number;
  /** `true` makes an array, an array of N is filled: the loss of every row. */
  rowLosses?: boolean | Float64Array;
  /** N numbers, 0 or more: how much a row counts. Default 1. */
  sampleWeights?: ArrayLike<number>;
  /** N flags, true or 1, false or 0: a row whose flag is false has loss 0, gradient 0, weight 0; it counts as ignored. */
  mask?: ArrayLike<boolean | number>;
  /** From 0 to 1: this share of every target is spread evenly over the classes. Default 0. */
  labelSmoothing?: number;
}

/** The options of a loss that are about its value: without where its outputs go. */
export type ValueOptions<Options extends object> = Omit<Options, "gradient" | "gradientScale" | "rowLosses">;

/** Throws when weights, mask (with `cols` also one flag an entry) or smoothing do not fit N rows, or the scale of the gradient is not finite. */
export function checkOptions(name: string, options: LossOptions, rows: number, cols = 1): void {
  checkObject(`${name}: options`, options);
  const { sampleWeights, mask, labelSmoothing = 0, gradientScale = 1 } = options;
  if (sampleWeights !== undefined) {
    checkLength(`${name}: sampleWeights`, sampleWeights, rows, "weights, one a row");
    checkWeights(`${name}: sampleWeights`, sampleWeights);
  }
  if (mask !== undefined) {
    if (mask?.length !== rows * cols) checkLength(`${name}: mask`, mask, rows, "flags, one a row");
    checkFlags(`${name}: mask`, mask);
  }
  if (!isShare(labelSmoothing)) {
    throw new RangeError(`${name}: labelSmoothing is ${describeValue(labelSmoothing)}; expected a number from 0 to 1`);
  }
  if (!Number.isFinite(gradientScale)) {
    throw new RangeError(`${name}: gradientScale is ${describeValue(gradientScale)}; expected a finite number`);
  }
  for (let row = 0; sampleWeights && Math.abs(gradientScale) > 1 && row < rows; row++) {
    if (Number.isFinite(gradientScale * sampleWeights[row])) continue;
    throw new RangeError(
      `${name}: gradientScale is ${gradientScale}, and the weight of row ${row} ${sampleWeights[row]}; expected a finite product`,
    );
  }
}

/** What an error says where the arguments look swapped. */
export const ORDER = "predictions come first, targets second";

/** Throws when the targets are a matrix known to be logits or log-probabilities: most likely the arguments are swapped. */
export function checkTargetKind(name: string, targets: unknown): void {
  const kind = isMatrix(targets) ? (targets as { kind?: string }).kind : undefined;
  if (kind !== undefined && kind !== "probabilities") {
    throw new TypeError(`${name}: targets: got a matrix of ${kind}; expected what is true: ${ORDER}`);
  }
}

/** The memory to write the gradient and the losses of the rows to, where they are wanted. */
export function outputsOf(
  name: string,
  options: Pick<LossOptions, "gradient" | "rowLosses">,
  shape: Matrix,
): { gradient?: Matrix; rowLosses?: Float64Array } {
  const { gradient, rowLosses } = options;
  return {
    gradient: gradient === true ? zeros(shape.rows, shape.cols, dtypeOf(shape)) : checkGradient(name, gradient, shape),
    rowLosses: rowLosses === true ? new Float64Array(shape.rows) : checkRows(name, rowLosses, shape.rows),
  };
}

function checkGradient(name: string, gradient: Matrix | false | undefined, shape: Matrix): Matrix | undefined {
  if (gradient === undefined || gradient === false) return undefined;
  if (!isMatrix(gradient) || gradient.data.length !== gradient.rows * gradient.cols) {
    throw new TypeError(`${name}: gradient is ${describeValue(gradient)}; expected true or a matrix`);
  }
  if (gradient.rows !== shape.rows || gradient.cols !== shape.cols) {
    throw new RangeError(
      `${name}: gradient is ${gradient.rows} x ${gradient.cols}; expected the shape of the logits, ${shape.rows} x ${shape.cols}`,
    );
  }
  if (isFreed(gradient.data)) {
    throw new RangeError(`${name}: gradient was given back by free; expected a matrix that has its memory`);
  }
  return gradient;
}

/** The options that are written to; all others are read. */
const OUTPUTS = ["gradient", "gradients", "rowLosses", "out"];

/**
 * Throws when what an option gives to be written to is memory of an argument, of another option, or of another output:
 * writing there would change what is still to be read.
 */
export function checkOwnMemory(name: string, options: object, args: Readonly<Record<string, unknown>>): void {
  const given = options as Readonly<Record<string, unknown>>;
  for (let i = 0; i < OUTPUTS.length; i++) {
    const output = OUTPUTS[i];
    if (typeof given[output] !== "object") continue;
    if (output === "gradients") {
      const parts = (given.gradients ?? {}) as Readonly<Record<string, unknown>>;
      for (const part in parts) checkView(`gradients: ${part}`, viewOf(parts[part]), i, part);
    } else checkView(output, viewOf(given[output]), i);
  }

  /** Against all that is read, and the outputs before it. */
  function checkView(key: string, view: ArrayBufferView | undefined, number: number, part?: string): void {
    if (!view) return;
    for (const arg in args) if (liesIn(args[arg], view)) refuse(key, arg);
    for (const option in given) {
      const index = OUTPUTS.indexOf(option);
      if (option === "gradients") {
        const parts = given.gradients as Readonly<Record<string, unknown>>;
        for (const other in parts ?? {}) {
          if (other === part) break;
          if (index <= number && liesIn(parts[other], view)) refuse(key, `gradients: ${other}`);
        }
      } else if (index < number && liesIn(given[option], view)) refuse(key, option);
    }
  }

  function refuse(key: string, owner: string): never {
    const whose = owner.endsWith("s") ? `${owner}'` : `${owner}'s`;
    throw new RangeError(`${name}: ${key} is ${whose} own memory; expected another`);
  }
}

/** The typed array that a value is, or that a matrix lies in. */
function viewOf(value: unknown): ArrayBufferView | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (ArrayBuffer.isView(value)) return value;
  const { data } = value as { data?: unknown };
  return ArrayBuffer.isView(data) ? data : undefined;
}

/** Whether a value, or one of its rows, overlaps. */
function liesIn(value: unknown, view: ArrayBufferView): boolean {
  if (Array.isArray(value)) return value.some((row) => ArrayBuffer.isView(row) && shareMemory(row, view));
  const own = viewOf(value);
  return own !== undefined && shareMemory(own, view);
}

/** Whether two typed arrays overlap. */
export function shareMemory(a: ArrayBufferView, b: ArrayBufferView): boolean {
  if (a.buffer !== b.buffer) return false;
  const start = Math.max(a.byteOffset, b.byteOffset);
  return start < Math.min(a.byteOffset + a.byteLength, b.byteOffset + b.byteLength);
}

function checkRows(name: string, rowLosses: Float64Array | false | undefined, rows: number): Float64Array | undefined {
  if (rowLosses === undefined || rowLosses === false) return undefined;
  if (!(rowLosses instanceof Float64Array)) {
    throw new TypeError(`${name}: rowLosses is ${describeValue(rowLosses)}; expected true or a Float64Array`);
  }
  checkLength(`${name}: rowLosses`, rowLosses, rows, "numbers, one a row");
  return rowLosses;
}
