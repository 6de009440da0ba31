import { Total, type TotalWithGradient } from "../loss/total.js";
import { describeValue } from "../numerics/describe-value.js";
import type { Logits } from "../numerics/kinds.js";
import { isMatrix, type Matrix } from "../numerics/matrix.js";

/**
 * A loss on logits and class indices: `sigmoidCrossEntropy`, `softmaxCrossEntropy`, or your own of the same form. It is given
 * `sampleWeights` where examples or classes have weights.
 */
export interface TrainingLoss {
  (
    z: Logits,
    targets: ArrayLike<number>,
    options: { gradient: true | Matrix; sampleWeights?: ArrayLike<number> },
  ): TotalWithGradient;
  (z: Logits, targets: ArrayLike<number>, options?: { sampleWeights?: ArrayLike<number> }): Total;
}

/** Throws when something is no loss. */
export function checkTrainingLoss(name: string, loss: TrainingLoss): void {
  if (typeof loss === "function") return;
  throw new TypeError(`${name} is ${describeValue(loss)}; expected a loss, such as sigmoidCrossEntropy`);
}

/**
 * What a loss gave, if it is a total, and has the gradient that was asked for.
 *
 * @param z logits that the gradient is to be of; without them none was asked for
 * @throws TypeError when it is something else
 */
export function checkedTotal<Given extends Total>(name: string, total: Given, z?: Logits): Given {
  if (!(total instanceof Total)) {
    throw new TypeError(`${name} gave ${describeValue(total)}; expected a Total, as softmaxCrossEntropy gives`);
  }
  if (!z) return total;
  const { gradient } = total as Partial<TotalWithGradient>;
  if (isMatrix(gradient) && gradient.rows === z.rows && gradient.cols === z.cols) return total;
  throw new TypeError(
    `${name} gave a Total whose gradient is ${describeValue(gradient)}; expected ${describeValue(z)}, as the logits are, where the option gradient asks for it`,
  );
}
