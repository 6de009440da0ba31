import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classIndices } from "../../src/data/class-indices.js";
import type { Cell } from "../../src/data/table.js";

const indices = (values: Cell[], given?: (string | number | boolean)[]) =>
  classIndices(values, given, 'x.csv, column "y"', (i) => `x.csv, line ${i + 2}, column "y"`);

describe("classIndices", () => {
  it("orders numbers by size, not as text", () => {
    expect(indices([10, 9, -1])).toEqual({ targets: Int32Array.of(2, 1, 0), classNames: ["-1", "9", "10"] });
  });
  it("orders text by its letters", () => {
    expect(indices(["dog", "cat", "dog"])).toEqual({ targets: Int32Array.of(1, 0, 1), classNames: ["cat", "dog"] });
  });
  it("orders false before true", () => {
    expect(indices([true, false])).toEqual({ targets: Int32Array.of(1, 0), classNames: ["false", "true"] });
  });
  it("takes a mixed column as text", () => {
    expect(indices(["B", 10, 9]).classNames).toEqual(["10", "9", "B"]);
  });
  it("takes the order that is given, and classes that do not occur", () => {
    expect(indices(["no", "yes"], ["yes", "no", "maybe"]).targets).toEqual(Int32Array.of(1, 0));
    expect(indices([0, 1], [1, 0]).targets).toEqual(Int32Array.of(1, 0));
    expect(indices([true, false], [true, false]).targets).toEqual(Int32Array.of(0, 1));
  });
  it("names the place and value of a class that was not given", () => {
    expect(() => indices(["yes", "Yes"], ["no", "yes"])).toThrow(
      'x.csv, line 3, column "y" is "Yes"; expected one of "no", "yes"',
    );
  });
  it("refuses a class given twice", () => {
    expect(() => indices(["a", "b"], ["a", "b", "a"])).toThrow('classNames: "a" is named twice');
  });
  it("refuses a column with one value only, unless the others are named", () => {
    expect(() => indices(["a", "a"])).toThrow(
      'x.csv, column "y" holds one value only, "a"; expected two classes or more',
    );
    expect(() => indices(["a"], ["a"])).toThrow('classNames has one value only, "a"');
    expect(indices(["a"], ["a", "b"]).targets).toEqual(Int32Array.of(0));
  });
  it("refuses classNames that are empty", () => {
    expect(() => indices(["a"], [])).toThrow("classNames is empty; expected two classes or more");
  });
  it("calls each row by the name of its value", () => {
    const values = fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean()), { minLength: 2 });
    fc.assert(
      fc.property(values, (values) => {
        fc.pre(new Set(values.map(String)).size > 1);
        const { targets, classNames } = indices(values);
        expect(Array.from(targets, (k) => classNames[k])).toEqual(values.map(String));
        expect(new Set(classNames).size).toBe(classNames.length);
      }),
    );
  });
});
