import { describe, expect, test } from "vitest";
import { logits, logProbabilities, type Numbers, probabilities } from "../../src/numerics/kinds.js";
import { type Matrix, matrix } from "../../src/numerics/matrix.js";

const inf = Number.POSITIVE_INFINITY;

describe("logits, probabilities, logProbabilities", () => {
  test("take nested rows, a flat array as one column, a matrix without copying", () => {
    expect(
      logits([
        [2, 1, 0.1],
        [0, 3, -1],
      ]),
    ).toMatchObject({ kind: "logits", rows: 2, cols: 3 });
    expect(probabilities([0.2, 0.7])).toMatchObject({ kind: "probabilities", rows: 2, cols: 1 });
    expect(logProbabilities([[-1, -inf, 0]])).toMatchObject({ kind: "log-probabilities", rows: 1, cols: 3 });
    const data = Float32Array.of(1, 2);
    expect(logits(matrix(1, 2, data)).data).toBe(data);
    expect(logits(data)).toMatchObject({ rows: 2, cols: 1, data });
    expect(logits(Int32Array.of(1, 2)).data).toEqual(Float64Array.of(1, 2));
    expect(logits([]).rows).toBe(0);
    expect(logits(logits([1])).data).toEqual(Float64Array.of(1));
  });

  test("infinite logits are logits", () => {
    expect(Array.from(logits([[inf, -inf]]).data)).toEqual([inf, -inf]);
  });

  test("a matrix of another kind is refused by name", () => {
    const p = probabilities([[0.5, 0.5]]) as Matrix as never;
    expect(() => logits(p)).toThrow(new TypeError("logits: got a matrix of probabilities; expected logits"));
    expect(() => logProbabilities(p)).toThrow(
      new TypeError("logProbabilities: got a matrix of probabilities; expected log-probabilities"),
    );
    expect(() => probabilities(logits([[0, 0]]) as Matrix as never)).toThrow(
      new TypeError("probabilities: got a matrix of logits; expected probabilities"),
    );
  });

  test("what is no number, no probability, no logarithm of one is refused with its place", () => {
    expect(() =>
      logits([
        [0, 1],
        [2, Number.NaN],
      ]),
    ).toThrow(new RangeError("logits: row 1, column 1 is NaN; expected a number"));
    expect(() => probabilities([0.5, 1.0000001])).toThrow(
      new RangeError("probabilities: row 1, column 0 is 1.0000001; expected a number from 0 to 1"),
    );
    expect(() =>
      probabilities([
        [0.5, 0.5],
        [0.2, 0.2],
      ]),
    ).toThrow("probabilities: row 1 sums to 0.4; expected 1");
    expect(() => probabilities([[0.5, Number.NaN]])).toThrow("probabilities: row 0, column 1 is NaN");
    expect(() => logProbabilities([[-1, 1e-9]])).toThrow(
      new RangeError("logProbabilities: row 0, column 1 is 1e-9; expected 0 or less"),
    );
  });

  test("what is no array is refused with what it is", () => {
    const bad = (value: unknown) => () => logits(value as Numbers<"logits">);
    expect(bad(3)).toThrow(new TypeError("logits: got 3; expected a matrix, rows or numbers"));
    expect(bad(undefined)).toThrow("got undefined");
    expect(bad(null)).toThrow("got null");
    expect(bad("12")).toThrow('got "12"');
    expect(bad({})).toThrow("got an object");
    expect(bad([1, "2"])).toThrow('row 1, column 0 is "2"; expected a number');
    expect(bad([null])).toThrow("row 0 is null; expected an array of numbers");
  });

  test("a matrix made by hand whose data does not fit is refused", () => {
    expect(() => logits({ rows: 2, cols: 2, data: new Float64Array(3) })).toThrow(
      "logits: data has 3 numbers; expected 2 x 2 = 4",
    );
  });
});
