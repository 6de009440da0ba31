import { describeValue } from "../numerics/describe-value.js";
import { dtypeOf, zeros } from "../numerics/dtype.js";
import { made } from "../numerics/made.js";
import type { Matrix } from "../numerics/matrix.js";
import { normalCdf, normalDensity } from "../numerics/normal-cdf.js";
import { tanh as tanhOf32 } from "../wasm/float32.js";
import { relu as reluOf, timesReluSlope } from "../wasm/relu.js";
import type { Layer, LayerSpec } from "./layer.js";
import { asSimdLayer } from "./simd-layers.js";

type Numbers = Matrix["data"];

const ACTIVATIONS = { relu, tanh, gelu };
export type ActivationName = keyof typeof ACTIVATIONS;

/**
 * The rectifier, max(0, x), entry by entry; its derivative at 0 is taken as 0.
 *
 * @returns a layer for `sequential`, of any shape, and gives the same shape
 * @example
 * const model = sequential([dense(8), relu(), dense(1)], { inputs: 2, seed: 1 });
 * model.layers.map(({ name }) => name); // ["dense1", "relu2", "dense3"]
 * @see Nair and Hinton: Rectified linear units improve restricted Boltzmann machines (2010)
 */
export function relu(): LayerSpec {
  return elementwise("relu", reluOf, timesReluSlope);
}

/**
 * The hyperbolic tangent, entry by entry; its derivative is 1 - tanh(x)^2.
 *
 * @returns a layer for `sequential`, of any shape, and gives the same shape
 * @example
 * const model = sequential([dense(8), tanh(), dense(1)], { inputs: 2, seed: 1 });
 * model.layers.map(({ name }) => name); // ["dense1", "tanh2", "dense3"]
 * @see LeCun, Bottou, Orr, Mueller: Efficient backprop (1998), section 4.4
 */
export function tanh(): LayerSpec {
  return elementwise("tanh", tanhOf, timesTanhSlope);
}

/**
 * The Gaussian error linear unit, x Phi(x), entry by entry: Phi is the normal distribution's, exact and no tanh in its
 * place, as PyTorch and Keras have it unless told otherwise. Its derivative is Phi(x) + x phi(x), phi the density.
 *
 * @returns a layer for `sequential`, of any shape, and gives the same shape
 * @example
 * const model = sequential([dense(8), gelu(), dense(1)], { inputs: 2, seed: 1 });
 * model.layers.map(({ name }) => name); // ["dense1", "gelu2", "dense3"]
 * @see Hendrycks and Gimpel: Gaussian error linear units (2016), section 2
 */
export function gelu(): LayerSpec {
  return elementwise(
    "gelu",
    (x) => {
      for (let i = 0; i < x.length; i++) x[i] = x[i] === Number.NEGATIVE_INFINITY ? 0 : x[i] * normalCdf(x[i]);
    },
    (gradient, _output, input) => {
      for (let i = 0; i < input.length; i++) {
        const x = input[i];
        gradient[i] *= Number.isFinite(x) ? normalCdf(x) + x * normalDensity(x) : normalCdf(x);
      }
    },
  );
}

/**
 * An activation by its name.
 *
 * @throws RangeError for a name that is none; a sigmoid or softmax is one of them, since losses take logits
 */
export function activation(name: ActivationName): LayerSpec {
  if (typeof name === "string" && Object.hasOwn(ACTIVATIONS, name)) return ACTIVATIONS[name]();
  const hint = ["sigmoid", "softmax"].includes(name) ? ": a model gives logits, and the loss does the rest" : "";
  throw new RangeError(`dense: activation is ${describeValue(name)}; expected "relu", "tanh" or "gelu"${hint}`);
}

function tanhOf(x: Numbers): void {
  if (x instanceof Float32Array) tanhOf32(x, x);
  else for (let i = 0; i < x.length; i++) x[i] = Math.tanh(x[i]);
}

/** In float32 every operation is rounded, as SIMD does. */
function timesTanhSlope(gradient: Numbers, output: Numbers): void {
  const { fround } = Math;
  if (output instanceof Float32Array) {
    for (let i = 0; i < output.length; i++) gradient[i] *= fround(1 - fround(output[i] * output[i]));
  } else for (let i = 0; i < output.length; i++) gradient[i] *= 1 - output[i] * output[i];
}

/**
 * @param apply makes inputs outputs, in place
 * @param timesSlope multiplies the gradient of the outputs, in place, by the slope at the inputs; what it needs may be easier
 * to have of the outputs
 */
function elementwise(
  kind: ActivationName,
  apply: (x: Numbers) => void,
  timesSlope: (gradient: Numbers, output: Numbers, input: Numbers) => void,
): LayerSpec {
  return made(kind, [], {
    kind,
    linear: false,
    build(input, _random, position) {
      const layer: Layer = {
        name: `${kind}${position}`,
        inputShape: input,
        outputShape: input,
        parameters: {},
        forward(x) {
          const output = copyOf(x);
          apply(output.data);
          return {
            output,
            inputGradient(gradient) {
              const result = copyOf(gradient);
              timesSlope(result.data, output.data, x.data);
              return result;
            },
          };
        },
      };
      return [kind === "gelu" ? layer : asSimdLayer(layer, { kind })];
    },
  });
}

function copyOf(m: Matrix): Matrix {
  const copy = zeros(m.rows, m.cols, dtypeOf(m));
  copy.data.set(m.data);
  return copy;
}
