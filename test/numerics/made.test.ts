import { expect, test } from "vitest";
import { made, makingOf, remake } from "../../src/numerics/made.js";

const circle = (radius: number, options?: { colour?: string }) =>
  made("circle", [radius, options], { radius, options });
const pair = (...shapes: object[]) => made("pair", [shapes], { shapes });
const makers = { circle, pair: (shapes: object[]) => pair(...shapes) };

test("what was made is told as JSON, and made again", () => {
  const shapes = pair(circle(1), circle(Number.POSITIVE_INFINITY, { colour: "red" }));
  const making = JSON.parse(JSON.stringify(makingOf(shapes)));
  expect(making).toEqual({
    by: "pair",
    with: [
      [
        { by: "circle", with: [1] },
        { by: "circle", with: [{ number: "Infinity" }, { colour: "red" }] },
      ],
    ],
  });
  expect(remake("draw", making, makers)).toEqual(shapes);
  expect(makingOf({ a: undefined, b: [null, true] })).toEqual({ b: [null, true] });
});

test("the note is seen by nobody else", () => {
  expect(Object.keys(circle(1))).toEqual(["radius", "options"]);
  expect({ ...circle(1) }).toEqual({ radius: 1, options: undefined });
});

test("what is not of the makers is refused", () => {
  expect(() => remake("draw", { by: "square", with: [] }, makers)).toThrow(
    'draw: there is no "square"; expected one of circle, pair',
  );
  expect(() => remake("draw", { by: "toString", with: [] }, makers)).toThrow('draw: there is no "toString"');
  const own = makingOf(function myLoss() {});
  expect(own).toEqual({ function: "myLoss", text: "function myLoss() {}" });
  expect(() => remake("draw", own, makers)).toThrow("draw: myLoss is not of this package; expected it to be given");
});
