import { describe, expect, test } from "vitest";
import type { Dataset } from "../../../src/data/dataset.js";
import { sigmoidCrossEntropy } from "../../../src/loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../../../src/loss/softmax-cross-entropy.js";
import { dense } from "../../../src/model/dense.js";
import { type Model, sequential } from "../../../src/model/sequential.js";
import { fromRows, matrix } from "../../../src/numerics/matrix.js";
import { fitByLbfgs, fitByNewton, type TrainingLoss } from "../../../src/training/index.js";
import { linearHessian } from "../../../src/training/solvers/linear-hessian.js";
import { wholeBatch } from "../../../src/training/solvers/whole-batch.js";
import { golden } from "../../golden.js";
import { torchData, torchModel } from "../torch-run.js";
import "../../within-ulps.js";

interface Recorded {
  features: number[][];
  three: number[];
  two: number[];
  cases: { classes: 2 | 3; l2: number; weight: number[] | number[][]; bias: number[]; value: number }[];
}
const recorded = golden<Recorded>("training/solvers");

function dataOf(classes: 2 | 3): Dataset {
  const targets = classes === 2 ? recorded.two : recorded.three;
  return {
    features: fromRows(recorded.features),
    targets: Int32Array.from(targets),
    featureNames: ["a", "b", "c"],
    classNames: ["x", "y", "z"].slice(0, classes),
    rowNumbers: Int32Array.from(targets, (_, i) => i),
  };
}
const linear = (classes: 2 | 3, seed = 1) => sequential([dense(classes === 2 ? 1 : 3)], { inputs: 3, seed });
const lossOf = (classes: 2 | 3): TrainingLoss => (classes === 2 ? sigmoidCrossEntropy : softmaxCrossEntropy);

/** Without what all classes have in common, which no softmax sees. */
function centred(numbers: ArrayLike<number>, classes: number): number[] {
  if (classes === 2) return Array.from(numbers);
  return Array.from(numbers, (x, i) => {
    const first = i - (i % classes);
    return x - (numbers[first] + numbers[first + 1] + numbers[first + 2]) / 3;
  });
}

describe.each(recorded.cases)("$classes classes, l2 $l2: the optimum of SciPy and scikit-learn", (of) => {
  const { classes, l2, weight, bias, value } = of;
  const expectOptimum = ({ parameters }: Model) => {
    const { "dense1.weight": w, "dense1.bias": b } = parameters;
    expect(centred(w.data, classes)).toBeRelativelyClose(weight.flat(), 1e-8, 1);
    expect(centred(b.data, classes)).toBeRelativelyClose(bias, 1e-8, 1);
  };

  test.each([1, 2, 3])("by Newton, from seed %d", (seed) => {
    const model = linear(classes, seed);
    const solution = fitByNewton(model, dataOf(classes), { l2, tolerance: 1e-12 });
    expect(solution.converged).toBe(true);
    expect(solution.iterations).toBeLessThan(12);
    expect(solution.value).toBeRelativelyClose(value, 1e-14);
    expectOptimum(model);
  });

  test("by L-BFGS", () => {
    const model = linear(classes);
    const solution = fitByLbfgs(model, dataOf(classes), { loss: lossOf(classes), l2, tolerance: 1e-11 });
    expect(solution.converged).toBe(true);
    expect(solution.value).toBeRelativelyClose(value, 1e-14);
    expectOptimum(model);
  });
});

describe("the Hessian of a linear model", () => {
  test.each([2, 3] as const)("is the slope of the gradient, %d classes", (classes) => {
    const [model, data] = [linear(classes), dataOf(classes)];
    const objective = wholeBatch("fitByLbfgs", model, data, lossOf(classes), 0);
    const x = Float64Array.from({ length: classes === 2 ? 4 : 12 }, (_, i) => Math.sin(i) / 2);
    objective(x);
    const hessian = linearHessian(data.features, model.logits(data.features), data.targets);
    const h = 1e-5;
    for (let i = 0; i < x.length; i++) {
      const [up, down] = [h, -h].map((by) => objective(x.map((e, j) => (j === i ? e + by : e))).gradient);
      const slopes = Array.from(up, (_, j) => (up[j] - down[j]) / (2 * h));
      const row = hessian.data.subarray(i * x.length, (i + 1) * x.length);
      expect(row).toBeRelativelyClose(slopes, 1e-8, 1);
      for (let j = 0; j < x.length; j++) expect(row[j]).toBeRelativelyClose(hessian.data[j * x.length + i], 1e-14, 1);
    }
  });
});

