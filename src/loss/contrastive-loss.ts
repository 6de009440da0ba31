import { checkEntries, checkLength } from "../numerics/check.js";
import { counted } from "../numerics/counted.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkedRows, checkMatrix, isMatrix, type Matrix, type NestedRows } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { type BothSides, gradientsOf, writeContrastiveGradients } from "./contrastive-gradients.js";
import { ContrastiveScores } from "./contrastive-scores.js";
import { checkOptions, checkOwnMemory, outputsOf } from "./options.js";
import type { Total } from "./total.js";
import { TotalBuilder } from "./total-builder.js";

export interface ContrastiveLossOptions {
  /** N numbers of rows of `right`: which one goes with each row of `left`. Default: the row of the same number. */
  positives?: ArrayLike<number>;
  /** What the similarities are divided by, above 0. Default 1. */
  temperature?: number;
  /** `true` makes two matrices, given ones are filled: the derivatives of the sum in the shapes of `left` and `right`. */
  gradients?: boolean | BothSides;
  /** A finite number that the gradients are multiplied by while they are written. Default 1. */
  gradientScale?: number;
  /** `true` makes an array, an array of N is filled: the loss of every pair. */
  rowLosses?: boolean | Float64Array;
}

/** A total over pairs. */
export interface ContrastiveTotal extends Total {
  /** Where asked for: the derivatives of `sum` with respect to the embeddings and to the temperature. */
  readonly gradients?: BothSides & { readonly temperature: number };
}

const OPTIONS: OptionNames<ContrastiveLossOptions> = {
  positives: true,
  temperature: true,
  gradients: true,
  gradientScale: true,
  rowLosses: true,
};

/**
 * The symmetric contrastive loss (InfoNCE in both directions, the loss of CLIP): how surprising it is, in nats, that a
 * row of one side belongs to its partner on the other, among all that are there.
 *
 * With S = left right^T / temperature, the loss of the pair (i, j), j being i's positive, is
 * (-log softmax_j(row i of S) - log softmax_i(column j of S)) / 2. Nothing is normalised: give rows of length 1 for
 * cosine similarities, as CLIP does before its loss. A row of `right` may be the positive of several rows or of none.
 *
 * S is never held: a pass over its rows keeps two numbers and an index for each row and column, and the gradients take
 * a second pass, in which S is computed again.
 *
 * @param left N x D embeddings; nested rows or a matrix of finite numbers
 * @param right M x D embeddings, M = N without `positives`
 * @param options positives, temperature, gradients
 * @returns a Total whose weight is the number of pairs, so that `mean` is CLIP's loss
 * @throws RangeError when the shapes do not go together, a number or a similarity is not finite, a positive is no row
 * of `right`, or an option does not fit; nothing has been written then
 * @example
 * contrastiveLoss([[1, 0], [0, 1]], [[1, 0], [0, 1]]).mean; // log(1 + 1 / e) = 0.31326...
 * @see van den Oord et al.: Representation learning with contrastive predictive coding (2018), eq. 4; Radford et al.:
 * Learning transferable visual models from natural language supervision (2021), figure 3
 */
export function contrastiveLoss(
  left: Matrix | NestedRows,
  right: Matrix | NestedRows,
  options: ContrastiveLossOptions & { gradients: true | BothSides },
): ContrastiveTotal & Required<Pick<ContrastiveTotal, "gradients">>;
export function contrastiveLoss(
  left: Matrix | NestedRows,
  right: Matrix | NestedRows,
  options?: ContrastiveLossOptions,
): ContrastiveTotal;
export function contrastiveLoss(
  left: Matrix | NestedRows,
  right: Matrix | NestedRows,
  options: ContrastiveLossOptions = {},
): ContrastiveTotal {
  const name = "contrastiveLoss";
  checkOptionNames(name, options, OPTIONS);
  const a = embeddings(`${name}: left`, left);
  const b = embeddings(`${name}: right`, right);
  const { temperature = 1, gradientScale = 1 } = options;
  if (!(Number.isFinite(temperature) && temperature > 0)) {
    throw new RangeError(`${name}: temperature is ${describeValue(temperature)}; expected a finite number above 0`);
  }
  checkOptions(name, { gradientScale }, a.rows);
  if (a.cols !== b.cols) {
    throw new RangeError(`${name}: right has ${counted(b.cols, "columns")}; expected ${a.cols}, as left has`);
  }
  const positives = checkedPositives(name, options.positives, a.rows, b.rows);
  const out = gradientsOf(name, options.gradients, { left: a, right: b });
  const { rowLosses } = outputsOf(name, { rowLosses: options.rowLosses }, a);
  checkOwnMemory(name, options, { left, right });

  const scores = new ContrastiveScores(name, a, b, temperature);
  const total = new TotalBuilder({ rowLosses });
  for (let i = 0; i < a.rows; i++) total.add(i, scores.loss(i, positives[i]), 1);
  if (!out) return total.finish();
  const byTemperature = writeContrastiveGradients(scores, positives, out, gradientScale);
  return Object.assign(total.finish(), { gradients: { ...out, temperature: byTemperature } });
}

function embeddings(name: string, given: Matrix | NestedRows): Matrix {
  if (typeof given !== "object" || given === null || !(isMatrix(given) || Array.isArray(given))) {
    throw new TypeError(`${name} is ${describeValue(given)}; expected a matrix or rows of numbers`);
  }
  if (isMatrix(given)) checkMatrix(name, given);
  const m = isMatrix(given) ? given : checkedRows(name, given);
  checkEntries(name, m, Number.isFinite, "a finite number");
  return m;
}

function checkedPositives(
  name: string,
  given: ArrayLike<number> | undefined,
  rows: number,
  candidates: number,
): ArrayLike<number> {
  if (given !== undefined) {
    checkLength(`${name}: positives`, given, rows, "rows of right, one a row of left");
    for (let i = 0; i < rows; i++) {
      if (!(Number.isInteger(given[i]) && given[i] >= 0 && given[i] < candidates)) {
        throw new RangeError(
          `${name}: positives: row ${i} is ${describeValue(given[i])}; expected a row of right, 0 to ${candidates - 1}`,
        );
      }
    }
    return given;
  }
  if (rows !== candidates) {
    throw new RangeError(
      `${name}: right has ${counted(candidates, "rows")}; expected ${rows}, as left has, or positives that say which go together`,
    );
  }
  return Array.from({ length: rows }, (_, i) => i);
}
