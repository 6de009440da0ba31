import type { Matrix } from "../numerics/matrix.js";
import { ADDED, type LossSums } from "../wasm/loss-sums.js";
import { MomentsBuilder } from "./exact-moments.js";
import { type Counts, NAMED_ROWS, Total } from "./total.js";

/** Adds up rows into a total: the loops of all losses share it. */
export class TotalBuilder {
  private readonly moments = new MomentsBuilder();
  private count = 0;
  private ignored = 0;
  private infinite = 0;
  private readonly infiniteRows: number[] = [];

  constructor(readonly outputs: { readonly gradient?: Matrix; readonly rowLosses?: Float64Array }) {}

  /**
   * Adds a row.
   *
   * @param loss a number or Infinity, in nats
   * @param weight the sum of the row's coefficients, a finite number, 0 or more
   */
  add(row: number, loss: number, weight: number): void {
    this.count++;
    if (this.outputs.rowLosses) this.outputs.rowLosses[row] = loss;
    if (loss === Number.POSITIVE_INFINITY) {
      this.infinite++;
      if (this.infiniteRows.length < NAMED_ROWS) this.infiniteRows.push(row);
    }
    this.moments.add(loss === Number.POSITIVE_INFINITY ? 0 : loss, weight);
  }

  /**
   * Adds rows of weight 1, as `add`, more quickly: their losses are float32 numbers, whose sums are known; NaN is a row that is
   * not added.
   */
  addOnes(first: number, count: number, losses: Float64Array, sums: LossSums): void {
    this.outputs.rowLosses?.set(losses.subarray(0, count), first);
    if (sums[ADDED] === count) this.count += count;
    else {
      for (let i = 0; i < count; i++) {
        if (losses[i] < Number.POSITIVE_INFINITY) this.count++;
        else if (losses[i] === Number.POSITIVE_INFINITY) this.add(first + i, losses[i], 1);
      }
    }
    this.moments.addOnes(losses, count, sums);
  }

  /** Counts a row that the mask leaves out, and writes zeros for it. */
  ignore(row: number): void {
    const { gradient, rowLosses } = this.outputs;
    this.ignored++;
    if (rowLosses) rowLosses[row] = 0;
    gradient?.data.fill(0, row * gradient.cols, (row + 1) * gradient.cols);
  }

  /** Fills with NaN what was written: rows may be missing. */
  spoil(): void {
    this.outputs.gradient?.data.fill(Number.NaN);
    this.outputs.rowLosses?.fill(Number.NaN);
  }

  /** @param counts what the loss has counted itself */
  finish(counts: Partial<Pick<Counts, "clipped" | "normalised" | "zeroed">> = {}): Total {
    const { count, ignored, infinite, infiniteRows } = this;
    const { clipped, normalised, zeroed } = counts;
    const { gradient, rowLosses } = this.outputs;
    const moments = this.moments.finish();
    const sum = infinite > 0 ? Number.POSITIVE_INFINITY : moments.loss;
    // Field by field: to spread them takes longer than a small batch.
    const parts = {
      sum,
      weight: moments.weight,
      count,
      ignored,
      infinite,
      infiniteRows,
      clipped,
      normalised,
      zeroed,
      gradient,
      rowLosses,
    };
    return new Total(parts, moments);
  }
}
