import { describe, expect, test } from "vitest";
import type { SoftmaxLossOptions, SoftmaxTargets } from "../../src/loss/softmax-inputs.js";
import type { TotalWithGradient } from "../../src/loss/total.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

type Loss = (
  z: number[][],
  targets: SoftmaxTargets,
  options: SoftmaxLossOptions & { gradient: true },
) => TotalWithGradient;

interface Golden {
  logits: number[][];
  indices: number[];
  soft: number[][];
  classWeights: number[];
  sampleWeights: number[];
  mask: number[];
  labelSmoothing: number;
  temperature: number;
  combinations: {
    loss: string;
    parameter: number;
    targets: "index" | "soft";
    on: (keyof SoftmaxLossOptions & keyof Golden)[];
    rowLosses: number[];
    weight: number;
    gradient: number[][];
  }[];
  optax: { epsilon: number; rowLosses: number[] }[];
  extremes: {
    logits: number[];
    target: number | number[];
    cases: { loss: string; parameter: number; sum: number; gradient: number[] }[];
  }[];
}
export const terms = golden<Golden>("loss/class-terms");

/** Tests of a loss that has another term than -log p, by the fixture of both. */
export function describeClassTerm(name: "focal" | "poly", lossOf: (parameter: number) => Loss): void {
  describe("combinations of options, against PyTorch in float64", () => {
    const named = terms.combinations.filter(({ loss }) => loss === name);

    test.each(named)("$parameter, $targets targets, $on", ({ parameter, targets, on, ...expected }) => {
      const options = Object.fromEntries(on.map((option) => [option, terms[option]]));
      const total = lossOf(parameter)(terms.logits, targets === "index" ? terms.indices : terms.soft, {
        ...options,
        gradient: true,
        rowLosses: true,
      });
      expect(total.rowLosses).toBeRelativelyClose(expected.rowLosses, 1e-12);
      expect(total.weight).toBeRelativelyClose(expected.weight, 1e-14);
      expect(total.gradient.data).toBeRelativelyClose(expected.gradient.flat(), 1e-13, 1);
      expect(total.ignored).toBe(on.includes("mask") ? 2 : 0);
    });
  });

  describe("extreme logits, against mpmath", () => {
    const named = terms.extremes.flatMap(({ cases, ...row }) =>
      cases.filter(({ loss }) => loss === name).map((c) => ({ ...row, ...c })),
    );

    test.each(named)("$parameter, logits $logits, target $target", ({ parameter, logits, target, sum, gradient }) => {
      const total = lossOf(parameter)([logits], [target] as SoftmaxTargets, { gradient: true });
      expect(total.sum).toBeWithinUlps(sum, 8);
      expect(total.infinite).toBe(sum === Number.POSITIVE_INFINITY ? 1 : 0);
      for (const [k, g] of gradient.entries()) {
        expect(total.gradient.data[k], `class ${k}`).toBeRelativelyClose(g, 16 * 2 ** -53, 1e-300);
      }
    });
  });
}
