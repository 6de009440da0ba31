import type { Dataset } from "../../src/data/dataset.js";
import { fromRows } from "../../src/numerics/matrix.js";

/** A dataset whose row i has the features i and -i and the row number i + 2, so that a row can be recognised. */
export function numberedDataset(targets: readonly number[]): Dataset {
  const classes = Math.max(2, ...targets.map((target) => target + 1));
  return {
    features: fromRows(targets.map((_, i) => [i, -i])),
    targets: Int32Array.from(targets),
    featureNames: ["up", "down"],
    classNames: Array.from({ length: classes }, (_, k) => `class ${k}`),
    rowNumbers: Int32Array.from(targets, (_, i) => i + 2),
  };
}
