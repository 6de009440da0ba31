import { counted } from "../numerics/counted.js";
import { describeValue } from "../numerics/describe-value.js";
import { asDtype, checkDtype, type Dtype } from "../numerics/dtype.js";
import { brand, type Logits } from "../numerics/kinds.js";
import { made } from "../numerics/made.js";
import { checkMatrix, type Matrix } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { createRandom, type Random } from "../numerics/random.js";
import { type ColumnScales, standardized } from "../numerics/standardized.js";
import { type InputScales, inputScales } from "./input-scales.js";
import type { Forward, Layer, LayerSpec, Parameters } from "./layer.js";
import { checkedShape, type Shape, shapeText, sizeOf } from "./shape.js";
import { rememberLayers } from "./simd-layers.js";
import { Summary } from "./summary.js";

/** The stream of the seed that first weights are drawn from. */
const WEIGHTS_STREAM = 1;

/** How a model of layers is made. */
export interface SequentialOptions {
  /**
   * What a row of the features is: so many columns, or a shape: [height, width, channels] of a picture, [steps, features] of a
   * sequence, flattened so that the last runs fastest.
   */
  inputs: number | Shape;
  /** Whole number, for the first weights. */
  seed: number;
  /** How its numbers are stored, and computed with. Default "float64". */
  dtype?: Dtype;
  /**
   * What the columns of the features are brought to mean 0 and deviation 1 by, before the first layer, wherever the model is given
   * features: what `standardize` has found in the training data. It is part of the model, and saved with it.
   */
  standardization?: ColumnScales;
}
const OPTIONS: OptionNames<SequentialOptions> = { inputs: true, seed: true, dtype: true, standardization: true };

/** Layers one after the other. The last one gives logits: no sigmoid, no softmax. */
export interface Model {
  readonly layers: readonly Layer[];
  /** Of the parameters, the logits, and all between: features of another are rounded, or widened, first. */
  readonly dtype: Dtype;
  /** Columns of the features. */
  readonly inputs: number;
  /** 1 for a binary model, else the number of classes. */
  readonly outputs: number;
  /** What it standardises its features by, if it does. */
  readonly standardization?: InputScales;
  /** The matrices that training changes, in place, by name: "dense1.weight" is inputs x units. */
  readonly parameters: Parameters;
  /**
   * The features as the first layer takes them: standardised, if the model does that, and of its dtype.
   *
   * @param features N x inputs
   * @throws RangeError when the features have another number of columns
   */
  prepared(features: Matrix): Matrix;
  /**
   * @param features N x inputs
   * @returns N x outputs
   * @throws RangeError when the features have another number of columns
   */
  logits(features: Matrix): Logits;
  /**
   * The logits, and the way back from their gradient to that of every parameter.
   *
   * @param random what a training drops is drawn from it; without it nothing is dropped
   */
  forward(features: Matrix, random?: Random): { readonly logits: Logits; gradients(logitGradient: Matrix): Parameters };
  /** Layers, shapes of their outputs, numbers of their parameters, and memory: prints as a table. */
  summary(): Summary;
}

/**
 * A model of layers one after the other, with first weights drawn from a seed.
 *
 * With dtype "float32" its numbers have 24 significant bits, as those of PyTorch and Keras have unless told otherwise. It
 * computes by SIMD where there is WebAssembly, several times as quickly as in float64, and its first weights are those of the
 * float64 model, rounded. Trained with losses that go by SIMD too it has the same bits on every engine with WebAssembly; only
 * `gelu` and `gru` use the engine's own exponentials, which Node 20, 22 and 24 have in common.
 *
 * @param specs layers, first to last; the last must be a dense layer without activation
 * @param options inputs: columns of the features, or the shape of a row, such as [height, width, channels]; seed: whole
 * number, for the first weights; dtype: "float32" or "float64" (default); standardization: what `standardize(train)` gives
 * @throws RangeError when there is no layer, the last one gives no logits, or a number or a layer's input does not fit
 * @example
 * const model = sequential([dense(32, "relu"), dense(1)], { inputs: 30, seed: 1 });
 * model.parameters["dense1.weight"].rows; // 30
 * const quick = sequential([dense(32, "relu"), dense(1)], { inputs: 30, seed: 1, dtype: "float32" });
 * quick.parameters["dense1.weight"].data.BYTES_PER_ELEMENT; // 4
 * @example
 * const layers = [dense(32, "relu"), dense(1)];
 * const raw = sequential(layers, { inputs: 2, seed: 1, standardization: standardize(train) }); // for features as they are
 * const ready = sequential(layers, { inputs: 2, seed: 1 }); // for features that were standardised
 * raw.logits(test.features).data[0] === ready.logits(standardize(train).apply(test.features)).data[0]; // true
 * @see Goodfellow, Bengio, Courville: Deep learning (2016), chapter 6
 */
