import { describe, expect, test } from "vitest";
import { fromRows, isMatrix, matrix, type NestedRows, rowOf, takeRows, toRows } from "../../src/numerics/matrix.js";

const m = fromRows([
  [1, 2, 3],
  [4, 5, 6],
]);

describe("matrix", () => {
  test("is zeros, or the numbers given, kept and not copied", () => {
    expect(matrix(2, 3)).toEqual({ rows: 2, cols: 3, data: new Float64Array(6) });
    const data = Float32Array.of(1, 2);
    expect(matrix(1, 2, data).data).toBe(data);
    expect(matrix(0, 5).data.length).toBe(0);
  });

  test("refuses sizes that are none or do not fit", () => {
    expect(() => matrix(-1, 2)).toThrow(new RangeError("matrix: rows is -1; expected a whole number, 0 or more"));
    expect(() => matrix(1, 2.5)).toThrow("matrix: cols is 2.5; expected a whole number, 0 or more");
    expect(() => matrix(2, 2, new Float64Array(3))).toThrow(
      new RangeError("matrix: data has 3 numbers; expected 2 x 2 = 4"),
    );
  });
});

describe("fromRows and toRows", () => {
  test("are each other's way back", () => {
    expect(Array.from(m.data)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(toRows(m)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(fromRows([])).toEqual({ rows: 0, cols: 0, data: new Float64Array(0) });
    expect(toRows(fromRows([Float32Array.of(0.5, 1)]))).toEqual([[0.5, 1]]);
  });

  test("errors name the row and what it holds", () => {
    expect(() => fromRows([[1, 2], [3]])).toThrow(
      new RangeError("fromRows: row 1 has 1 number; expected 2, as row 0 has"),
    );
    const bad = (rows: unknown) => () => fromRows(rows as NestedRows);
    expect(
      bad([
        [1, 2],
        [3, "4"],
      ]),
    ).toThrow('fromRows: row 1, column 1 is "4"; expected a number');
    expect(bad([[1, 2], null])).toThrow("fromRows: row 1 is null; expected an array of numbers");
    expect(bad([null])).toThrow("fromRows: row 0 is null; expected an array of numbers");
    expect(bad([[1, 2], 3])).toThrow("fromRows: row 1 is 3; expected an array of numbers");
    expect(bad([[1, undefined]])).toThrow("fromRows: row 0, column 1 is undefined; expected a number");
  });
});

describe("rowOf and takeRows", () => {
  test("a row is a view, taken rows are copies in the order given", () => {
    const own = fromRows(toRows(m));
    const taken = takeRows(own, [1, 0, 1]);
    rowOf(own, 1)[0] = 40;
    expect(toRows(own)[1]).toEqual([40, 5, 6]);
    expect(toRows(taken)).toEqual([
      [4, 5, 6],
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(takeRows(own, []).rows).toBe(0);
  });

  test("keep float32", () => {
    expect(takeRows(matrix(2, 1, Float32Array.of(1, 2)), [1]).data).toEqual(Float32Array.of(2));
  });

  test("an index that is no row is named", () => {
    expect(() => takeRows(m, [0, 2])).toThrow(
      new RangeError("takeRows: index 1 is 2; expected a row of the matrix, 0 to 1"),
    );
    expect(() => takeRows(m, [-1])).toThrow("takeRows: index 0 is -1");
    expect(() => takeRows(m, [0.5])).toThrow("takeRows: index 0 is 0.5");
  });
});

describe("isMatrix", () => {
  test("knows a matrix when it sees one", () => {
    expect(isMatrix(m)).toBe(true);
    for (const other of [null, undefined, 3, [[1]], { rows: 1, cols: 1 }, { rows: 1, cols: 1, data: [1] }]) {
      expect(isMatrix(other)).toBe(false);
    }
  });
});
