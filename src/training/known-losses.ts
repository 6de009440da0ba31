import { polyLoss } from "../loss/poly-loss.js";
import { sigmoidCrossEntropy } from "../loss/sigmoid-cross-entropy.js";
import { sigmoidFocalLoss } from "../loss/sigmoid-focal-loss.js";
import { softmaxCrossEntropy } from "../loss/softmax-cross-entropy.js";
import { softmaxFocalLoss } from "../loss/softmax-focal-loss.js";
import type { TrainingLoss } from "./training-loss.js";

/** The losses that a recipe knows by their names. */
export const LOSSES: Readonly<Record<string, TrainingLoss>> = {
  ...{ polyLoss, sigmoidCrossEntropy, sigmoidFocalLoss, softmaxCrossEntropy, softmaxFocalLoss },
};

/** The name of one of them. */
export function nameOfLoss(loss: TrainingLoss): string | undefined {
  return Object.keys(LOSSES).find((name) => LOSSES[name] === loss);
}
