import type { LossOptions } from "./options.js";
import { Total } from "./total.js";

/** How many logits are held at a time, if a row has not more than that: 8 MB, and as much again for their gradient. */
const HELD = 2 ** 20;

/** The options that go row by row. */
type RowOptions = Pick<LossOptions, "sampleWeights" | "mask" | "gradientScale"> & { rowLosses?: Float64Array };

/** How many rows of that many logits are held at a time. */
export function blockHeight(rows: number, width: number): number {
  return Math.min(rows, Math.max(1, Math.floor(HELD / width)));
}

/** The total of N rows out of those of blocks of rows: the same bits as of all at once, since totals are exact. */
export function totalOfBlocks<Options extends RowOptions>(
  rows: number,
  height: number,
  options: Options,
  lossOf: (from: number, to: number, options: Options) => Total,
): Total {
  const { sampleWeights, mask, rowLosses } = options;
  // One of its own, since rows are written to it, and without rows it stays as it is.
  let total = new Total({ sum: 0, weight: 0, count: 0 });
  const infiniteRows: number[] = [];
  for (let from = 0; from < rows; from += height) {
    const to = Math.min(rows, from + height);
    const part = lossOf(from, to, {
      ...options,
      sampleWeights: sampleWeights ? entries(sampleWeights, from, to) : undefined,
      mask: mask ? entries(mask, from, to) : undefined,
      rowLosses: rowLosses?.subarray(from, to),
    });
    total = total.merge(part);
    infiniteRows.push(...part.infiniteRows.map((row) => from + row));
  }
  return Object.assign(total, { infiniteRows: infiniteRows.slice(0, 10) }, rowLosses && { rowLosses });
}

export function entries<Entry>(values: ArrayLike<Entry>, from: number, to: number): Entry[] {
  return Array.from({ length: to - from }, (_, i) => values[from + i]);
}
