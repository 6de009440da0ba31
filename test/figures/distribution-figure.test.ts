import { expect, test } from "vitest";
import { distributionFigure } from "../../src/figures/distribution-figure.js";

test("bars side by side, and cross-entropy, entropy and divergence in the sentence", () => {
  const figure = distributionFigure({ labels: ["a", "b"], p: [0.5, 0.5], q: [0.9, 0.1] });
  expect(figure.data).toMatchObject([
    { name: "p", x: ["a", "b"], y: [0.5, 0.5] },
    { name: "q", x: ["a", "b"], y: [0.9, 0.1] },
  ]);
  // H(p) = ln 2, D = ln(5/3); H(p, q) is their sum.
  expect(figure.text).toContain("must expect 1.204 nats");
  expect(figure.text).toContain("0.6931 nats are the entropy of p, 0.5108 nats the divergence");
});

test("one distribution alone", () => {
  const figure = distributionFigure({ labels: ["a", "b", "c"], p: [0.25, 0.25, 0.5] });
  expect(figure.data).toHaveLength(1);
  expect(figure.text).toBe("The entropy of p is 1.04 nats; 3 outcomes equally likely would have 1.099.");
});

test("an impossible outcome that happens costs infinitely much, and the sentence says so", () => {
  expect(distributionFigure({ labels: ["a", "b"], p: [0.5, 0.5], q: [1, 0] }).text).toContain(
    "must expect Infinity nats",
  );
});

test("refuses labels that do not fit and what is no distribution", () => {
  expect(() => distributionFigure({ labels: ["a"], p: [0.5, 0.5] })).toThrow(
    "distributionFigure: labels has length 1; expected 2 names",
  );
  expect(() => distributionFigure({ labels: ["a", "b"], p: [0.5, 0.6] })).toThrow("sums to 1.1; expected 1");
});
