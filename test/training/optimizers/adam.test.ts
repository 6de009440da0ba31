import { describe, expect, test } from "vitest";
import { fromRows, type Matrix } from "../../../src/numerics/matrix.js";
import { adam } from "../../../src/training/optimizers/adam.js";
import "../../within-ulps.js";
import { expectTorchRun } from "../torch-run.js";

describe("adam", () => {
  test("goes PyTorch's way for 100 steps", () => expectTorchRun("adam", adam(0.01)));

  test("goes PyTorch's way with other settings", () =>
    expectTorchRun("adamOther", adam(0.05, { beta1: 0.8, beta2: 0.95, epsilon: 1e-3 })));

  test("the first step is the learning rate against the gradient's sign, however large the gradient", () => {
    const parameters = { w: fromRows([[1, 1, 1, 1]]) };
    const optimizer = adam();
    const state = optimizer.init(parameters);
    optimizer.update(parameters, { w: fromRows([[1e-3, -50, 1e100, 0]]) }, state);
    expect(parameters.w.data).toBeRelativelyClose([1 - 1e-3, 1 + 1e-3, 1 - 1e-3, 1], 1e-7);
    expect(state.step).toBe(1);
  });

  test("the state is plain data: a copy goes on bit by bit", () => {
    const gradientAt = (w: Matrix) => ({ w: fromRows([Array.from(w.data, (x) => 2 * x - 1)]) });
    const optimizer = adam(0.1);
    let parameters = { w: fromRows([[3, -2]]) };
    let state = optimizer.init(parameters);
    for (let i = 0; i < 5; i++) optimizer.update(parameters, gradientAt(parameters.w), state);
    const copy = structuredClone({ parameters, state });
    for (let i = 0; i < 5; i++) optimizer.update(parameters, gradientAt(parameters.w), state);
    const expected = parameters;
    ({ parameters, state } = copy);
    for (let i = 0; i < 5; i++) adam(0.1).update(parameters, gradientAt(parameters.w), state);
    expect(parameters).toEqual(expected);
  });

  test("settings outside their range are refused", () => {
    expect(() => adam(0)).toThrow("adam: learningRate is 0; expected a finite number above 0");
    expect(() => adam(0.1, { beta1: 1 })).toThrow("adam: beta1 is 1; expected a number from 0 to less than 1");
    expect(() => adam(0.1, { beta2: -0.5 })).toThrow("adam: beta2 is -0.5; expected a number from 0 to less than 1");
    expect(() => adam(0.1, { epsilon: -1 })).toThrow("adam: epsilon is -1; expected a finite number above 0");
  });
});
