import type { Case } from "./case.js";
import {
  allRows,
  countedRows,
  type Divisor,
  meanOf,
  type Reckoning,
  summedCoefficients,
  summedSampleWeights,
  sumOf,
} from "./reckoning.js";

/** What else a mean is divided by, likelier ones first. */
export const divisors: readonly ((c: Case) => Divisor)[] = [
  countedRows,
  allRows,
  summedSampleWeights,
  summedCoefficients,
  ({ predictions: { rows, cols } }) => ({
    rowWeights: new Float64Array(rows).fill(cols),
    divisor: `${rows * cols}, ${rows} rows times ${cols} columns`,
  }),
];

/** The sentence about two divisors. */
export function dividesBy(divisor: string, usual: string): string {
  return `the mean divides by ${divisor}, not by ${usual}`;
}

/** Another number made of the losses of the rows. */
export interface Reduction {
  /** In words, with the figures; `usual` is what is divided by otherwise. */
  words(c: Case, usual: string): string;
  of(reckoning: Reckoning, c: Case): number;
}

/** Other reductions, likelier ones first. */
export const reductions: readonly Reduction[] = [
  {
    words: (_, usual) => `it is the sum, not the mean over ${usual}`,
    of: ({ rowLosses }) => sumOf(rowLosses),
  },
  ...divisors.map(
    (divisor): Reduction => ({
      words: (c, usual) => dividesBy(divisor(c).divisor, usual),
      of: ({ rowLosses }, c) => sumOf(rowLosses) / sumOf(divisor(c).rowWeights),
    }),
  ),
  ...[16, 32, 64, 128, 256, 512, 1024].map(meanOfBatchMeans),
];

/** What a loop prints that averages the means of its batches: a short last batch, or a light one, counts like the others. */
function meanOfBatchMeans(size: number): Reduction {
  return {
    words({ predictions: { rows } }, usual) {
      const last = rows % size;
      const batches = `${Math.ceil(rows / size)} batches of ${size}${last ? `, the last of ${last}` : ""}`;
      return `it is the mean of the means of ${batches}, not the mean over ${usual}`;
    },
    of({ rowLosses, rowWeights, divisor }) {
      let sum = 0;
      for (let start = 0; start < rowLosses.length; start += size) {
        const batch = (values: Float64Array) => values.subarray(start, start + size);
        sum += meanOf({ divisor, rowLosses: batch(rowLosses), rowWeights: batch(rowWeights) });
      }
      return sum / Math.ceil(rowLosses.length / size);
    },
  };
}

/** Other units of the same number. */
export const units: readonly { readonly words: string; of(nats: number): number }[] = [
  { words: "it is in bits (log2), not in nats", of: (nats) => nats / Math.LN2 },
  { words: "its sign is turned: it is the log-likelihood", of: (nats) => -nats },
  { words: "it is the perplexity, e to the power of the mean", of: (nats) => Math.exp(nats) },
];
