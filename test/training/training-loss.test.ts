import { describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
import { Total } from "../../src/loss/total.js";
import { dense } from "../../src/model/dense.js";
import { sequential } from "../../src/model/sequential.js";
import { logits } from "../../src/numerics/kinds.js";
import { matrix } from "../../src/numerics/matrix.js";
import { earlyStopping } from "../../src/training/early-stopping.js";
import { fit } from "../../src/training/fit.js";
import { mixedLoss } from "../../src/training/mixed-loss.js";
import { sgd } from "../../src/training/optimizers/sgd.js";
import { fitByLbfgs } from "../../src/training/solvers/fit-by-lbfgs.js";
import type { TrainingLoss } from "../../src/training/training-loss.js";

const train: Dataset = {
  features: matrix(4, 1, Float64Array.of(0, 1, 2, 3)),
  targets: Int32Array.of(0, 1, 0, 1),
  featureNames: ["x"],
  classNames: ["no", "yes"],
  rowNumbers: Int32Array.of(0, 1, 2, 3),
};
const newModel = () => sequential([dense(1)], { inputs: 1, seed: 1 });
const options = (loss: unknown) => ({ loss: loss as TrainingLoss, optimizer: sgd(0.1), epochs: 1, seed: 1 });

const noTotal = (given: string) => `gave ${given}; expected a Total, as softmaxCrossEntropy gives`;
const noGradient = (given: string) =>
  `gave a Total whose gradient is ${given}; expected a 4 x 1 matrix, as the logits are, where the option gradient asks for it`;
/** Losses that are none, as one writes them for the first time, and what is said of them. */
const wrong: [string, (...given: Parameters<TrainingLoss>) => unknown, string][] = [
  ["nothing", () => undefined, noTotal("undefined")],
  ["a number", () => 3, noTotal("3")],
  ["a promise", async (...given) => sigmoidCrossEntropy(...given), noTotal("a Promise")],
  ["an object", (z) => ({ sum: 1, weight: 4, gradient: z }), noTotal("an object")],
  ["no gradient", (z, targets) => sigmoidCrossEntropy(z, targets), noGradient("undefined")],
  [
    "nested rows for a gradient",
    (z, targets) => Object.assign(sigmoidCrossEntropy(z, targets), { gradient: [[1], [1], [1], [1]] }),
    noGradient("an Array of 4"),
  ],
  [
    "a gradient of other size",
    (z, targets) => Object.assign(sigmoidCrossEntropy(z, targets), { gradient: matrix(2, 1) }),
    noGradient("a 2 x 1 matrix"),
  ],
];

async function errorOf(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  return undefined;
}

function expectTypeError(error: unknown, message: string): void {
  expect(error).toBeInstanceOf(TypeError);
  expect((error as Error).message).toContain(message);
}

describe.each(wrong)("a loss that gives %s is a TypeError", (_, loss, said) => {
  test("at the first step of fit, and the model stays as it was", async () => {
    const model = newModel();
    const error = await errorOf(() => fit(model, train, options(loss)).toEnd());
    expectTypeError(error, `fit: epoch 1, step 1: loss ${said}`);
    expect((error as Error).message).toContain("; the batch is of 4 rows: ");
    expect(model.parameters).toEqual(newModel().parameters);
  });

  test("in fitByLbfgs", async () => {
    const error = await errorOf(() => fitByLbfgs(newModel(), train, { loss: loss as TrainingLoss }));
    expectTypeError(error, `fitByLbfgs: loss ${said}`);
  });

  test("as a part of a mixed loss", async () => {
    const mixed = mixedLoss([
      [1, sigmoidCrossEntropy],
      [1, loss as TrainingLoss],
    ]);
    const z = logits([[0], [1], [2], [3]]);
    const error = await errorOf(() => mixed(z, train.targets, { gradient: true }));
    expectTypeError(error, `mixedLoss: the loss of part 1 ${said}`);
  });
});

test.each([undefined, 3])("a loss that gives %s without gradient is a TypeError at the validation", async (value) => {
  const loss = ((z, targets, given) => (given ? sigmoidCrossEntropy(z, targets, given) : value)) as TrainingLoss;
  const run = fit(newModel(), train, { ...options(loss), validation: train });
  const error = await errorOf(() => run.toEnd());
  expectTypeError(error, `fit: epoch 1, validation: loss ${noTotal(String(value))}`);
});

test("a loss that gives no gradient for the refinement is a TypeError", async () => {
  let calls = 0;
  const loss = ((z, targets, given) =>
    calls++ < 1 ? sigmoidCrossEntropy(z, targets, given) : sigmoidCrossEntropy(z, targets)) as TrainingLoss;
  const stop = earlyStopping({ patience: 1, watch: "refinement" });
  const error = await errorOf(() => fit(newModel(), train, { ...options(loss), validation: train, stop }).toEnd());
  expectTypeError(error, `fit: epoch 1, validation: loss ${noGradient("undefined")}`);
});

test("a loss of one's own that gives a Total and its gradient is a loss like others", async () => {
  const own = ((z, targets, given) => {
    const { sum, weight, count, ignored, infiniteRows, gradient } = sigmoidCrossEntropy(z, targets, given);
    return new Total({ sum, weight, count, ignored, infiniteRows, gradient });
  }) as TrainingLoss;
  const [one, other] = [newModel(), newModel()];
  await fit(one, train, options(own)).toEnd();
  await fit(other, train, options(sigmoidCrossEntropy)).toEnd();
  expect(one.parameters).toEqual(other.parameters);
});
