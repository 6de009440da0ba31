import { checkBelowOne } from "../numerics/check-number.js";
import { dtypeOf, zeros } from "../numerics/dtype.js";
import { made } from "../numerics/made.js";
import type { Matrix } from "../numerics/matrix.js";
import type { Random } from "../numerics/random.js";
import type { Forward, Layer, LayerSpec } from "./layer.js";

/**
 * Dropout: while `fit` trains, each number is 0 with probability `rate`, and otherwise divided by 1 - rate, so that its
 * expectation is what it was. Predictions and the loss of the validation data are without it.
 *
 * What is dropped is drawn from the seed of `fit`: same seed, same bits, also of a training that was interrupted. The
 * training loss that `fit` tells is with dropout, and so as a rule higher than that of the same weights without. Micro-batches
 * drop what their batch would, where a model has one such layer; where it has more they draw in another order.
 *
 * @param rate probability of a number to be dropped, 0 or more and below 1
 * @returns a layer for `sequential`, of any shape, and gives the same shape
 * @throws RangeError when rate is not such a number
 * @example
 * const model = sequential([dense(8, "relu"), dropout(0.5), dense(1)], { inputs: 2, seed: 1 });
 * model.layers.map(({ name }) => name); // ["dense1", "relu1", "dropout2", "dense3"]
 * @see Srivastava et al.: Dropout, a simple way to prevent neural networks from overfitting (2014), section 10, for
 * the division in training
 */
export function dropout(rate: number): LayerSpec {
  checkBelowOne("dropout: rate", rate);
  return made("dropout", [rate], {
    kind: "dropout",
    linear: false,
    build(input, _random, position) {
      const layer: Layer = {
        name: `dropout${position}`,
        inputShape: input,
        outputShape: input,
        parameters: {},
        isRandom: true,
        forward: (x, random) => (random ? dropped(x, rate, random) : unchanged(x)),
      };
      return [layer];
    },
  });
}

const unchanged = (output: Matrix): Forward => ({ output, inputGradient: (gradient) => gradient });

function dropped(x: Matrix, rate: number, random: Random): Forward {
  const isKept = new Uint8Array(x.data.length);
  for (let i = 0; i < isKept.length; i++) isKept[i] = random.next() < rate ? 0 : 1;
  /** Both ways the same: numbers that are kept grow, the others are 0, even infinite ones. */
  function throughMask({ rows, cols, data }: Matrix): Matrix {
    const result = zeros(rows, cols, dtypeOf(x));
    for (let i = 0; i < data.length; i++) if (isKept[i]) result.data[i] = data[i] / (1 - rate);
    return result;
  }
  return { output: throughMask(x), inputGradient: throughMask };
}