export function sequential(specs: readonly LayerSpec[], options: SequentialOptions): Model {
  checkOptionNames("sequential", options, OPTIONS);
  const { seed, dtype = "float64" } = options;
  const inputShape = checkedShape("sequential: inputs", options.inputs);
  const inputs = sizeOf(inputShape);
  checkDtype("sequential: dtype", dtype);
  const scales = options.standardization;
  const standardization = scales === undefined ? scales : inputScales("sequential: standardization", scales, inputs);
  if (!Array.isArray(specs)) throw new TypeError(`sequential: specs is ${describeValue(specs)}; expected layers`);
  for (const [i, spec] of specs.entries()) {
    if (typeof spec?.build !== "function") {
      throw new TypeError(
        `sequential: specs: entry ${i} is ${describeValue(spec)}; expected a layer, such as dense(32)`,
      );
    }
  }
  if (specs.length === 0) throw new RangeError("sequential: there is no layer; expected one or more");
  const last = specs[specs.length - 1];
  if (!last.linear) {
    throw new RangeError(
      `sequential: the last layer is ${last.kind}; expected a linear one, such as dense(2), whose outputs are logits`,
    );
  }
  const random = createRandom(seed, WEIGHTS_STREAM);
  const layers: Layer[] = [];
  for (const [i, spec] of specs.entries()) {
    const input = layers.at(-1)?.outputShape ?? inputShape;
    layers.push(...spec.build(input, random, i + 1, dtype));
  }
  const { name, outputShape } = layers[layers.length - 1];
  if (outputShape.length > 1) {
    throw new RangeError(
      `sequential: ${name} gives ${shapeText(outputShape)} a row; expected one dimension, of logits`,
    );
  }
  const parameters: Parameters = Object.assign({}, ...layers.map((layer) => layer.parameters));

  function prepared(features: Matrix): Matrix {
    checkMatrix("model: features", features);
    if (features.cols !== inputs) {
      throw new RangeError(
        `model: features have ${counted(features.cols, "columns")}; expected ${inputs}, as the model was made for`,
      );
    }
    return asDtype("model: features", standardization ? standardized(features, standardization) : features, dtype);
  }

  function forward(features: Matrix, random?: Random) {
    const steps: Forward[] = [];
    let output = prepared(features);
    for (const layer of layers) {
      const step = layer.forward(output, random);
      steps.push(step);
      output = step.output;
    }
    return {
      logits: brand("logits", output),
      gradients(logitGradient: Matrix): Parameters {
        const gradients: Record<string, Matrix> = {};
        let gradient = logitGradient;
        for (let i = steps.length - 1; i >= 0; i--) {
          Object.assign(gradients, steps[i].parameterGradients?.(gradient));
          if (i > 0) gradient = steps[i].inputGradient(gradient);
        }
        return gradients;
      },
    };
  }
  rememberLayers(forward, layers);
  return made(
    "sequential",
    [specs, standardization ? { ...options, standardization: asLists(standardization) } : options],
    {
      layers,
      dtype,
      ...(standardization ? { standardization } : {}),
      prepared,
      inputs,
      outputs: outputShape[0],
      parameters,
      forward,
      logits: (features) => forward(features).logits,
      summary: () => new Summary(inputShape, layers, dtype),
    },
  );
}

/** JSON has no typed arrays. */
function asLists({ mean, scale }: InputScales): ColumnScales {
  return { mean: Array.from(mean), scale: Array.from(scale) };
}
