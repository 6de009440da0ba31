import { checkObject } from "../numerics/check.js";
import { checkMatrix } from "../numerics/matrix.js";
import type { ConfusionMatrix } from "./confusion-matrix.js";

/** How often predictions hit, in one number a class. */
export interface F1Scores {
  /** K numbers, 0 to 1; NaN for a class that neither happened nor was predicted. */
  readonly classes: Float64Array;
  /** The mean over the classes that happened or were predicted; NaN without rows. */
  readonly macro: number;
}

/**
 * F1 of every class, 2 hits / (rows of the class + predictions of it): the harmonic mean of precision and recall.
 *
 * @param confusion as `confusionMatrix` gives it
 * @returns shares, 0 to 1, by class and their mean. A class that neither happened nor was predicted has none and is left out
 * of the mean
 * @throws TypeError, RangeError when confusion is no square matrix of counts
 * @example
 * f1Scores(confusionMatrix([0, 1, 1], [0, 0, 1], ["dry", "rain"])).macro; // 0.6666...
 * @see van Rijsbergen: Information retrieval (1979), chapter 7
 */
export function f1Scores(confusion: ConfusionMatrix): F1Scores {
  const { hits, happened, predicted } = marginsOf("f1Scores: confusion", confusion);
  const classes = hits.map((hit, k) => (2 * hit) / (happened[k] + predicted[k]));
  const seen = classes.filter((score) => !Number.isNaN(score));
  return { classes, macro: sumOf(seen) / seen.length };
}

/**
 * Cohen's kappa: by how much the share of hits is above what chance would give to predictions as frequent as these,
 * (share - chance) / (1 - chance), where chance is the sum over classes of the share of its rows times the share of its
 * predictions.
 *
 * @param confusion as `confusionMatrix` gives it
 * @returns 1 when all are hits, 0 at the level of chance, -1 at the least; NaN where there is only one class, in which nothing
 * but hits can happen, and without rows
 * @throws TypeError, RangeError when confusion is no square matrix of counts
 * @example
 * cohensKappa(confusionMatrix([0, 1, 1], [0, 0, 1], ["dry", "rain"])); // 0.4
 * @see Cohen: A coefficient of agreement for nominal scales (1960), eq. 1
 */
export function cohensKappa(confusion: ConfusionMatrix): number {
  const { rows, hits, happened, predicted } = marginsOf("cohensKappa: confusion", confusion);
  const chance = products(happened, predicted);
  return (rows * sumOf(hits) - chance) / (rows * rows - chance);
}

/**
 * Matthews's correlation coefficient: the correlation of prediction and truth. With n rows, c hits, t_k rows of class k and
 * p_k predictions of it: (n c - sum t_k p_k) / sqrt((n^2 - sum t_k^2) (n^2 - sum p_k^2)).
 *
 * @param confusion as `confusionMatrix` gives it
 * @returns 1 when all are hits, 0 when prediction and truth have nothing to do with each other; -1, for two classes, when all
 * are misses. NaN where only one class happened or was predicted: what does not vary has no correlation
 * @throws TypeError, RangeError when confusion is no square matrix of counts
 * @example
 * matthewsCorrelation(confusionMatrix([0, 1, 1], [0, 0, 1], ["dry", "rain"])); // 0.5
 * @see Matthews (1975), for two classes; Gorodkin: Comparing two K-category assignments by a K-category correlation
 * coefficient (2004)
 */
export function matthewsCorrelation(confusion: ConfusionMatrix): number {
  const { rows, hits, happened, predicted } = marginsOf("matthewsCorrelation: confusion", confusion);
  const square = rows * rows;
  const spread = Math.sqrt(square - products(happened, happened)) * Math.sqrt(square - products(predicted, predicted));
  return (rows * sumOf(hits) - products(happened, predicted)) / spread;
}

/** Of K classes: the hits, how often each happened, and how often it was predicted. */
function marginsOf(name: string, confusion: ConfusionMatrix) {
  checkObject(name, confusion);
  const { counts } = confusion;
  checkMatrix(`${name}: counts`, counts);
  const { rows: classes, cols, data } = counts;
  if (classes !== cols) throw new RangeError(`${name}: counts are ${classes} x ${cols}; expected a square`);
  const [hits, happened, predicted] = [0, 1, 2].map(() => new Float64Array(classes));
  for (let i = 0; i < data.length; i++) {
    const [truth, said] = [Math.floor(i / classes), i % classes];
    if (!(Number.isInteger(data[i]) && data[i] >= 0)) {
      throw new RangeError(
        `${name}: counts: row ${truth}, column ${said} is ${data[i]}; expected a whole number, 0 or more`,
      );
    }
    happened[truth] += data[i];
    predicted[said] += data[i];
    if (truth === said) hits[truth] += data[i];
  }
  return { rows: sumOf(happened), hits, happened, predicted };
}

function sumOf(numbers: Float64Array): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function products(a: Float64Array, b: Float64Array): number {
  return sumOf(a.map((number, k) => number * b[k]));
}
