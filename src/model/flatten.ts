import { made } from "../numerics/made.js";
import type { LayerSpec } from "./layer.js";
import { sizeOf } from "./shape.js";

/**
 * Makes one dimension of all, as a dense layer wants it. The numbers of a row are those they were, in the same order.
 *
 * @returns a layer for `sequential`, of any shape
 * @example
 * const model = sequential([conv2d(4, 3), relu(), flatten(), dense(10)], { inputs: [8, 8, 1], seed: 1 });
 * model.layers[2].outputShape; // [144]
 * @see Keras's Flatten; PyTorch's has the channels first, and so another order
 */
export function flatten(): LayerSpec {
  return made("flatten", [], {
    kind: "flatten",
    linear: false,
    build: (input, _random, position) => [
      {
        name: `flatten${position}`,
        inputShape: input,
        outputShape: [sizeOf(input)],
        parameters: {},
        forward: (x) => ({ output: x, inputGradient: (gradient) => gradient }),
      },
    ],
  });
}
