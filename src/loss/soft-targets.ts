import { checkEntries, checkRowSums } from "../numerics/check.js";
import type { MatrixOf } from "../numerics/kinds.js";
import { checkedRows, checkMatrix, isMatrix, type Matrix, type NestedRows } from "../numerics/matrix.js";
import { checkTargetKind, type LossOptions } from "./options.js";

/** N class indices, or N x K probabilities: soft targets, one-hot rows. */
export type SoftmaxTargets = ArrayLike<number> | MatrixOf<"probabilities"> | NestedRows;

/** Soft targets as a matrix, checked; undefined when these are none, but maybe class indices. */
export function softTargets(
  name: string,
  given: SoftmaxTargets,
  { rows, cols }: Pick<Matrix, "rows" | "cols">,
  mask: LossOptions["mask"],
): Matrix | undefined {
  checkTargetKind(name, given);
  const nested = !isMatrix(given) && typeof given?.[0] === "object";
  if (!isMatrix(given) && !nested) return undefined;
  if (isMatrix(given)) checkMatrix(`${name}: targets`, given);
  const targets = isMatrix(given) ? given : checkedRows(`${name}: targets`, given as NestedRows);
  if (targets.rows !== rows || targets.cols !== cols) {
    throw new RangeError(
      `${name}: targets are ${targets.rows} x ${targets.cols}; expected the shape of the logits, ${rows} x ${cols}`,
    );
  }
  checkEntries(`${name}: targets`, targets, (t) => t >= 0 && t <= 1, "a probability, 0 to 1", mask);
  checkRowSums(`${name}: targets`, targets, mask);
  return targets;
}