describe("a network by L-BFGS", () => {
  test("ends where the slope is 0, far below where 100 steps of Adam are", () => {
    const model = torchModel();
    const solution = fitByLbfgs(model, torchData, { loss: softmaxCrossEntropy, l2: 1e-3, maxIterations: 5000 });
    expect(solution).toMatchObject({ converged: true, ended: "gradient" });
    expect(solution.value).toBeLessThan(0.1);
    const again = fitByLbfgs(model, torchData, { loss: softmaxCrossEntropy, l2: 1e-3 });
    expect(again).toMatchObject({ iterations: 0, value: solution.value });
  });

  test("the parameters are those of the value, and the same bits every time", () => {
    const [one, two] = [torchModel(), torchModel()];
    const options = { loss: softmaxCrossEntropy, maxIterations: 7 };
    const solution = fitByLbfgs(one, torchData, options);
    expect(solution.iterations).toBe(7);
    expect(softmaxCrossEntropy(one.logits(torchData.features), torchData.targets).mean).toBe(solution.value);
    fitByLbfgs(two, torchData, options);
    expect(two.parameters).toEqual(one.parameters);
  });
});

describe("what has no optimum, and bad arguments", () => {
  const data = dataOf(2);

  test("classes that can be told apart: the weights grow until the gradient is small", () => {
    const apart: Dataset = { ...data, targets: data.targets.map((_, i) => Number(recorded.features[i][0] > 0)) };
    const model = linear(2);
    expect(fitByNewton(model, apart)).toMatchObject({ converged: true, value: expect.closeTo(0, 7) });
    expect(Math.abs(model.parameters["dense1.weight"].data[0])).toBeGreaterThan(20);
  });

  test.each([2, 3] as const)(
    "a feature that follows from others is an error, %d classes; with l2 it is none",
    (classes) => {
      const of = dataOf(classes);
      const features = matrix(40, 3, of.features.data.slice());
      for (let row = 0; row < 40; row++) features.data[row * 3 + 2] = 2 * features.data[row * 3] - 1;
      const model = linear(classes);
      const before = structuredClone(model.parameters);
      expect(() => fitByNewton(model, { ...of, features })).toThrow(
        "fitByNewton: the Hessian is singular at iteration 0; expected l2 above 0, or features none of which follows from the others",
      );
      expect(model.parameters).toEqual(before);
      expect(fitByNewton(model, { ...of, features }, { l2: 1e-3 }).converged).toBe(true);
    },
  );

  test("a loss that throws on the way leaves the parameters as they were", () => {
    let calls = 0;
    const failing = ((z, targets, options) => {
      if (++calls > 3) throw new Error("no more");
      return sigmoidCrossEntropy(z, targets, options);
    }) as TrainingLoss;
    const model = linear(2);
    const before = structuredClone(model.parameters);
    expect(() => fitByLbfgs(model, data, { loss: failing })).toThrow("no more");
    expect(model.parameters).toEqual(before);
  });

  test("arguments that do not fit", () => {
    const network = sequential([dense(2, "relu"), dense(1)], { inputs: 3, seed: 1 });
    for (const [name, solve] of [
      ["fitByNewton", (m: unknown, d: unknown) => fitByNewton(m as Model, d as Dataset)],
      ["fitByLbfgs", (m: unknown, d: unknown) => fitByLbfgs(m as Model, d as Dataset, { loss: softmaxCrossEntropy })],
    ] as const) {
      expect(() => solve(data, linear(2))).toThrow(
        `${name}: model is an object; expected a model, as sequential makes`,
      );
      expect(() => solve(null, data)).toThrow(`${name}: model is null; expected a model`);
      expect(() => solve(linear(2), undefined)).toThrow(`${name}: train is undefined; expected an object`);
    }
    expect(() => fitByNewton(network, data)).toThrow(
      "fitByNewton: model has the layers dense1,relu1,dense2; expected one dense layer",
    );
    expect(() => fitByNewton(linear(2), data, { l2: -1 })).toThrow(
      "fitByNewton: l2 is -1; expected a finite number, 0 or more",
    );
    expect(() => fitByLbfgs(linear(2), data, {} as { loss: TrainingLoss })).toThrow(
      "fitByLbfgs: loss is undefined; expected a loss, such as sigmoidCrossEntropy",
    );
    const two = { ...data, features: matrix(40, 2) };
    expect(() => fitByNewton(linear(2), two)).toThrow(
      "fitByNewton: train has 2 features; expected 3, as the model has",
    );
  });
});
