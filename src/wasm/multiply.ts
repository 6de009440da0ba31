import { type Matrix, matrix } from "../numerics/matrix.js";
import * as textbook from "../numerics/multiply.js";
import { type Instance, wasmInstance } from "./instance.js";
import { MemoryParts } from "./memory.js";

/** Numbers of a block of rows that is copied into the routines' memory at once, and rows at the most. */
const STAGED = 128 * 1024;
const MOST_ROWS = 128;

type Single = Matrix & { readonly data: Float32Array };

/**
 * a b + bias, the bias added to every row. By SIMD where all three are of float32: then every entry is the bias, and the
 * products added to it from the first to the last in float32, so that its error is at the most (D + 1) 2^-24 times the same
 * sum of absolute values. Else in float64.
 *
 * @param a N x D
 * @param b D x K
 * @param bias 1 x K
 * @returns N x K, of float32 where a and b are
 * @throws RangeError when sizes differ, or there is no memory left for b and a block of rows
 */
export function affine(a: Matrix, b: Matrix, bias: Matrix): Matrix {
  textbook.checkInner("affine", a.cols, b.rows);
  if (bias.data.length !== b.cols) {
    throw new RangeError(`affine: bias has ${bias.data.length} entries; expected ${b.cols}`);
  }
  const instance = areSingle(a, b, bias) ? wasmInstance() : undefined;
  if (instance) return singleAffine(instance, a as Single, b as Single, bias as Single);
  const result = textbook.multiply(a, b);
  for (let i = 0; i < result.data.length; i++) result.data[i] += bias.data[i % b.cols];
  return areSingle(a, b, bias) ? rounded(result) : result;
}

function singleAffine({ memory, routines }: Instance, a: Single, b: Single, bias: Single): Matrix {
  const { rows, cols: inner } = a;
  const { cols } = b;
  const most = blockRows(inner + cols);
  const parts = new MemoryParts();
  const atB = parts.take(4 * b.data.length);
  const atBias = parts.take(4 * cols);
  const atA = parts.take(4 * most * inner);
  const atC = parts.take(4 * most * cols);
  const scratch = parts.take(scratchBytes(most, inner, cols));
  parts.reserve(memory);
  const staged = new Float32Array(memory.buffer);
  staged.set(b.data, atB / 4);
  staged.set(bias.data, atBias / 4);
  const result = new Float32Array(rows * cols);
  for (let first = 0; first < rows; first += most) {
    const count = Math.min(most, rows - first);
    staged.set(a.data.subarray(first * inner, (first + count) * inner), atA / 4);
    routines.affine(atC, atA, atB, atBias, count, inner, cols, scratch);
    result.set(staged.subarray(atC / 4, atC / 4 + count * cols), first * cols);
  }
  return matrix(rows, cols, result);
}

/**
 * The product of the transposed a with b: what a layer's weights get from the inputs and the gradient of the outputs. By SIMD
 * where both are of float32, as `affine`; a zero of b times anything may be taken as 0.
 *
 * @param a N x D
 * @param b N x K
 * @returns D x K
 */
export function multiplyTransposedLeft(a: Matrix, b: Matrix): Matrix {
  textbook.checkInner("multiplyTransposedLeft", a.rows, b.rows);
  const instance = areSingle(a, b) ? wasmInstance() : undefined;
  if (!instance) {
    const result = textbook.multiplyTransposedLeft(a, b);
    return areSingle(a, b) ? rounded(result) : result;
  }
  const { memory, routines } = instance;
  const [inner, rows, cols] = [a.rows, a.cols, b.cols];
  const most = blockRows(rows + cols);
  const parts = new MemoryParts();
  const atC = parts.take(4 * rows * cols);
  const atA = parts.take(4 * most * rows);
  const atB = parts.take(4 * most * cols);
  const scratch = parts.take(scratchBytes(rows, most, cols));
  parts.reserve(memory);
  const staged = new Float32Array(memory.buffer);
  if (inner === 0) return matrix(rows, cols, new Float32Array(rows * cols));
  for (let first = 0; first < inner; first += most) {
    const count = Math.min(most, inner - first);
    staged.set(a.data.subarray(first * rows, (first + count) * rows), atA / 4);
    staged.set(b.data.subarray(first * cols, (first + count) * cols), atB / 4);
    if (first === 0) routines.multiplyTransposedLeft(atC, atA, atB, rows, count, cols, scratch);
    else routines.addTransposedLeft(atC, atA, 4 * rows, atB, rows, count, cols, scratch);
  }
  return matrix(rows, cols, staged.slice(atC / 4, atC / 4 + rows * cols));
}

/**
 * The product of a with the transposed b: what a layer's inputs get from the gradient of the outputs and the weights. By SIMD
 * where both are of float32, as `affine`.
 *
 * @param a N x K
 * @param b D x K
 * @returns N x D
 */
export function multiplyTransposedRight(a: Matrix, b: Matrix): Matrix {
  textbook.checkInner("multiplyTransposedRight", a.cols, b.cols);
  const instance = areSingle(a, b) ? wasmInstance() : undefined;
  if (!instance) {
    const result = textbook.multiplyTransposedRight(a, b);
    return areSingle(a, b) ? rounded(result) : result;
  }
  const { memory, routines } = instance;
  const [rows, inner, cols] = [a.rows, a.cols, b.rows];
  const most = blockRows(inner + cols);
  const parts = new MemoryParts();
  const atB = parts.take(4 * b.data.length);
  const atA = parts.take(4 * most * inner);
  const atC = parts.take(4 * most * cols);
  const scratch = parts.take(scratchBytes(most, inner, cols));
  parts.reserve(memory);
  const staged = new Float32Array(memory.buffer);
  staged.set(b.data as Float32Array, atB / 4);
  const result = new Float32Array(rows * cols);
  for (let first = 0; first < rows; first += most) {
    const count = Math.min(most, rows - first);
    staged.set(a.data.subarray(first * inner, (first + count) * inner), atA / 4);
    routines.multiplyTransposedRight(atC, 4 * cols, atA, atB, count, inner, cols, scratch);
    result.set(staged.subarray(atC / 4, atC / 4 + count * cols), first * cols);
  }
  return matrix(rows, cols, result);
}

/** Bytes of scratch that a product of these sizes wants: see routines/multiply.ts and sparse-left.ts. */
export function scratchBytes(rows: number, inner: number, cols: number): number {
  return 512 + 4 * ((rows + 27) * inner + (2 * cols + 7) * inner + cols + 7);
}

/** As many rows of so many numbers as a block has: whole tiles. */
function blockRows(numbers: number): number {
  return Math.max(4, Math.min(MOST_ROWS, Math.floor(STAGED / Math.max(1, numbers) / 4) * 4));
}

function areSingle(...matrices: Matrix[]): boolean {
  return matrices.every(({ data }) => data instanceof Float32Array);
}

function rounded({ rows, cols, data }: Matrix): Matrix {
  return matrix(rows, cols, Float32Array.from(data));
}
