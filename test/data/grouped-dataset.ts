import type { Dataset } from "../../src/data/dataset.js";
import { numberedDataset } from "./numbered-dataset.js";

/** A numbered dataset with groups, the targets 0 unless told otherwise. */
export function groupedDataset(
  groups: ArrayLike<string | number>,
  targets: readonly number[] = Array.from(groups, () => 0),
): Dataset {
  return { ...numberedDataset(targets), groups };
}
