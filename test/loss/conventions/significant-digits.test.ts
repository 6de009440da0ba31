import { describe, expect, test } from "vitest";
import { toFloat16 } from "../../../src/loss/conventions/float16.js";
import { agreement, isClose, unitOf, writtenNumber } from "../../../src/loss/conventions/significant-digits.js";

describe("a written number", () => {
  test.each<[number | string, number, number, string?]>([
    ["0.6120", 0.612, 4],
    [0.612, 0.612, 3],
    ["-1.50", -1.5, 3],
    ["6.120e-5", 6.12e-5, 4],
    [" 784.6771 ", 784.6771, 7],
    ["0", 0, 1],
    [0.7846770882606506, 0.7846770882606506, 7, "float32"],
    [0.66357421875, 0.66357421875, 3, "float16"],
    [3.203125, 3.203125, 2, "bfloat16"],
    [0.7846770911779234, 0.7846770911779234, 16],
    ["Infinity", Number.POSITIVE_INFINITY, 1],
    ["nan", Number.NaN, 1],
    [Number.NaN, Number.NaN, 1],
  ])("%s", (written, value, digits, type) => {
    expect(writtenNumber("theirs", written)).toEqual(type ? { value, digits, type } : { value, digits });
  });

  test.each(["", "0,61", "tensor(0.6)", "1e"])("%j is none", (text) => {
    expect(() => writtenNumber("f: theirs", text)).toThrow(`f: theirs is ${JSON.stringify(text)}; expected a number`);
  });
});

describe("agreement", () => {
  test.each([
    [0.61234, 0.6123, 4, 4],
    [0.61235, 0.6123, 4, 4],
    [0.61236, 0.6123, 4, 3],
    [0.6123, 0.6124, 4, 3],
    [0.6, 0.7, 1, 0],
    [1.0004999, 1, 4, 4],
    [999.96, 1000, 4, 4],
    [-0.6123, 0.6123, 4, 0],
    [0, 0.6, 1, 0],
    [1e-9, 0, 1, 0],
    [Number.NaN, 0.6, 2, 0],
    [Number.NaN, Number.NaN, 1, 1],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 1, 1],
    [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 1, 0],
  ])("%d for %d, of which %i digits are given: %i", (value, number, given, matched) => {
    expect(agreement(value, number, given)).toEqual({ matched, given });
  });

  test("is close where all digits agree, or those that float32 keeps", () => {
    expect(isClose({ matched: 3, given: 3 })).toBe(true);
    expect(isClose({ matched: 3, given: 4 })).toBe(false);
    expect(isClose({ matched: 6, given: 17 })).toBe(true);
    expect(isClose({ matched: 5, given: 17 })).toBe(false);
  });

  test("a unit of the last digit", () => {
    expect([unitOf(0.6123, 4), unitOf(784.6, 4), unitOf(0, 1)].map((unit) => Number(unit.toPrecision(6)))).toEqual([
      1e-4, 0.1, 1,
    ]);
  });
});

describe("float16", () => {
  test.each([
    [1, 1],
    [0.1, 0.0999755859375],
    [1 / 3, 0.333251953125],
    [1 + 2 ** -11, 1],
    [1 + 3 * 2 ** -11, 1 + 2 ** -9],
    [2 ** -24, 2 ** -24],
    [2 ** -25, 0],
    [-0.1, -0.0999755859375],
    [65504, 65504],
    [70000, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ])("%d is %d", (x, nearest) => expect(toFloat16(x) + 0).toBe(nearest));
});
