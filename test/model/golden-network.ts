import type { ActivationName } from "../../src/model/activation.js";
import { dense } from "../../src/model/dense.js";
import { type Model, sequential } from "../../src/model/sequential.js";
import { fromRows } from "../../src/numerics/matrix.js";
import { golden } from "../golden.js";

interface Network {
  features: number[][];
  direction: number[][];
  parameters: Record<string, number[] | number[][]>;
  cases: {
    activation: ActivationName | "linear";
    output: number[][];
    gradients: Record<string, number[] | number[][]>;
    inputGradient: number[][];
  }[];
}

/** A network of 4 inputs, 3 hidden units and 2 outputs, and what PyTorch makes of it. */
export const network = golden<Network>("model/layers");
export const features = fromRows(network.features);
export const direction = fromRows(network.direction);

/** The model with PyTorch's parameters in place of its own. */
export function goldenModel(activation: ActivationName | "linear"): Model {
  const hidden = activation === "linear" ? dense(3) : dense(3, activation);
  const model = sequential([hidden, dense(2)], { inputs: 4, seed: 0 });
  for (const [name, values] of Object.entries(network.parameters)) model.parameters[name].data.set(values.flat());
  return model;
}
