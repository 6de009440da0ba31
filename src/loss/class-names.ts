import { checkLength } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import type { Matrix } from "../numerics/matrix.js";
import type { LossOptions } from "./options.js";
import type { SoftmaxTargets } from "./soft-targets.js";

/** Targets given by name as class indices, 0 for a row that is masked; targets that are no names as they are. */
export function indicesOfNames(
  name: string,
  targets: SoftmaxTargets | readonly string[],
  classNames: readonly string[],
  { cols }: Matrix,
  mask: LossOptions["mask"],
): SoftmaxTargets {
  checkLength(`${name}: classNames`, classNames, Math.max(2, cols), "names, one a class");
  const indices = new Map<unknown, number>(classNames.map((className, k) => [className, k]));
  if (indices.size < classNames.length) {
    throw new RangeError(`${name}: classNames has a name twice; expected ${classNames.length} different ones`);
  }
  if (!Array.isArray(targets) || !targets.some((target) => typeof target === "string")) {
    return targets as SoftmaxTargets;
  }
  return Int32Array.from(targets, (target, row) => {
    const index = indices.get(target) ?? (mask && !mask[row] ? 0 : undefined);
    if (index !== undefined) return index;
    const expected = `one of ${classNames.map(describeValue).join(", ")}`;
    throw new RangeError(`${name}: targets: row ${row} is ${describeValue(target)}; expected ${expected}`);
  });
}
