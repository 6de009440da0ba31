import { expect, test } from "vitest";
import { rocCurve } from "../../src/evaluation/roc.js";
import { rocFigure } from "../../src/figures/roc-figure.js";
import { createRandom } from "../../src/numerics/random.js";

test("the thinned line keeps the area", () => {
  const random = createRandom(5);
  const targets = Array.from({ length: 5000 }, () => random.integer(2));
  const curve = rocCurve(
    targets.map((y) => y + random.normal()),
    targets,
  );
  const { x, y } = rocFigure(curve).data[1] as { x: number[]; y: number[] };
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  expect(area).toBeCloseTo(curve.area, 3);
  expect(x.length).toBeLessThan(1000);
  expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
});

test("says the area and what is found at a false positive rate of 10 %", () => {
  // Both 1 rows and one of ten 0 rows above 0.5: at a rate of 0.1 all are found; three of the twenty pairs are wrong.
  const scores = [0.9, 0.6, 0.95, 0.1, 0.2, 0.3, 0.4, 0.41, 0.42, 0.43, 0.44, 0.7];
  const targets = [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const { text } = rocFigure(rocCurve(scores, targets));
  expect(text).toContain("The area under the ROC curve is 0.85,");
  expect(text).toContain("with 10 % of the 0 rows called 1 by mistake, 50 % of the 1 rows are found");
});
