import type { Matrix } from "../numerics/matrix.js";
import { type LogitShape, SoftmaxRows } from "../numerics/softmax-rows.js";
import { type Instance, ownInstance, wasmInstance } from "./instance.js";
import { MemoryParts } from "./memory.js";

/** Logits of a block of rows: they fit the first-level cache. A single row may have more. */
const STAGED = 2048;
/** Rows of a block, at most. */
const ROWS = 256;
/** Rows with more logits are not done by SIMD: the memory stays with the routines. */
const WIDEST = 2 ** 20;

/**
 * The rows of a matrix of logits on their way through the softmax, in float64, by SIMD where there is WebAssembly. The bounds are
 * those of `SoftmaxRows`, and the numbers of a row do not depend on the other rows.
 */
export function softmaxRowsOf(z: Matrix, shape: LogitShape = {}): SoftmaxRows {
  return z.cols <= WIDEST && wasmInstance() ? new SimdSoftmaxRows(z, shape) : new SoftmaxRows(z, shape);
}

/** Of these rows alone: losses that have the others in their hands ask for the rows that float32 does not do. */
let instance: Instance | undefined;
/** Whose rows are staged. */
let reader = 0;
let readers = 0;

/** Rows that are read one after the other are computed many at a time. */
class SimdSoftmaxRows extends SoftmaxRows {
  private readonly id = ++readers;
  private readonly rows: number;
  /** The rows that were staged last. */
  private first = 0;
  private count = 0;

  constructor(z: Matrix, shape: LogitShape) {
    super(z, shape);
    this.rows = z.rows;
  }

  override read(row: number, withExponentials = false): void {
    const { cols } = this;
    const isStaged = reader === this.id && row >= this.first && row < this.first + this.count;
    const staged = isStaged ? views : this.stage(row);
    if (!staged) {
      super.read(row, withExponentials);
      return;
    }
    const { logits, argmax, others } = staged;
    const place = row - this.first;
    this.start = row * cols;
    this.argmax = argmax[place];
    this.largest = this.capped(this.argmax);
    this.others = others[place];
    this.exponentials = logits;
    this.at = place * cols;
  }

  /** Twice as many rows as the last time if this one is soon after them; undefined where there is no memory. */
  private stage(row: number): Views | undefined {
    instance ??= ownInstance(1);
    if (!instance) return undefined;
    const { data, cols, temperature } = this;
    const skipped = row - (this.first + this.count);
    const most = Math.min(Math.max(2, Math.min(ROWS, Math.floor(STAGED / cols))), this.rows - row);
    this.count = skipped >= 0 && skipped <= this.count ? Math.min(most, Math.max(2, 2 * this.count)) : 1;
    this.first = row;
    reader = this.id;
    const size = this.count * cols;
    const staged = viewsOf(instance, Math.max(STAGED, size));
    if (this.softcap === 0) staged.logits.set(data.subarray(row * cols, row * cols + size));
    else {
      this.start = row * cols;
      for (let k = 0; k < size; k++) staged.logits[k] = this.capped(k);
    }
    instance.routines.softmaxRows(staged.at.logits, this.count, cols, temperature, staged.at.argmax, staged.at.others);
    return staged;
  }
}

type Views = ReturnType<typeof makeViews>;
let views: Views | undefined;

/** Made anew only when there is no room for so many logits. */
function viewsOf({ memory }: Instance, room: number): Views {
  if (!views || views.logits.length < room) views = makeViews(memory, room);
  return views;
}

function makeViews(memory: WebAssembly.Memory, room: number) {
  const parts = new MemoryParts();
  const at = { argmax: parts.take(8 * ROWS), others: parts.take(8 * ROWS), logits: parts.take(8 * room) };
  parts.reserve(memory);
  const { buffer } = memory;
  return {
    at,
    argmax: new Float64Array(buffer, at.argmax, ROWS),
    others: new Float64Array(buffer, at.others, ROWS),
    logits: new Float64Array(buffer, at.logits, room),
  };
}
