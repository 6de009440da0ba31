import type { Matrix } from "../numerics/matrix.js";
import { type Instance, wasmInstance } from "./instance.js";
import { MemoryParts } from "./memory.js";
import { scratchBytes } from "./multiply.js";

/** Numbers of the weight that are in the routines' memory at once: they fit the second-level cache. */
const STAGED = 64 * 1024;

/** A linear layer with many classes, of float32: hidden N x D, weight K x D. */
export interface SingleLayer {
  readonly hidden: Float32Array;
  readonly weight: Float32Array;
  /** D and K. */
  readonly width: number;
  readonly classes: number;
}

/**
 * The products of a linear layer for a block of its rows, by SIMD, a part of the classes at a time: neither the weight nor the
 * logits of all classes are ever in the routines' memory. Every sum has the order, and so the bits, of `multiply.ts`.
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
    const { routines, at, views } = this.stage(first, count);
    for (let from = 0; from < classes; from += this.part) {
      const size = Math.min(this.part, classes - from);
      this.stageWeight(views.weight, from, size);
      routines.multiplyTransposedRight(at.z, at.hidden, at.weight, count, width, size, at.scratch);
      for (let i = 0; i < count; i++) z.set(views.z.subarray(i * size, (i + 1) * size), i * classes + from);
    }
  }

  /** Adds to the gradients of hidden (N x D, 0 for these rows as yet) and of weight what the gradient of these rows' logits gives. */
  addGradients(ofHidden: Float32Array, ofWeight: Float32Array, g: Float32Array, first: number, count: number): void {
    const { width, classes } = this.layer;
    const { routines, at, views } = this.stage(first, count);
    views.ofHidden.fill(0, 0, count * width);
    for (let from = 0; from < classes; from += this.part) {
      const size = Math.min(this.part, classes - from);
      this.stageWeight(views.weight, from, size);
      for (let i = 0; i < count; i++) {
        views.z.set(g.subarray(i * classes + from, i * classes + from + size), i * size);
      }
      routines.addProduct(at.ofHidden, at.z, at.weight, count, size, width, at.scratch);
      // The weight has been used: its place is that of its gradient.
      views.weight.set(ofWeight.subarray(from * width, (from + size) * width));
      routines.addTransposedLeft(at.weight, at.z, at.hidden, size, count, width, at.scratch);
      ofWeight.set(views.weight.subarray(0, size * width), from * width);
    }
    ofHidden.set(views.ofHidden.subarray(0, count * width), first * width);
  }

  /** The hidden rows, and room for all else. The memory is anybody's between two calls. */
  private stage(first: number, count: number) {
    const { hidden, width } = this.layer;
    const { rows, part } = this;
    const { routines, memory } = wasmInstance() as Instance;
    const parts = new MemoryParts();
    const scratch = Math.max(
      scratchBytes(rows, width, part),
      scratchBytes(rows, part, width),
      scratchBytes(part, rows, width),
    );
    const at = {
      ...{ hidden: parts.take(4 * rows * width), weight: parts.take(4 * part * width) },
      ...{ z: parts.take(4 * rows * part), ofHidden: parts.take(4 * rows * width), scratch: parts.take(scratch) },
    };
    parts.reserve(memory);
    const view = (start: number, length: number) => new Float32Array(memory.buffer, start, length);
    const views = {
      ...{ weight: view(at.weight, part * width), z: view(at.z, rows * part) },
      ofHidden: view(at.ofHidden, rows * width),
    };
    view(at.hidden, rows * width).set(hidden.subarray(first * width, (first + count) * width));
    return { routines, at, views };
  }

  private stageWeight(place: Float32Array, from: number, size: number): void {
    const { weight, width } = this.layer;
    place.set(weight.subarray(from * width, (from + size) * width));
  }
}

/** The layer, if its numbers are of float32 and there is WebAssembly with SIMD. */
export function singleLayerOf(hidden: Matrix, weight: Matrix): SingleLayer | undefined {
  if (!(hidden.data instanceof Float32Array && weight.data instanceof Float32Array && wasmInstance())) return undefined;
  return { hidden: hidden.data, weight: weight.data, width: weight.cols, classes: weight.rows };
}
