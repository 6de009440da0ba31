import type { Dataset } from "../../data/dataset.js";
import type { Parameters } from "../../model/layer.js";
import type { Model } from "../../model/sequential.js";
import type { Matrix } from "../../numerics/matrix.js";
import { checkedTotal, type TrainingLoss } from "../training-loss.js";
import type { Solution } from "./descend.js";
import type { Objective } from "./objective.js";

/**
 * The mean loss of all rows, by their weights, as a function of the model's parameters in one vector, with l2 / 2 times the sum of the squares
 * of the weights; biases are free.
 */
export function wholeBatch(
  name: string,
  model: Model,
  { features, targets, weights }: Dataset,
  loss: TrainingLoss,
  l2: number,
): Objective {
  const shares = penalties(model.parameters, l2);
  return (x) => {
    setParameters(x, model.parameters);
    const { logits, gradients } = model.forward(features);
    const given = loss(logits, targets, { gradient: true, ...(weights && { sampleWeights: weights }) });
    const total = checkedTotal(`${name}: loss`, given, logits);
    const g = total.gradient.data;
    for (let i = 0; i < g.length; i++) g[i] /= total.weight;
    const gradient = flat(gradients(total.gradient), Object.keys(model.parameters));
    let penalty = 0;
    for (let i = 0; i < x.length; i++) {
      penalty += (shares[i] / 2) * x[i] * x[i];
      gradient[i] += shares[i] * x[i];
    }
    return { value: total.mean + penalty, gradient };
  };
}

/** What a square of each entry costs, twice: l2, and 0 for a bias. */
export function penalties(parameters: Parameters, l2: number): Float64Array {
  const each = Object.entries(parameters).flatMap(([name, { data }]) =>
    Array.from(data, () => (name.endsWith(".bias") ? 0 : l2)),
  );
  return Float64Array.from(each);
}

/** Solves from the model's parameters on, and leaves it with those of the end; if it fails, with what it had. */
export function solveFrom(
  model: Model,
  solve: (start: Float64Array) => Solution & { readonly x: Float64Array },
): Solution {
  const start = flat(model.parameters, Object.keys(model.parameters));
  let end = start;
  try {
    const { x, ...solution } = solve(start);
    end = x;
    return solution;
  } finally {
    setParameters(end, model.parameters);
  }
}

/** All numbers in one vector, parameter after parameter. */
function flat(parameters: Parameters, names: readonly string[]): Float64Array {
  return Float64Array.from(names.flatMap((name) => Array.from(parameters[name].data)));
}

/** Puts the numbers of one vector into the parameters. */
export function setParameters(x: Float64Array, parameters: Parameters): void {
  let at = 0;
  for (const { data } of Object.values<Matrix>(parameters)) {
    data.set(x.subarray(at, at + data.length));
    at += data.length;
  }
}
