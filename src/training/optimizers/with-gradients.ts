import type { Parameters } from "../../model/layer.js";
import { dtypeOf, zeros } from "../../numerics/dtype.js";
import type { Matrix } from "../../numerics/matrix.js";
import { checkLike, checkParameters } from "./check-parameters.js";
import { checkOptimizer, type Optimizer } from "./optimizer.js";

/**
 * An optimizer that is given changed gradients; its state, and all else, are as they were.
 *
 * @param prepare looks at a step's gradients, and gives back what one entry becomes: from the gradient and the parameter
 */
export function withGradients<State>(
  name: string,
  optimizer: Optimizer<State>,
  prepare: (gradients: Parameters) => ((g: number, w: number) => number) | undefined,
): Optimizer<State> {
  checkOptimizer(`${name}: optimizer`, optimizer);
  return {
    name: `${name} ${optimizer.name}`,
    init: (parameters) => optimizer.init(parameters),
    learningRate: (state) => optimizer.learningRate(state),
    update(parameters, gradients, state, rateFactor) {
      checkParameters(`${name}: parameters`, parameters);
      checkLike(`${name}: gradients`, gradients, parameters);
      const change = prepare(gradients);
      const changed = change ? changedBy(change, gradients, parameters) : gradients;
      optimizer.update(parameters, changed, state, rateFactor);
    },
  };
}

function changedBy(change: (g: number, w: number) => number, gradients: Parameters, parameters: Parameters) {
  const changed: Record<string, Matrix> = {};
  for (const [key, gradient] of Object.entries(gradients)) {
    const { rows, cols, data: g } = gradient;
    const w = parameters[key].data;
    changed[key] = zeros(rows, cols, dtypeOf(gradient));
    for (let i = 0; i < w.length; i++) changed[key].data[i] = change(g[i], w[i]);
  }
  return changed;
}
