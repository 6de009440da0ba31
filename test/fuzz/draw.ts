import { fromRows, type Matrix } from "../../src/numerics/index.js";

/**
 * Makes arguments out of a tape of numbers that fast-check has drawn. It shrinks the tape towards zeros, so that 0 has to
 * give the simplest of everything; after the end of the tape come zeros.
 */
export class Draw {
  #position = 0;
  constructor(private readonly tape: Uint32Array) {}

  /** A whole number, 0 to n - 1. */
  below(n: number): number {
    return (this.tape[this.#position++] ?? 0) % n;
  }
  pick<Item>(...items: readonly Item[]): Item {
    return items[this.below(items.length)];
  }
  /** From 0 to less than 1, in steps of 1/1024. */
  share(): number {
    return this.below(1024) / 1024;
  }
  /** The thing, or undefined: for options. */
  maybe<Thing>(make: () => Thing): Thing | undefined {
    return this.below(2) ? make() : undefined;
  }
  list<Item>(length: number, make: (i: number) => Item): Item[] {
    return Array.from({ length }, (_, i) => make(i));
  }

  // Numbers

  real(): number {
    return this.pick(0, 1, 8 * this.share() - 4, 40, -700, 1e4);
  }
  weight(): number {
    return this.pick(1, 0, 3 * this.share(), 1e-10);
  }

  // Vectors

  reals(n: number): ArrayLike<number> {
    return this.floats(this.list(n, () => this.real()));
  }
  weights(n: number): ArrayLike<number> {
    return this.floats(this.list(n, () => this.weight()));
  }
  shares(n: number): ArrayLike<number> {
    return this.floats(this.list(n, () => this.pick(0, 1, this.share())));
  }
  indices(n: number, classes: number): ArrayLike<number> {
    const values = this.list(n, () => this.below(classes));
    return this.pick<(v: number[]) => ArrayLike<number>>(
      (v) => v,
      (v) => Int32Array.from(v),
      (v) => Uint8Array.from(v),
    )(values);
  }
  flags(n: number): ArrayLike<boolean | number> {
    return this.list(n, () => this.pick<boolean | number>(true, false, 1, 0));
  }
  distribution(k: number): ArrayLike<number> {
    return this.floats(this.shareOut(k));
  }
  /** k numbers that sum to 1. */
  shareOut(k: number): number[] {
    const parts = this.list(k, () => this.below(4));
    parts[0]++;
    const sum = parts.reduce((a, b) => a + b, 0);
    return parts.map((part) => part / sum);
  }

  // Matrices

  logits(n: number, k: number): Matrix | number[][] {
    return this.table(this.list(n, () => this.list(k, () => this.real())));
  }
  probabilities(n: number, k: number): Matrix | number[][] {
    return this.table(this.list(n, () => this.shareOut(k)));
  }
  matrix(n: number, k: number): Matrix {
    return this.asMatrix(
      this.list(n, () => this.list(k, () => this.real())),
      k,
    );
  }
  table(rows: number[][]): Matrix | number[][] {
    return this.below(2) && rows.length > 0 ? this.asMatrix(rows, rows[0].length) : rows;
  }

  private asMatrix(rows: number[][], cols: number): Matrix {
    const { data } = fromRows(rows);
    return { rows: rows.length, cols, data: this.below(2) ? Float32Array.from(data) : data };
  }
  private floats(values: number[]): ArrayLike<number> {
    return this.pick<(v: number[]) => ArrayLike<number>>(
      (v) => v,
      (v) => Float64Array.from(v),
      (v) => Float32Array.from(v),
    )(values);
  }
}
