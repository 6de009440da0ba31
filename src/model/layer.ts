import type { Dtype } from "../numerics/dtype.js";
import type { Matrix } from "../numerics/matrix.js";
import type { Random } from "../numerics/random.js";
import type { Shape } from "./shape.js";

/** Named matrices: the parameters of a model, or something of the same shapes (gradients, an optimizer's moments). */
export type Parameters = Readonly<Record<string, Matrix>>;

/** The output of a layer, and the ways back from the gradient of the output, which has its shape. All are of the input's dtype. */
export interface Forward {
  readonly output: Matrix;
  /** The gradients of the layer's own parameters, under their names; where there are none, nothing to call. */
  parameterGradients?(gradient: Matrix): Parameters;
  /** The gradient of the input; not asked for where the input is the data. */
  inputGradient(gradient: Matrix): Matrix;
}

/** A layer with its parameters in place. Its input and output have a row for every example, whose shape is told. */
export interface Layer {
  readonly name: string;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly parameters: Parameters;
  /** Whether a training draws something in it, as dropout does. */
  readonly isRandom?: true;
  /** @param random of a training, for what is drawn in it; without it the layer is as it is for predictions */
  forward(input: Matrix, random?: Random): Forward;
}

/** A layer as somebody asks for it, before the shape of its input is known. */
export interface LayerSpec {
  readonly kind: string;
  /** Whether the output is a linear function of the input, as logits are of the last layer's. */
  readonly linear: boolean;
  /**
   * @param input shape of a row of the input
   * @param random where the first weights come from
   * @param position number of this among what the model was asked for, from 1: part of the parameters' names
   * @param dtype of the parameters; inputs will be of it too
   * @returns the layers it stands for, one or more: a dense layer with an activation is two
   * @throws RangeError, named after the layer, when it takes no input of that shape
   */
  build(input: Shape, random: Random, position: number, dtype: Dtype): readonly Layer[];
}
