import type { Dataset } from "../../data/dataset.js";
import { sigmoidCrossEntropy } from "../../loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../../loss/softmax-cross-entropy.js";
import { checkModel } from "../../model/check-model.js";
import type { Model } from "../../model/sequential.js";
import { checkNotNegative } from "../../numerics/check-number.js";
import type { Matrix } from "../../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../../numerics/option-names.js";
import { solvePositiveDefinite } from "../../numerics/solve-positive-definite.js";
import { checkExamples } from "../check-examples.js";
import { descend, type Solution, type SolverOptions } from "./descend.js";
import { linearHessian } from "./linear-hessian.js";
import { penalties, setParameters, solveFrom, wholeBatch } from "./whole-batch.js";

export interface FitByNewtonOptions extends SolverOptions {
  /** Half of it times the sum of the squares of the weights is added to the mean loss; biases are free. Default 0. */
  l2?: number;
}
const OPTIONS: OptionNames<FitByNewtonOptions> = { tolerance: true, maxIterations: true, l2: true };

/**
 * Logistic regression, of two classes or more, by Newton's method: the optimum of a model of one dense layer, on all rows at
 * once, in a handful of steps. The parameters change in place; steps that would go too far are shortened.
 *
 * The value is the mean cross-entropy in nats (sigmoid for one output, softmax for more) plus l2 / 2 times the sum of the
 * squares of the weights: scikit-learn's C is 1 / (l2 rows). Where l2 is 0, classes that can be told apart without an error
 * have no optimum, and the weights grow until the gradient is small.
 *
 * @param model `sequential([dense(1)])` or `sequential([dense(K)])`; a system of (inputs + 1) K equations is solved per step
 * @param train examples to learn from
 * @param options l2 (0), tolerance (of the gradient's norm, 1e-8), maxIterations (1000)
 * @returns value, gradientNorm, iterations, and how it ended
 * @throws TypeError, RangeError when data and model do not fit, the model has more than one layer, an option is outside its
 * range, or the Hessian is singular (a feature that follows from others); the parameters are as they were then
 * @example
 * const line = sequential([dense(1)], { inputs: 2, seed: 1 });
 * const { converged, iterations } = fitByNewton(line, dataset, { l2: 0.01 });
 * converged; // true
 * iterations < 10; // true
 * @see Boyd and Vandenberghe: Convex optimization (2004), algorithm 9.5
 */
export function fitByNewton(model: Model, train: Dataset, options: FitByNewtonOptions = {}): Solution {
  const name = "fitByNewton";
  checkOptionNames(name, options, OPTIONS);
  checkModel(`${name}: model`, model);
  const { l2 = 0 } = options;
  checkNotNegative(`${name}: l2`, l2);
  if (Object.keys(model.parameters).join() !== "dense1.weight,dense1.bias" || model.layers.length > 1) {
    throw new RangeError(
      `${name}: model has the layers ${model.layers.map((of) => of.name)}; expected one dense layer`,
    );
  }
  checkExamples(`${name}: train`, model, train);
  const loss = model.outputs === 1 ? sigmoidCrossEntropy : softmaxCrossEntropy;
  const features = model.prepared(train.features);
  const shares = penalties(model.parameters, l2);
  return solveFrom(model, (start) =>
    descend(name, wholeBatch(name, model, train, loss, l2), start, options, ({ x, gradient }, iteration) => {
      setParameters(x, model.parameters);
      const hessian = linearHessian(features, model.logits(train.features), train.targets, train.weights);
      for (let i = 0; i < x.length; i++) hessian.data[i * x.length + i] += shares[i];
      if (model.outputs > 1) fixShifts(hessian, shares, model.outputs);
      const step = solvePositiveDefinite(hessian, gradient);
      if (step) return step.map((s) => -s);
      throw new RangeError(
        `${name}: the Hessian is singular at iteration ${iteration}; expected l2 above 0, or features none of which follows from the others`,
      );
    }),
  );
}

/**
 * Takes from the Hessian of a softmax the directions in which the loss is flat: what all classes get the same of, for every
 * feature that costs nothing. The gradient has no part of them, and so has the step.
 */
function fixShifts({ data, rows: size }: Matrix, shares: Float64Array, classes: number): void {
  for (let first = 0; first < size; first += classes) {
    if (shares[first] > 0) continue;
    let trace = 0;
    for (let i = first; i < first + classes; i++) trace += data[i * size + i];
    for (let i = first; i < first + classes; i++) {
      for (let j = first; j < first + classes; j++) data[i * size + j] += trace / classes;
    }
  }
}
