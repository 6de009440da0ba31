import { describe, expect, it } from "vitest";
import { takeExamples } from "../../src/data/take-examples.js";
import { toRows } from "../../src/numerics/matrix.js";
import { numberedDataset } from "./numbered-dataset.js";

describe("takeExamples", () => {
  it("takes the rows of all parts together, in the order given", () => {
    const taken = takeExamples(numberedDataset([0, 1, 1, 0]), [3, 1, 3]);
    expect(toRows(taken.features)).toEqual([
      [3, -3],
      [1, -1],
      [3, -3],
    ]);
    expect(taken.targets).toEqual(Int32Array.of(0, 1, 0));
    expect(taken.rowNumbers).toEqual(Int32Array.of(5, 3, 5));
    expect(taken.classNames).toEqual(["class 0", "class 1"]);
  });
  it("takes weights, groups and times along", () => {
    const extras = { weights: Float64Array.of(1, 2, 3), groups: ["a", 2, "c"], times: Float64Array.of(7, 8, 9) };
    expect(takeExamples({ ...numberedDataset([0, 1, 0]), ...extras }, [2, 1])).toMatchObject({
      weights: Float64Array.of(3, 2),
      groups: ["c", 2],
      times: Float64Array.of(9, 8),
    });
  });
  it("copies", () => {
    const dataset = numberedDataset([0, 1]);
    takeExamples(dataset, [0]).features.data[0] = 7;
    expect(dataset.features.data[0]).toBe(0);
  });
  it("takes no examples", () => {
    expect(takeExamples(numberedDataset([0, 1]), []).features).toMatchObject({ rows: 0, cols: 2 });
  });
  it.each([-1, 2, 0.5, Number.NaN])("refuses the index %d", (index) => {
    expect(() => takeExamples(numberedDataset([0, 1]), [0, index])).toThrow(
      `takeExamples: index 1 is ${index}; expected a row, 0 to 1`,
    );
  });
});
