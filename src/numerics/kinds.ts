import { allFinite } from "./all-finite.js";
import { checkEntries, checkRowSums, isArrayLike, type Mask } from "./check.js";
import { describeValue } from "./describe-value.js";
import { checkedRows, checkMatrix, isMatrix, type Matrix, matrix, type NestedRows } from "./matrix.js";

/** N x K numbers before the softmax or sigmoid: any real number, also +-Infinity. */
export interface Logits extends Matrix {
  readonly kind: "logits";
}

/** N x K numbers in [0, 1]: rows that sum to 1 (K >= 2), or the probability of the event (K = 1). */
export interface Probabilities extends Matrix {
  readonly kind: "probabilities";
}

/** N x K natural logarithms of probabilities: 0 or less, also -Infinity. */
export interface LogProbabilities extends Matrix {
  readonly kind: "log-probabilities";
}

type Kind = (Logits | Probabilities | LogProbabilities)["kind"];

/** A matrix that is not already known to be another kind. */
export type MatrixOf<K extends Kind> = Matrix & { readonly kind?: K };

/** What the functions below take: a matrix, nested rows, or a flat array that becomes a single column. */
export type Numbers<K extends Kind> = MatrixOf<K> | NestedRows | ArrayLike<number>;

/**
 * Says that these numbers are logits. A matrix is kept, not copied.
 *
 * @param values N x K matrix, nested rows, or N numbers (one column: the logits of a binary model)
 * @throws TypeError when the matrix is known to be another kind (probabilities, log-probabilities)
 * @throws RangeError when an entry is NaN, naming its row and column
 * @example
 * logits([[2, 1, 0.1], [0, 3, -1]]).cols; // 3
 * @see Berkson: Application of the logistic function to bio-assay (1944), for the name
 */
export function logits(values: Numbers<"logits">): Logits {
  return checkedLogits("logits", values);
}

/** As `logits`, for a function that takes them: `name` begins the errors. */
export function checkedLogits(name: string, values: Numbers<"logits">): Logits {
  const m = uncheckedLogits(name, values);
  if (!allFinite(m.data)) checkEntries(name, m, (x) => !Number.isNaN(x), "a number");
  return m;
}

/** As `checkedLogits`, for a function that goes over the entries itself. */
export function uncheckedLogits(name: string, values: Numbers<"logits">): Logits {
  return asKind(name, "logits", values);
}

/**
 * Says that these numbers are probabilities, and checks it. A matrix is kept, not copied; nothing is renormalised.
 *
 * @param values N x K matrix, nested rows, or N numbers (one column: the probability of the event)
 * @throws TypeError when the matrix is known to be another kind
 * @throws RangeError when an entry is outside [0, 1], or K >= 2 and a row does not sum to 1 within the square root of
 * the type's epsilon (1.5e-8 for float64, 3.5e-4 for float32)
 * @example
 * probabilities([[0.7, 0.3]]).rows; // 1
 * @see Kolmogorov: Foundations of the theory of probability (1933), chapter 1, section 1
 */
export function probabilities(values: Numbers<"probabilities">): Probabilities {
  return checkedProbabilities("probabilities", values);
}

/**
 * As `probabilities`, for a function that takes them: `name` begins the errors. With "any sum" rows need not sum to 1. What
 * the mask leaves out may be anything.
 */
export function checkedProbabilities(
  name: string,
  values: Numbers<"probabilities">,
  sums: "sum 1" | "any sum" = "sum 1",
  mask?: Mask,
): Probabilities {
  const m = asKind(name, "probabilities", values);
  checkEntries(name, m, (x) => x >= 0 && x <= 1, "a number from 0 to 1", mask);
  if (m.cols >= 2 && sums === "sum 1") checkRowSums(name, m, mask);
  return m;
}

/**
 * Says that these numbers are natural logarithms of probabilities, and checks that none is above 0.
 *
 * @param values N x K matrix, nested rows, or N numbers (one column), in nats: 0 or less, also -Infinity
 * @throws TypeError when the matrix is known to be another kind
 * @throws RangeError when an entry is NaN or above 0
 * @example
 * logProbabilities([[Math.log(0.7), Math.log(0.3)]]).kind; // "log-probabilities"
 */
export function logProbabilities(values: Numbers<"log-probabilities">): LogProbabilities {
  const m = asKind("logProbabilities", "log-probabilities", values);
  checkEntries("logProbabilities", m, (x) => x <= 0, "0 or less");
  return m;
}

/** Brands a matrix this library has just made: no checks. */
export function brand<K extends Kind>(kind: K, m: Matrix): Matrix & { readonly kind: K } {
  return { kind, rows: m.rows, cols: m.cols, data: m.data };
}

/** The values as a matrix, said to be of this kind; throws when they are no matrix, or one of another kind. */
function asKind<K extends Kind>(name: string, kind: K, values: Numbers<K>): Matrix & { readonly kind: K } {
  if (isMatrix(values)) {
    const known = (values as { kind?: Kind }).kind;
    if (known !== undefined && known !== kind) {
      throw new TypeError(
        `${name}: got a matrix of ${typeof known === "string" ? known : describeValue(known)}; expected ${kind}`,
      );
    }
    checkMatrix(name, values);
    return brand(kind, values);
  }
  if (!isArrayLike(values)) {
    const { data } = (values ?? {}) as { data?: unknown };
    if (data !== undefined) checkMatrix(name, values as Matrix);
    throw new TypeError(`${name}: got ${describeValue(values)}; expected a matrix, rows or numbers`);
  }
  if (values.length > 0 && typeof values[0] === "object") return brand(kind, checkedRows(name, values as NestedRows));
  if (values instanceof Float64Array || values instanceof Float32Array) {
    return brand(kind, matrix(values.length, 1, values));
  }
  return brand(kind, checkedColumn(name, values as ArrayLike<number>));
}

function checkedColumn(name: string, values: ArrayLike<number>): Matrix {
  const column = matrix(values.length, 1);
  for (let row = 0; row < values.length; row++) {
    if (typeof values[row] !== "number") {
      throw new RangeError(`${name}: row ${row}, column 0 is ${describeValue(values[row])}; expected a number`);
    }
    column.data[row] = values[row];
  }
  return column;
}
