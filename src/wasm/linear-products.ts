import type { Matrix } from "../numerics/matrix.js";
import { type Instance, wasmInstance } from "./instance.js";
import { layoutOwn, type MemoryParts } from "./memory.js";
import { scratchBytes } from "./multiply.js";
import { layoutShared } from "./shared-memory.js";
import { type Call, runCalls, threadsFor } from "./threads.js";

/** Numbers of the weight that are in the routines' memory at once: they fit the second-level cache. */
const STAGED = 64 * 1024;
/** Rows of a job at the least: for fewer the packing of the weight would take long. */
const LEAST_HEIGHT = 32;

/** A linear layer with many classes, of float32: hidden N x D, weight K x D. */
export interface SingleLayer {
  readonly hidden: Float32Array;
  readonly weight: Float32Array;
  /** D and K. */
  readonly width: number;
  readonly classes: number;
}

/** A part of the classes: its weight is staged, and its logits or their gradient. */
interface Part {
  readonly from: number;
  readonly size: number;
  readonly weight: number;
  readonly z: number;
  readonly scratch: number;
}

/**
 * The products of a linear layer for a block of its rows, by SIMD, a part of the classes at a time: neither the weight nor the
 * logits of all classes are ever in the routines' memory. Where there are threads, they have a part each. Every sum has the order,
 * and so the bits, of `multiply.ts`.
 */
export class LinearProducts {
  private readonly part: number;

  /** @param rows of a block, at the most */
  constructor(
    private readonly layer: SingleLayer,
    private readonly rows: number,
  ) {
    const { width, classes } = layer;
    this.part = Math.min(classes, Math.max(8, Math.floor(STAGED / Math.max(1, width) / 8) * 8));
  }

  /** z = hidden weight^T for `count` rows from `first` on; z is count x K. */
  writeLogits(z: Float32Array, first: number, count: number): void {
    const { width, classes } = this.layer;
    const { hidden, parts, numbers, run } = this.stage(first, count);
    for (const group of this.groups(parts)) {
      for (const part of group) this.stageWeight(numbers, part);
      run(
        group.map((part) => [
          ["multiplyTransposedRight", part.z, hidden, part.weight, count, width, part.size, part.scratch],
        ]),
      );
      for (const part of group) {
        for (let i = 0; i < count; i++) z.set(rowOf(numbers, part.z, i, part.size), i * classes + part.from);
      }
    }
  }

  /** Adds to the gradients of hidden (N x D, 0 for these rows as yet) and of weight what the gradient of these rows' logits gives. */
  addGradients(ofHidden: Float32Array, ofWeight: Float32Array, g: Float32Array, first: number, count: number): void {
    const { width, classes } = this.layer;
    const { hidden, hiddenGradient, parts, numbers, run } = this.stage(first, count);
    const sum = numbers.subarray(hiddenGradient / 4, hiddenGradient / 4 + count * width).fill(0);
    const height = Math.max(LEAST_HEIGHT, Math.ceil(count / parts.length / 4) * 4);
    for (const group of this.groups(parts)) {
      for (const part of group) {
        this.stageWeight(numbers, part);
        for (let i = 0; i < count; i++) {
          const from = i * classes + part.from;
          numbers.set(g.subarray(from, from + part.size), part.z / 4 + i * part.size);
        }
      }
      // A job has some of the rows, and adds the parts to them in order.
      const jobs: Call[][] = [];
      for (let row = 0; row < count; row += height) {
        const rows = Math.min(height, count - row);
        const { scratch } = parts[jobs.length];
        jobs.push(
          group.map(({ z, weight, size }) => {
            const [to, from] = [hiddenGradient + 4 * row * width, z + 4 * row * size];
            return ["addProduct", to, from, weight, rows, size, width, scratch];
          }),
        );
      }
      run(jobs);
      // The weights have been used: their places are those of their gradients.
      for (const { weight, from, size } of group) {
        numbers.set(ofWeight.subarray(from * width, (from + size) * width), weight / 4);
      }
      run(
        group.map(({ weight, z, size, scratch }) => [
          ["addTransposedLeft", weight, z, hidden, size, count, width, scratch],
        ]),
      );
      for (const { weight, from, size } of group) {
        ofWeight.set(numbers.subarray(weight / 4, weight / 4 + size * width), from * width);
      }
    }
    ofHidden.set(sum, first * width);
  }

  /** As many parts as there are places at a time, in the order of the classes. */
  private *groups(parts: readonly Omit<Part, "from" | "size">[]): Generator<Part[]> {
    const { classes } = this.layer;
    for (let from = 0; from < classes; ) {
      const group: Part[] = [];
      for (const places of parts) {
        if (from >= classes) break;
        const size = Math.min(this.part, classes - from);
        group.push({ ...places, from, size });
        from += size;
      }
      yield group;
    }
  }

  /** The hidden rows, and room for all else. The memory is anybody's between two calls. */
  private stage(first: number, count: number) {
    const { hidden, width, classes } = this.layer;
    const { rows, part } = this;
    const threads = threadsFor(count * width * classes);
    const { routines, memory } = threads?.instance ?? (wasmInstance() as Instance);
    const scratch = Math.max(
      scratchBytes(rows, width, part),
      scratchBytes(rows, part, width),
      scratchBytes(part, rows, width),
    );
    const layout = (memoryParts: MemoryParts) => {
      const numbers = (length: number) => memoryParts.take(4 * length);
      return {
        hidden: numbers(rows * width),
        hiddenGradient: numbers(rows * width),
        parts: Array.from({ length: threads?.goodJobs ?? 1 }, () => ({
          ...{ weight: numbers(part * width), z: numbers(rows * part), scratch: memoryParts.take(scratch) },
        })),
      };
    };
    const at = threads ? layoutShared(layout, memory) : layoutOwn(layout, memory);
    const all = new Float32Array(memory.buffer);
    all.set(hidden.subarray(first * width, (first + count) * width), at.hidden / 4);
    const run = (jobs: readonly (readonly Call[])[]) => {
      if (threads && jobs.length > 1) threads.run(jobs);
      else for (const calls of jobs) runCalls(routines, calls);
    };
    return { ...at, numbers: all, run };
  }

  private stageWeight(numbers: Float32Array, { weight, from, size }: Part): void {
    const { width } = this.layer;
    numbers.set(this.layer.weight.subarray(from * width, (from + size) * width), weight / 4);
  }
}

function rowOf(numbers: Float32Array, at: number, row: number, cols: number): Float32Array {
  return numbers.subarray(at / 4 + row * cols, at / 4 + (row + 1) * cols);
}

/** The layer, if its numbers are of float32 and there is WebAssembly with SIMD. */
export function singleLayerOf(hidden: Matrix, weight: Matrix): SingleLayer | undefined {
  if (!(hidden.data instanceof Float32Array && weight.data instanceof Float32Array && wasmInstance())) return undefined;
  return { hidden: hidden.data, weight: weight.data, width: weight.cols, classes: weight.rows };
}
