import { describeValue } from "../numerics/describe-value.js";
import type { Dataset } from "./dataset.js";

type Named = Pick<Dataset, "featureNames" | "classNames">;

/** Throws when the features or classes of two datasets are not called alike, in the same order: their numbers would be mixed up. */
export function checkSameNames(name: string, data: Named, of: string, other: Named): void {
  checkList(`${name}: featureNames`, data.featureNames, of, other.featureNames);
  checkList(`${name}: classNames`, data.classNames, of, other.classNames);
}

/** Throws when two lists are not the same, at the first difference. */
export function checkList(name: string, list: readonly string[], of: string, other: readonly string[]): void {
  const length = Math.max(list.length, other.length);
  for (let i = 0; i < length; i++) {
    if (list[i] === other[i]) continue;
    const [own, wanted] = [list[i], other[i]].map((text) => (text === undefined ? "missing" : describeValue(text)));
    throw new RangeError(
      `${name}: ${i} is ${own}; expected ${wanted}, as ${of} has it: the same names in the same order`,
    );
  }
}
