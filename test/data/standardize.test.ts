import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readCsv } from "../../src/data/files/read-csv.js";
import { standardize } from "../../src/data/standardize.js";
import { fromRows, type Matrix, matrix, toRows } from "../../src/numerics/matrix.js";
import { numberedDataset } from "./numbered-dataset.js";

interface Case {
  readonly name: string;
  readonly mean: number[];
  readonly scale: number[];
  readonly x?: number[][];
  readonly z?: number[][];
}

const fixture = new URL("../fixtures/data/standardize.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(fixture, "utf8")) as { cases: Case[] };

function expectClose(found: ArrayLike<number>, expected: readonly number[], relative: number, absolute = 0): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(found[i] - value), `entry ${i}: ${found[i]}, not ${value}`).toBeLessThanOrEqual(
      relative * Math.abs(value) + absolute,
    );
  });
}

describe("standardize", () => {
  it.each(cases)("finds scikit-learn's means and scales: $name", async ({ mean, scale, x, z }) => {
    const features: Matrix = x
      ? fromRows(x)
      : (await readCsv("data/breast-cancer.csv", { target: "diagnosis" })).features;
    const standard = standardize(features);
    const size = Math.max(...features.data.map(Math.abs));
    expectClose(standard.mean, mean, 1e-14, 1e-15 * size);
    expectClose(standard.scale, scale, 1e-12, 4e-16 * size);
    // At 1e9 the last digit of a mean is 1e-7 of a deviation.
    if (z)
      expectClose(standard.apply(features).data, z.flat(), 1e-12, Math.max(1e-14, (size / Math.min(...scale)) * 1e-15));
  });
  it("leaves a column that is constant at 0, with scale 1", () => {
    const standard = standardize(
      fromRows([
        [0.1, 1],
        [0.1, 2],
        [0.1, 3],
      ]),
    );
    expect(standard.scale[0]).toBe(1);
    expect(
      toRows(
        standard.apply(
          fromRows([
            [0.1, 2],
            [1.1, 2],
          ]),
        ),
      ),
    ).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });
  it("gives the rows it was fitted on mean 0 and deviation 1", () => {
    const again = standardize(
      standardize(numberedDataset([0, 1, 0, 1, 1, 0, 0])).apply(numberedDataset([0, 1, 0, 1, 1, 0, 0])),
    );
    expectClose(again.mean, [0, 0], 0, 1e-15);
    expectClose(again.scale, [1, 1], 1e-15);
  });
  it("uses on other rows what it found on the first ones", () => {
    const standard = standardize(fromRows([[0], [2]]));
    expect(toRows(standard.apply(fromRows([[5]])))).toEqual([[4]]);
  });
  it("makes a new dataset with the same targets, and leaves the old one as it was", () => {
    const dataset = numberedDataset([0, 1, 1]);
    const standardized = standardize(dataset).apply(dataset);
    expect(standardized.targets).toBe(dataset.targets);
    expect(standardized.featureNames).toEqual(["up", "down"]);
    expect(dataset.features.data[2]).toBe(1);
    expect(standardized.features.data[2]).toBe(0);
  });
  it("keeps float32 rows in float32", () => {
    const m = matrix(2, 1, Float32Array.of(1, 3));
    expect(standardize(m).apply(m).data).toEqual(Float32Array.of(-1, 1));
  });
  it("refuses no rows, entries that are not finite, and other columns", () => {
    expect(() => standardize(matrix(0, 2))).toThrow("standardize: train has no rows; expected one or more");
    expect(() => standardize(fromRows([[1], [Number.NaN]]))).toThrow(
      "row 1, column 0 is NaN; expected a finite number",
    );
    expect(() => standardize(fromRows([[1]])).apply(fromRows([[1, 2]]))).toThrow(
      "apply got 2 columns; it was fitted on 1",
    );
  });
});
