import { expect, test } from "vitest";
import { codeLength, symbolModel } from "../../src/information/index.js";
import "../within-ulps.js";

// In use, with its files' lengths: arithmetic-coder.test.ts.

test("weights are shares of 2^31, rounded up: what is possible by little stays so, what is not does not become it", () => {
  const { weights, total } = symbolModel(4, () => [0.75, 0.25 - 2 ** -40, 0, 5e-324]).weights();
  expect(weights).toEqual(Uint32Array.of(0.75 * 2 ** 31, 0.25 * 2 ** 31, 0, 1));
  expect(total).toBe(2 ** 31 + 1);
});

test("the function sees what came since the last restart", () => {
  const seen: number[][] = [];
  const model = symbolModel(2, (before) => {
    seen.push([...before]);
    return [0.5, 0.5];
  });
  expect(codeLength([1, 0, 1], model)).toBeWithinUlps(3 * Math.LN2, 2);
  codeLength([0], model);
  expect(seen).toEqual([[], [1], [1, 0], []]);
});

test.each([
  [() => symbolModel(1, () => [1]), "symbolModel: symbols is 1; expected a whole number, 2 to 2^24"],
  [() => symbolModel(2, [0.5, 0.5] as never), "symbolModel: probabilities is an Array of 2; expected a function"],
  [
    () =>
      codeLength(
        [0],
        symbolModel(2, () => [0.5, Number.NaN]),
      ),
    "symbolModel: probabilities after 0 symbols: entry 1 is NaN; expected a number from 0 to 1",
  ],
  [
    () =>
      codeLength(
        [0],
        symbolModel(2, () => [0.5, 0.25, 0.25]),
      ),
    "symbolModel: probabilities after 0 symbols are 3 numbers; expected 2",
  ],
  [
    () =>
      codeLength(
        [0, 2],
        symbolModel(2, () => [0.5, 0.5]),
      ),
    "codeLength: sequence: entry 1 is 2; expected a symbol",
  ],
])("%s", (call, message) => expect(call).toThrow(message));
