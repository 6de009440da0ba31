/** What is read of a frame: any DataFrame of danfojs has it. */
export interface FrameData {
  readonly columns: readonly string[];
  readonly index: readonly (string | number)[];
  /** One array a row. */
  readonly values: unknown;
}

/**
 * The part of danfojs-node's DataFrame that is used here and in the notebooks. It is written out, and not imported,
 * so that these declarations are whole where danfojs-node is not installed. For a method that is not listed, import
 * `DataFrame` from danfojs-node and write `frame as unknown as DataFrame`.
 */
export interface Frame extends FrameData {
  readonly columns: string[];
  readonly dtypes: string[];
  readonly index: (string | number)[];
  /** Rows, columns. */
  readonly shape: number[];
  readonly values: FrameValue[][];
  column(name: string): FrameColumn;
  addColumn(
    name: string,
    values: FrameColumn | FrameValue[],
    options: { inplace: true; atIndex?: number | string },
  ): void;
  addColumn(name: string, values: FrameColumn | FrameValue[], options?: { atIndex?: number | string }): Frame;
  drop(options: { columns?: string | string[]; index?: (string | number)[]; inplace?: boolean }): Frame;
  rename(names: object, options?: { axis?: 0 | 1; inplace?: boolean }): Frame;
  loc(selection: { rows?: unknown[] | FrameColumn; columns?: string[] }): Frame;
  iloc(selection: { rows?: unknown[] | FrameColumn; columns?: (string | number)[] }): Frame;
  query(condition: FrameColumn | boolean[]): Frame;
  head(rows?: number): Frame;
  tail(rows?: number): Frame;
  sample(rows: number, options?: { seed?: number }): Promise<Frame>;
  sortValues(by: string, options?: { ascending?: boolean; inplace?: boolean }): Frame;
  groupby(columns: string[]): FrameGroups;
  isNa(): Frame;
  dropNa(options?: { axis?: 0 | 1; inplace?: boolean }): Frame;
  fillNa(value: number | string | boolean, options?: { columns?: string[]; inplace?: boolean }): Frame;
  describe(): Frame;
  print(): void;
  toString(): string;
}

/** An entry of a frame: NaN where a column of numbers has no value, null where another one has none. */
export type FrameValue = number | string | boolean | null;

/** The part of danfojs-node's Series that is used: one column. */
export interface FrameColumn {
  readonly values: FrameValue[];
  readonly dtypes: string[];
  readonly index: (string | number)[];
  readonly shape: number[];
  count(): number;
  sum(): number;
  mean(): number;
  median(): number;
  min(): number;
  max(): number;
  std(): number;
  var(): number;
  unique(): FrameColumn;
  valueCounts(): FrameColumn;
  isNa(): FrameColumn;
  map(callable: (value: never) => unknown): FrameColumn;
  add(other: FrameColumn | number): FrameColumn;
  sub(other: FrameColumn | number): FrameColumn;
  mul(other: FrameColumn | number): FrameColumn;
  div(other: FrameColumn | number): FrameColumn;
  eq(other: FrameColumn | number | string | boolean): FrameColumn;
  ne(other: FrameColumn | number | string | boolean): FrameColumn;
  gt(other: FrameColumn | number): FrameColumn;
  lt(other: FrameColumn | number): FrameColumn;
  ge(other: FrameColumn | number): FrameColumn;
  le(other: FrameColumn | number): FrameColumn;
  print(): void;
  toString(): string;
}

/** What `groupby` answers with: choose columns with `col`, then reduce. */
export interface FrameGroups {
  col(columns: string[]): FrameGroups;
  count(): Frame;
  sum(): Frame;
  mean(): Frame;
  min(): Frame;
  max(): Frame;
  std(): Frame;
  var(): Frame;
}
