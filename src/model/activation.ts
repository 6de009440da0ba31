import { describeValue } from "../numerics/describe-value.js";
import { matrix } from "../numerics/matrix.js";
import type { LayerSpec } from "./layer.js";

export type ActivationName = "relu" | "tanh";

/**
 * The rectifier, max(0, x), entry by entry; its derivative at 0 is taken as 0.
 *
 * @returns a layer for `sequential`, N x D to N x D
 * @example
 * const model = sequential([dense(8), relu(), dense(1)], { inputs: 2, seed: 1 });
 * model.layers.map(({ name }) => name); // ["dense1", "relu2", "dense3"]
 * @see Nair and Hinton: Rectified linear units improve restricted Boltzmann machines (2010)
 */
export function relu(): LayerSpec {
  return elementwise(
    "relu",
    (x) => (x <= 0 ? 0 : x), // NaN stays NaN
    (output) => (output > 0 ? 1 : 0),
  );
}

/**
 * The hyperbolic tangent, entry by entry; its derivative is 1 - tanh(x)^2.
 *
 * @returns a layer for `sequential`, N x D to N x D
 * @example
 * const model = sequential([dense(8), tanh(), dense(1)], { inputs: 2, seed: 1 });
 * model.layers.map(({ name }) => name); // ["dense1", "tanh2", "dense3"]
 * @see LeCun, Bottou, Orr, Mueller: Efficient backprop (1998), section 4.4
 */
export function tanh(): LayerSpec {
  return elementwise("tanh", Math.tanh, (output) => 1 - output * output);
}

/**
 * An activation by its name.
 *
 * @throws RangeError for a name that is none; a sigmoid or softmax is one of them, since losses take logits
 */
export function activation(name: ActivationName): LayerSpec {
  if (name === "relu") return relu();
  if (name === "tanh") return tanh();
  const hint = ["sigmoid", "softmax"].includes(name) ? ": a model gives logits, and the loss does the rest" : "";
  throw new RangeError(`activation is ${describeValue(name)}; expected "relu" or "tanh"${hint}`);
}

function elementwise(kind: string, apply: (x: number) => number, slope: (output: number) => number): LayerSpec {
  return {
    kind,
    linear: false,
    build: (inputs, _random, position) => [
      {
        name: `${kind}${position}`,
        inputs,
        outputs: inputs,
        parameters: {},
        forward(input) {
          const output = matrix(input.rows, input.cols);
          for (let i = 0; i < output.data.length; i++) output.data[i] = apply(input.data[i]);
          return {
            output,
            inputGradient(gradient) {
              const result = matrix(gradient.rows, gradient.cols);
              for (let i = 0; i < result.data.length; i++) result.data[i] = gradient.data[i] * slope(output.data[i]);
              return result;
            },
          };
        },
      },
    ],
  };
}
