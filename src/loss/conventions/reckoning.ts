import { counted } from "../../numerics/counted.js";
import type { Case } from "./case.js";

/** The losses of the rows, and what each row adds to the divisor of the mean. */
export interface Reckoning {
  /** N losses in nats, weighted; 0 for a row that is left out. */
  readonly rowLosses: Float64Array;
  /** N weights: the mean is the sum of the losses divided by their sum. */
  readonly rowWeights: Float64Array;
  /** What the mean divides by, in words: "1000 rows". */
  readonly divisor: string;
  /** The mean where the weights sum to 0. Default NaN. */
  readonly ofNothing?: number;
  /** What is peculiar to the losses of the rows, in words. */
  readonly peculiarity?: string;
}

/** The sum of the losses divided by the sum of the weights. */
export function meanOf({ rowLosses, rowWeights, ofNothing = Number.NaN }: Reckoning): number {
  const weight = sumOf(rowWeights);
  return weight === 0 ? ofNothing : sumOf(rowLosses) / weight;
}

/** The sum, with what every addition rounds away added at the end (Neumaier). */
export function sumOf(values: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return Number.isFinite(sum) ? sum + lost : sum;
}

/** Whether a row takes part. */
export function counts({ mask }: Case, row: number): boolean {
  return !mask || Boolean(mask[row]);
}

/** A number a row, made from the row; `ofIgnored` for a row that is left out. */
export function byRow(c: Case, make: (row: number) => number, ofIgnored = 0): Float64Array {
  const values = new Float64Array(c.predictions.rows);
  for (let row = 0; row < values.length; row++) values[row] = counts(c, row) ? make(row) : ofIgnored;
  return values;
}

/** What class k of a row is multiplied with: sampleWeight * classWeight * ((1 - smoothing) t + smoothing / K). */
export function coefficient(c: Case, row: number, k: number): number {
  const { cols } = c.predictions;
  return weightOf(c, row) * (c.classWeights?.[k] ?? 1) * smoothed(c, row * cols + k, 1 / cols);
}

/** The target at place i with its share of the smoothing. */
export function smoothed({ targets, labelSmoothing }: Case, i: number, evenly: number): number {
  return (1 - labelSmoothing) * targets.data[i] + labelSmoothing * evenly;
}

export function weightOf({ sampleWeights }: Case, row: number): number {
  return sampleWeights?.[row] ?? 1;
}

/** What a mean may divide by, row by row, and in words. */
export type Divisor = Pick<Reckoning, "rowWeights" | "divisor">;

/** All rows, also those that are left out. */
export function allRows(c: Case): Divisor {
  const { rows } = c.predictions;
  const ignored = sumOf(byRow(c, () => 0, 1));
  return {
    rowWeights: new Float64Array(rows).fill(1),
    divisor: ignored ? `all ${counted(rows, "rows")}, the ${ignored} left out included` : counted(rows, "rows"),
  };
}

/** The rows that take part. */
export function countedRows(c: Case): Divisor {
  const rowWeights = byRow(c, () => 1);
  return { rowWeights, divisor: counted(sumOf(rowWeights), "rows") };
}

/** The same for yes-or-no questions of several columns: every entry counts. */
export function perEntry(c: Case, { rowWeights, divisor }: Divisor): Divisor {
  const { cols } = c.predictions;
  if (cols === 1) return { rowWeights, divisor };
  const entries = rowWeights.map((weight) => weight * cols);
  return { rowWeights: entries, divisor: `${figure(sumOf(entries))} entries, ${divisor} of ${cols}` };
}

/** The weights that the rows were given. */
export function summedSampleWeights(c: Case): Divisor {
  if (!c.sampleWeights) return countedRows(c);
  const rowWeights = byRow(c, (row) => weightOf(c, row));
  return { rowWeights, divisor: `the summed weights of the rows, ${figure(sumOf(rowWeights))}` };
}

/** The coefficients that multiply -log p: what our means divide by. */
export function summedCoefficients(c: Case): Divisor {
  const { cols } = c.predictions;
  const rowWeights = byRow(c, (row) => {
    let weight = 0;
    for (let k = 0; k < cols; k++) {
      const y = smoothed(c, row * cols + k, 1 / 2);
      weight += c.kind === "softmax" ? coefficient(c, row, k) : weightOf(c, row) * (1 - y + c.posWeight * y);
    }
    return weight;
  });
  if (c.classWeights || c.sampleWeights || c.posWeight !== 1) {
    return { rowWeights, divisor: `the summed coefficients, ${figure(sumOf(rowWeights))}` };
  }
  return { rowWeights, divisor: (c.kind === "softmax" ? countedRows(c) : perEntry(c, countedRows(c))).divisor };
}

/** A number to six digits, for a sentence. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** What `withClassWeightsOnRows` changes, in words; undefined where it changes nothing. */
export function rowsWeightedWholly({ classWeights, indexed, labelSmoothing }: Case): string | undefined {
  const changes = classWeights && !(indexed && labelSmoothing === 0);
  return changes ? "a class weight multiplies the whole row of a target, smoothing and all" : undefined;
}

/** Class weights turned into weights of the rows, by the class of the target (the likeliest, where it is soft). */
export function withClassWeightsOnRows(c: Case): Case {
  const { classWeights, targets } = c;
  if (!classWeights) return c;
  const sampleWeights = Float64Array.from({ length: targets.rows }, (_, row) => {
    return weightOf(c, row) * classWeights[likeliestClass(c, row)];
  });
  return { ...c, sampleWeights, classWeights: undefined };
}

/** The class of the largest target of a row, the first of several. */
export function likeliestClass({ targets: { cols, data } }: Case, row: number): number {
  const base = row * cols;
  let likeliest = 0;
  for (let k = 1; k < cols; k++) if (data[base + k] > data[base + likeliest]) likeliest = k;
  return likeliest;
}
