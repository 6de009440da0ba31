import type { Matrix } from "../numerics/matrix.js";
import type { Random } from "../numerics/random.js";

/** Named matrices: the parameters of a model, or something of the same shapes (gradients, an optimizer's moments). */
export type Parameters = Readonly<Record<string, Matrix>>;

/** The output of a layer, and the way back: from the gradient of the output to that of the input. */
export interface Forward {
  readonly output: Matrix;
  /**
   * @param gradient of the output, in its shape
   * @param parameterGradients the layer writes the gradients of its own parameters here, under their names
   * @returns the gradient of the input
   */
  pullback(gradient: Matrix, parameterGradients: Record<string, Matrix>): Matrix;
}

/** A layer with its parameters in place. */
export interface Layer {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly parameters: Parameters;
  forward(input: Matrix): Forward;
}

/** A layer as somebody asks for it, before its number of inputs is known. */
export interface LayerSpec {
  readonly kind: string;
  /** Whether the output is a linear function of the input, as logits are of the last layer's. */
  readonly linear: boolean;
  /**
   * @param inputs columns of the input
   * @param random where the first weights come from
   * @param position number of the layer in its model, from 1: part of the names of its parameters
   */
  build(inputs: number, random: Random, position: number): Layer;
}
