import { dtypeOf, zeros } from "../numerics/dtype.js";
import { made } from "../numerics/made.js";
import type { Matrix } from "../numerics/matrix.js";
import type { Forward, LayerSpec } from "./layer.js";

/** Added to the variance, as in PyTorch. */
const EPSILON = 1e-5;

/**
 * Layer normalisation over the last dimension: y = weight (x - mean) / sqrt(variance + 1e-5) + bias, mean and variance (divided
 * by D) of the D numbers. Weight and bias have one number for each of the D; they begin as 1 and 0.
 *
 * @returns a layer for `sequential`, of any shape, and gives the same shape
 * @example
 * const model = sequential([dense(8), layerNorm(), relu(), dense(1)], { inputs: 2, seed: 1 });
 * model.parameters["layerNorm2.weight"].cols; // 8
 * @see Ba, Kiros, Hinton: Layer normalization (2016), eq. 3 and 4
 */
export function layerNorm(): LayerSpec {
  return made("layerNorm", [], {
    kind: "layerNorm",
    linear: false,
    build(input, _random, position, dtype) {
      const name = `layerNorm${position}`;
      const size = input[input.length - 1];
      const weight = zeros(1, size, dtype);
      weight.data.fill(1);
      const bias = zeros(1, size, dtype);
      return [
        {
          name,
          inputShape: input,
          outputShape: input,
          parameters: { [`${name}.weight`]: weight, [`${name}.bias`]: bias },
          forward: (x) => forward(name, x, weight.data, bias.data),
        },
      ];
    },
  });
}

/** Computed in float64; what is kept is of the input's type. */
function forward(name: string, x: Matrix, weight: Matrix["data"], bias: Matrix["data"]): Forward {
  const size = weight.length;
  const groups = x.data.length / size;
  const dtype = dtypeOf(x);
  const output = zeros(x.rows, x.cols, dtype);
  const normal = new Float64Array(x.data.length);
  const scales = new Float64Array(groups);
  for (let group = 0; group < groups; group++) {
    const start = group * size;
    let sum = 0;
    for (let j = 0; j < size; j++) sum += x.data[start + j];
    const mean = sum / size;
    let squares = 0;
    for (let j = 0; j < size; j++) squares += (x.data[start + j] - mean) ** 2;
    const scale = 1 / Math.sqrt(squares / size + EPSILON);
    scales[group] = scale;
    for (let j = 0; j < size; j++) {
      normal[start + j] = (x.data[start + j] - mean) * scale;
      output.data[start + j] = normal[start + j] * weight[j] + bias[j];
    }
  }

  return {
    output,
    parameterGradients({ data: gradient }) {
      const [ofWeight, ofBias] = [zeros(1, size, dtype), zeros(1, size, dtype)];
      for (let j = 0; j < size; j++) {
        let [weightSum, biasSum] = [0, 0];
        for (let i = j; i < gradient.length; i += size) {
          weightSum += gradient[i] * normal[i];
          biasSum += gradient[i];
        }
        ofWeight.data[j] = weightSum;
        ofBias.data[j] = biasSum;
      }
      return { [`${name}.weight`]: ofWeight, [`${name}.bias`]: ofBias };
    },
    inputGradient({ data: gradient }) {
      const result = zeros(x.rows, x.cols, dtype);
      for (let group = 0; group < groups; group++) {
        const start = group * size;
        let [sum, along] = [0, 0];
        for (let j = 0; j < size; j++) {
          const g = gradient[start + j] * weight[j];
          sum += g;
          along += g * normal[start + j];
        }
        // What would move the mean or the variance has no effect.
        for (let j = 0; j < size; j++) {
          const g = gradient[start + j] * weight[j];
          result.data[start + j] = scales[group] * (g - sum / size - (normal[start + j] * along) / size);
        }
      }
      return result;
    },
  };
}
