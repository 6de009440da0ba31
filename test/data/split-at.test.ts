import { describe, expect, it } from "vitest";
import { splitAt } from "../../src/data/split-at.js";
import { numberedDataset } from "./numbered-dataset.js";

const dataset = numberedDataset([0, 1, 0, 1, 1]);

describe("splitAt", () => {
  it("cuts before the row at each position and keeps the order", () => {
    const rows = (...positions: number[]) => splitAt(dataset, ...positions).map((part) => Array.from(part.rowNumbers));
    expect(rows(3)).toEqual([
      [2, 3, 4],
      [5, 6],
    ]);
    expect(rows(1, 4)).toEqual([[2], [3, 4, 5], [6]]);
    expect(rows()).toEqual([[2, 3, 4, 5, 6]]);
  });
  it.each([[0], [5], [6], [-1], [2.5], [Number.NaN], [3, 3], [3, 1]])("refuses the positions %j", (...positions) => {
    expect(() => splitAt(dataset, ...positions)).toThrow(
      /^splitAt: position \d is .+; expected a whole number, \d to 4$/,
    );
  });
});
