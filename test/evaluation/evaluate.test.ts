import { describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { type Evaluation, evaluate, evaluateProbabilities } from "../../src/evaluation/evaluate.js";
import { dense } from "../../src/model/dense.js";
import { predict } from "../../src/model/predict.js";
import { type Model, sequential } from "../../src/model/sequential.js";
import { fromRows } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Report<P> {
  probabilities: P[];
  targets: number[];
  logLoss: number;
  baseRate: number;
  accuracy: number;
  confusion: number[];
  rocAuc?: number;
}
const { binary, classes } = golden<{ binary: Report<number>; classes: Report<number[]> }>("evaluation/evaluate");
const inf = Number.POSITIVE_INFINITY;

function expectReport(own: Evaluation, expected: Report<unknown>): void {
  expect(own.logLoss.mean).toBeRelativelyClose(expected.logLoss, 1e-14);
  expect(own.logLoss.total.mean).toBe(own.logLoss.mean);
  expect(own.logLoss.rows.length).toBe(60);
  expect(own.logLoss.baseRate).toBeRelativelyClose(expected.baseRate, 1e-14);
  expect(own.accuracy.share).toBe(expected.accuracy);
  expect(Array.from(own.confusion.counts.data)).toEqual(expected.confusion);
  expect(own.reliability.reduce((sum, bin) => sum + bin.count, 0)).toBe(60);
}

describe("evaluateProbabilities against scikit-learn", () => {
  test("two classes", () => {
    const own = evaluateProbabilities(binary.probabilities, binary.targets);
    expectReport(own, binary);
    expect(own.rocAuc).toBeWithinUlps(binary.rocAuc as number, 4);
    expect(own.classNames).toEqual(["0", "1"]);
  });

  test("two classes as two columns are the same", () => {
    const rows = binary.probabilities.map((p) => [1 - p, p]);
    const own = evaluateProbabilities(rows, binary.targets);
    expectReport(own, binary);
    const one = evaluateProbabilities(binary.probabilities, binary.targets);
    expect(own.reliability).toEqual(one.reliability);
    expect(own.rocAuc).toBe(one.rocAuc);
  });

  test("three classes: reliability is that of the most likely one", () => {
    const own = evaluateProbabilities(classes.probabilities, classes.targets, { classNames: ["a", "b", "c"] });
    expectReport(own, classes);
    expect(own.rocAuc).toBeUndefined();
    const happened = own.reliability.reduce((sum, bin) => sum + (bin.count ? bin.observed * bin.count : 0), 0);
    expect(happened / 60).toBeCloseTo(classes.accuracy, 14);
    expect(own.reliability[0].count + own.reliability[1].count + own.reliability[2].count).toBe(0);
  });
});

describe("evaluate", () => {
  const random = createRandom(1);
  const dataset = (classNames: string[]): Dataset => ({
    features: fromRows(Array.from({ length: 50 }, () => [random.normal(), random.normal(), random.normal()])),
    targets: Int32Array.from({ length: 50 }, (_, i) => i % classNames.length),
    featureNames: ["x", "y", "z"],
    classNames,
    rowNumbers: Int32Array.from({ length: 50 }, (_, i) => i + 2),
  });
  const modelOf = (outputs: number, factor = 1): Model => {
    const model = sequential([dense(outputs)], { inputs: 3, seed: 4 });
    for (const w of Object.values(model.parameters)) for (let i = 0; i < w.data.length; i++) w.data[i] *= factor;
    return model;
  };

  test.each([
    [1, ["no", "yes"]],
    [2, ["no", "yes"]],
    [3, ["a", "b", "c"]],
  ])("%i outputs: as evaluateProbabilities(predict(...)), where both are accurate", (outputs, classNames) => {
    const data = dataset(classNames);
    const model = modelOf(outputs);
    const own = evaluate(model, data);
    const stated = evaluateProbabilities(predict(model, data.features), data.targets, { classNames });
    expect(own.logLoss.rows).toBeRelativelyClose(stated.logLoss.rows, 1e-15, 1);
    const { logLoss: _own, ...rest } = own;
    const { logLoss: _stated, ...others } = stated;
    expect(rest).toEqual(others);
  });

  test("the losses come from the logits: confident rows lose no digits and stay finite", () => {
    const data = dataset(["no", "yes"]);
    const model = modelOf(1, 500);
    const own = evaluate(model, data);
    const z = model.logits(data.features).data;
    expect(Math.max(...z)).toBeGreaterThan(750);
    expect(own.logLoss.total.infinite).toBe(0);
    for (let i = 0; i < 50; i++) {
      const against = data.targets[i] === 1 ? -z[i] : z[i];
      if (Math.abs(against) > 40)
        expect(own.logLoss.rows[i]).toBeRelativelyClose(against > 0 ? against : Math.exp(against), 1e-14);
    }
    expect(evaluateProbabilities(predict(model, data.features), data.targets).logLoss.total.infinite).toBeGreaterThan(
      0,
    );
  });

  test("ranks by logits: rows whose probabilities round to the same number are no ties", () => {
    const data: Dataset = { ...dataset(["no", "yes"]), features: fromRows([[50], [60]]), targets: Int32Array.of(0, 1) };
    const model = sequential([dense(1)], { inputs: 1, seed: 1 });
    model.parameters["dense1.weight"].data[0] = 1;
    expect(Array.from(predict(model, data.features).data)).toEqual([1, 1]);
    expect(evaluate(model, data).rocAuc).toBe(1);
    expect(evaluateProbabilities([1, 1], [0, 1]).rocAuc).toBe(0.5);
  });

  test("errors", () => {
    expect(() => evaluate(modelOf(3), dataset(["no", "yes"]))).toThrow(
      "evaluate: the model has 3 outputs; expected 1 or 2 for the classes no, yes",
    );
    expect(() => evaluate(modelOf(1), dataset(["a", "b", "c"]))).toThrow(
      "evaluate: the model has 1 outputs; expected 3 for the classes a, b, c",
    );
    const empty = { ...dataset(["no", "yes"]), features: fromRows([]), targets: new Int32Array(0) };
    expect(() => evaluate(empty as never, modelOf(1) as never)).toThrow(
      "evaluate: model is an object; expected a model",
    );
    expect(() => evaluate(modelOf(1), empty)).toThrow("evaluate: there are no rows; expected one or more");
    const wrong = { ...dataset(["no", "yes"]), targets: new Int32Array(50).fill(2) };
    expect(() => evaluate(modelOf(1), wrong)).toThrow("evaluate: targets: row 0 is 2; expected a class index");
  });
});

describe("edges", () => {
  test("an impossible outcome: the mean is Infinity, its row is named, the rest is still there", () => {
    const own = evaluateProbabilities([0.9, 0, 0.6], [1, 1, 0]);
    expect(own.logLoss).toMatchObject({ mean: inf, standardError: Number.NaN });
    expect(own.logLoss.total).toMatchObject({ infinite: 1, infiniteRows: [1] });
    expect(own.accuracy.share).toBe(1 / 3);
  });

  test("one class only: no ROC area, a base rate of 0", () => {
    const own = evaluateProbabilities([0.9, 0.8], [1, 1]);
    expect(own.rocAuc).toBeUndefined();
    expect(own.logLoss.baseRate).toBe(0);
  });

  test("of equal probabilities the first class is predicted", () => {
    expect(evaluateProbabilities([0.5], [0]).accuracy.share).toBe(1);
    expect(evaluateProbabilities([[0.4, 0.4, 0.2]], [0]).accuracy.share).toBe(1);
  });

  test("errors name the function, the argument, the row and the value", () => {
    expect(() => evaluateProbabilities([0.5, 2], [0, 1])).toThrow(
      "evaluateProbabilities: probabilities: row 1, column 0 is 2",
    );
    expect(() => evaluateProbabilities([0.5], [2])).toThrow(
      "evaluateProbabilities: targets: row 0 is 2; expected a class",
    );
    expect(() => evaluateProbabilities([0.5], [1, 0])).toThrow(
      "evaluateProbabilities: targets has length 2; expected 1",
    );
    expect(() => evaluateProbabilities([], [])).toThrow("evaluateProbabilities: there are no rows");
    expect(() => evaluateProbabilities([0.5], [1], { classNames: ["a"] })).toThrow(
      "evaluateProbabilities: classNames has length 1; expected 2 names, one a class",
    );
  });
});

test("the example of the comment holds", () => {
  expect(String(evaluateProbabilities([0.9, 0.2, 0.6], [1, 0, 0]).logLoss.mean)).toMatch(/^0\.4149/);
});
