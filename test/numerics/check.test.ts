import { describe, expect, test } from "vitest";
import {
  checkClassIndices,
  checkEntries,
  checkLength,
  checkRowSums,
  checkUnitInterval,
  checkWeights,
} from "../../src/numerics/check.js";
import { fromRows, matrix } from "../../src/numerics/matrix.js";

describe("errors name the argument, the place, the value and what was expected", () => {
  test("checkEntries", () => {
    const m = fromRows([
      [1, 2],
      [-3, 4],
    ]);
    expect(() => checkEntries("heights", m, (x) => x > 0, "a height")).toThrow(
      new RangeError("heights: row 1, column 0 is -3; expected a height"),
    );
    checkEntries("heights", m, (x) => x < 5, "less than 5");
  });

  test("checkRowSums", () => {
    const rows = fromRows([
      [0.5, 0.5],
      [0.5, 0.25],
    ]);
    expect(() => checkRowSums("p", rows)).toThrow(new RangeError("p: row 1 sums to 0.75; expected 1 within 1.5e-8"));
    expect(() => checkRowSums("p", fromRows([[Number.NaN, 0]]))).toThrow("p: row 0 sums to NaN; expected 1");
  });

  test("checkRowSums allows the square root of the type's epsilon", () => {
    checkRowSums("p", fromRows([[0.5, 0.5 + 1.4e-8]]));
    expect(() => checkRowSums("p", fromRows([[0.5, 0.5 + 1.6e-8]]))).toThrow("p: row 0 sums to 1.000000016");
    checkRowSums("p", matrix(1, 2, Float32Array.of(0.5, 0.5003)));
    expect(() => checkRowSums("p", matrix(1, 2, Float32Array.of(0.5, 0.5004)))).toThrow("expected 1 within 3.5e-4");
  });

  test("checkLength", () => {
    expect(() => checkLength("y", [1, 2], 3, "targets")).toThrow(new RangeError("y has length 2; expected 3 targets"));
    expect(() => checkLength("y", undefined as never, 3, "targets")).toThrow(
      new TypeError("y is undefined; expected 3 targets"),
    );
    expect(() => checkLength("y", "abc" as never, 3, "targets")).toThrow('y is "abc"; expected 3 targets');
    expect(() => checkLength("y", null as never, 3, "targets")).toThrow("y is null");
  });

  test.each([-1, 3, 0.5, Number.NaN, "1", undefined])("checkClassIndices refuses %s", (target) => {
    expect(() => checkClassIndices("y", [0, target as number], 3)).toThrow(
      `y: row 1 is ${typeof target === "string" ? `"${target}"` : target}; expected a class index, a whole number from 0 to 2`,
    );
  });

  test("checkClassIndices lets a masked row hold anything", () => {
    checkClassIndices("y", [0, -100, 2], 3, [true, false, true]);
    expect(() => checkClassIndices("y", [0, -100, 2], 3, [0, 1, 1])).toThrow("y: row 1 is -100");
  });

  test("checkUnitInterval", () => {
    checkUnitInterval("y", [0, 0.5, 1]);
    for (const bad of [-1e-9, 1.0000001, Number.NaN, null as never]) {
      expect(() => checkUnitInterval("y", [0, bad])).toThrow(`y: row 1 is ${bad}; expected a number from 0 to 1`);
    }
  });

  test("checkWeights", () => {
    checkWeights("w", [0, 0.5, 1e300]);
    for (const bad of [-1e-9, Number.POSITIVE_INFINITY, Number.NaN, null as never]) {
      expect(() => checkWeights("w", [0, bad])).toThrow(`w: entry 1 is ${bad}; expected a finite number, 0 or more`);
    }
  });
});
