import { checkCount } from "../numerics/check-number.js";
import { zeros } from "../numerics/dtype.js";
import { made } from "../numerics/made.js";
import type { Matrix } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { affine, multiplyTransposedLeft, multiplyTransposedRight } from "../wasm/multiply.js";
import { type ActivationName, activation } from "./activation.js";
import { columnSums } from "./column-sums.js";
import { checkInitializer, firstWeights, type Initializer } from "./initializer.js";
import type { Forward, Layer, LayerSpec } from "./layer.js";
import { checkDimensions } from "./shape.js";
import { asSimdLayer } from "./simd-layers.js";

export interface DenseOptions {
  /** How the first weights are drawn. Default "heNormal" before a relu, else "glorotUniform". */
  initializer?: Initializer;
}
const OPTIONS: OptionNames<DenseOptions> = { initializer: true };

/**
 * A dense (fully connected) layer: output = activation(input W + b), W of shape inputs x units, b of units.
 *
 * The first weights are He normal (variance 2 / inputs) before a relu and Glorot uniform (variance
 * 2 / (inputs + units)) otherwise, unless an initializer is named; the biases are 0.
 *
 * @param units number of outputs
 * @param activationName "relu", "tanh" or "gelu"; without one the layer is linear, as the last one of a model must be
 * @param options initializer: "glorotUniform", "glorotNormal", "heUniform", "heNormal", "orthogonal" or "zeros"
 * @throws RangeError when units is not a whole number of 1 or more, or a name is unknown
 * @example
 * sequential([dense(32, "relu"), dense(1)], { inputs: 784, seed: 1 });
 * const rotation = dense(2, undefined, { initializer: "orthogonal" });
 * const [{ parameters }] = sequential([rotation], { inputs: 2, seed: 1 }).layers;
 * const [a, b, c, d] = parameters["dense1.weight"].data;
 * Math.abs(a * d - b * c).toFixed(12); // "1.000000000000"
 * @see He et al. (2015), eq. 10; Glorot and Bengio (2010), eq. 16
 */
export function dense(units: number, activationName?: ActivationName, options: DenseOptions = {}): LayerSpec {
  checkCount("dense: units", units, 1);
  checkOptionNames("dense", options, OPTIONS);
  const { initializer = activationName === "relu" ? "heNormal" : "glorotUniform" } = options;
  checkInitializer("dense: initializer", initializer);
  const after = activationName === undefined ? undefined : activation(activationName);
  const given = options.initializer === undefined ? [] : [{ initializer }];
  return made("dense", [units, activationName, ...given], {
    kind: "dense",
    linear: after === undefined,
    build(input, random, position, dtype) {
      const name = `dense${position}`;
      checkDimensions(name, input, ["inputs"], ", as flatten() before it would give");
      const weight = firstWeights(initializer, input[0], units, random, dtype);
      const linear = linearLayer(name, weight, zeros(1, units, dtype));
      return after ? [linear, ...after.build([units], random, position, dtype)] : [linear];
    },
  });
}

function linearLayer(name: string, weight: Matrix, bias: Matrix): Layer {
  const layer: Layer = {
    name,
    inputShape: [weight.rows],
    outputShape: [weight.cols],
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
