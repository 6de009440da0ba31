import { describeValue } from "../numerics/describe-value.js";
import { type Dtype, dtypeOf, zeros } from "../numerics/dtype.js";
import { made } from "../numerics/made.js";
import type { Matrix } from "../numerics/matrix.js";
import type { Random } from "../numerics/random.js";
import { affine, multiplyTransposedLeft, multiplyTransposedRight } from "../wasm/multiply.js";
import { type ActivationName, activation } from "./activation.js";
import type { Forward, Layer, LayerSpec } from "./layer.js";
import { asSimdLayer } from "./simd-layers.js";

/**
 * A dense (fully connected) layer: output = activation(input W + b), W of shape inputs x units, b of units.
 *
 * The first weights are He normal (variance 2 / inputs) before a relu and Glorot uniform (variance
 * 2 / (inputs + units)) otherwise; the biases are 0.
 *
 * @param units number of outputs
 * @param activationName "relu" or "tanh"; without one the layer is linear, as the last one of a model must be
 * @throws RangeError when units is not a whole number of 1 or more
 * @example
 * sequential([dense(32, "relu"), dense(1)], { inputs: 784, seed: 1 });
 * @see He et al. (2015), eq. 10; Glorot and Bengio (2010), eq. 16
 */
export function dense(units: number, activationName?: ActivationName): LayerSpec {
  if (!Number.isInteger(units) || units < 1) {
    throw new RangeError(`dense: units is ${describeValue(units)}; expected a whole number, 1 or more`);
  }
  const after = activationName === undefined ? undefined : activation(activationName);
  return made("dense", [units, activationName], {
    kind: "dense",
    linear: after === undefined,
    build(inputs, random, position, dtype) {
      const linear = linearLayer(`dense${position}`, inputs, units, random, dtype, activationName);
      return after ? [linear, ...after.build(units, random, position, dtype)] : [linear];
    },
  });
}

function linearLayer(
  name: string,
  inputs: number,
  units: number,
  random: Random,
  dtype: Dtype,
  activationName: ActivationName | undefined,
): Layer {
  const weight = zeros(inputs, units, dtype);
  const glorot = Math.sqrt(6 / (inputs + units));
  const he = Math.sqrt(2 / inputs);
  for (let i = 0; i < weight.data.length; i++) {
    weight.data[i] = activationName === "relu" ? he * random.normal() : glorot * (2 * random.next() - 1);
  }
  const bias = zeros(1, units, dtype);
  const layer: Layer = {
    name,
    inputs,
    outputs: units,
    parameters: { [`${name}.weight`]: weight, [`${name}.bias`]: bias },
    forward(input): Forward {
      return {
        output: affine(input, weight, bias),
        parameterGradients: (gradient) => ({
          [`${name}.weight`]: multiplyTransposedLeft(input, gradient),
          [`${name}.bias`]: columnSums(gradient),
        }),
        inputGradient: (gradient) => multiplyTransposedRight(gradient, weight),
      };
    },
  };
  return asSimdLayer(layer, { kind: "linear", weight, bias });
}

function columnSums(m: Matrix): Matrix {
  const sums = zeros(1, m.cols, dtypeOf(m));
  for (let i = 0; i < m.data.length; i++) sums.data[i % m.cols] += m.data[i];
  return sums;
}
