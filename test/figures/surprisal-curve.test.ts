import { expect, test } from "vitest";
import { surprisalCurve } from "../../src/figures/surprisal-curve.js";

type Line = { x: number[]; y: number[] };

test("is -log p", () => {
  const { x, y } = surprisalCurve().data[0] as Line;
  for (const [i, p] of x.entries()) expect(y[i]).toBeCloseTo(Math.log(1 / p), 4);
  expect([x[0], x.at(-1), y.at(-1)]).toEqual([0.01, 1, 0]);
});

test("marks points and says their surprise", () => {
  const figure = surprisalCurve([{ p: 0.2, label: "said 20 %" }]);
  expect(figure.data[1]).toMatchObject({ x: [0.2], y: [1.60944] });
  expect(figure.layout).toMatchObject({ annotations: [{ text: "said 20 %: 1.61 nats" }] });
  expect(figure.text).toContain("said 20 % (p = 0.2): 1.609 nats");
});

test("begins at the rarest point", () => {
  expect((surprisalCurve([{ p: 1e-5, label: "rare" }]).data[0] as Line).x[0]).toBe(1e-5);
});

test.each([0, -0.1, 1.1, Number.NaN])("refuses p = %s", (p) => {
  expect(() =>
    surprisalCurve([
      { p: 1, label: "sure" },
      { p, label: "no" },
    ]),
  ).toThrow(`surprisalCurve: points: entry 1: p is ${p}; expected 0 < p <= 1`);
});
