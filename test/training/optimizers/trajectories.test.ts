import { describe, expect, test } from "vitest";
import { softmaxCrossEntropy } from "../../../src/loss/softmax-cross-entropy.js";
import { dense } from "../../../src/model/dense.js";
import type { Parameters } from "../../../src/model/layer.js";
import { sequential } from "../../../src/model/sequential.js";
import { fromRows } from "../../../src/numerics/matrix.js";
import { multiply } from "../../../src/numerics/multiply.js";
import type { Optimizer } from "../../../src/training/index.js";
import { golden } from "../../golden.js";
import "../../within-ulps.js";
import { type Call, made, written } from "../call.js";

// The paths of PyTorch and optax, where both have the optimizer they have agreed.

interface Recorded {
  curvature: number[][];
  middle: number[][];
  features: number[][];
  targets: number[];
  starts: { quadratic: { x: number[][] }; regression: { weight: number[][]; bias: number[][] } };
  cases: (Call & {
    problem: "quadratic" | "regression";
    by: string[];
    path: Record<string, Record<string, number[]>>;
  })[];
}
const recorded = golden<Recorded>("training/trajectories");
const { curvature, middle, features, targets, starts, cases } = recorded;

interface Problem {
  parameters: Parameters;
  gradients(): Parameters;
}

function quadratic(): Problem {
  const x = fromRows(starts.quadratic.x);
  const gradients = () => {
    const distance = fromRows([Array.from(x.data, (value, i) => value - middle[0][i])]);
    return { x: multiply(distance, fromRows(curvature)) };
  };
  return { parameters: { x }, gradients };
}

function regression(): Problem {
  const model = sequential([dense(3)], { inputs: 2, seed: 1 });
  const weight = model.parameters["dense1.weight"];
  const bias = model.parameters["dense1.bias"];
  weight.data.set(starts.regression.weight.flat());
  bias.data.set(starts.regression.bias.flat());
  const gradients = () => {
    const forward = model.forward(fromRows(features));
    const { gradient } = softmaxCrossEntropy(forward.logits, targets, { gradient: true, gradientScale: 1 / 12 });
    const { "dense1.weight": ofWeight, "dense1.bias": ofBias } = forward.gradients(gradient);
    return { weight: ofWeight, bias: ofBias };
  };
  return { parameters: { weight, bias }, gradients };
}

const problems = { quadratic, regression };

describe("100 steps", () => {
  test.each(cases.map((of) => [`${written(of)}, ${of.problem}, as ${of.by.join(" and ")}`, of] as const))(
    "%s",
    (_, of) => {
      const { parameters, gradients } = problems[of.problem]();
      const optimizer = made<Optimizer>(of);
      const state = optimizer.init(parameters);
      let compared = 0;
      for (let step = 1; step <= 100; step++) {
        optimizer.update(parameters, gradients(), state);
        for (const [key, expected] of Object.entries(of.path[step] ?? {})) {
          expect(parameters[key].data, `${key} after step ${step}`).toBeRelativelyClose(expected, 1e-10, 1);
          compared++;
        }
      }
      expect(compared).toBe(8 * Object.keys(parameters).length);
    },
  );

  test("every optimizer and wrapper has a path of PyTorch's or optax's", () => {
    const called = new Set(cases.map(({ call }) => call));
    expect([...called].sort()).toEqual([
      "adagrad",
      "adam",
      "adamw",
      "clipByGlobalNorm",
      "clipByValue",
      "l2Penalty",
      "lion",
      "rmsprop",
      "sgd",
    ]);
  });
});
