import { describe, expect, test } from "vitest";
import { fromRows } from "../../../src/numerics/matrix.js";
import { sgd } from "../../../src/training/optimizers/sgd.js";
import { expectTorchRun } from "../torch-run.js";

describe("sgd", () => {
  test("goes PyTorch's way for 100 steps", () => expectTorchRun("sgd", sgd(0.1)));

  test("goes PyTorch's way with momentum", () => expectTorchRun("momentum", sgd(0.05, { momentum: 0.9 })));

  test("by hand: v = 0.5 v + g, w = w - 0.1 v", () => {
    const parameters = { w: fromRows([[1, 2]]) };
    const gradients = { w: fromRows([[10, -20]]) };
    const optimizer = sgd(0.1, { momentum: 0.5 });
    const state = optimizer.init(parameters);
    expect(Array.from(state.velocity.w.data)).toEqual([0, 0]);
    optimizer.update(parameters, gradients, state);
    expect(Array.from(parameters.w.data)).toEqual([0, 4]);
    optimizer.update(parameters, gradients, state);
    expect(Array.from(parameters.w.data)).toEqual([-1.5, 7]);
    expect(Array.from(state.velocity.w.data)).toEqual([15, -30]);
    expect(Array.from(gradients.w.data)).toEqual([10, -20]);
  });

  test("settings outside their range are refused", () => {
    for (const rate of [0, -0.1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => sgd(rate)).toThrow(`sgd: learningRate is ${rate}; expected a finite number above 0`);
    }
    for (const momentum of [-0.1, 1, Number.NaN]) {
      expect(() => sgd(0.1, { momentum })).toThrow(
        `sgd: momentum is ${momentum}; expected a number from 0 to less than 1`,
      );
    }
  });
});
