export type { BothSides } from "./contrastive-gradients.js";
export { type ContrastiveLossOptions, type ContrastiveTotal, contrastiveLoss } from "./contrastive-loss.js";
export { type LogLossOptions, type LogLossTotal, logLoss } from "./log-loss.js";
export type { LossOptions } from "./options.js";
export { type SigmoidCrossEntropyOptions, sigmoidCrossEntropy } from "./sigmoid-cross-entropy.js";
export { type SoftmaxCrossEntropyOptions, softmaxCrossEntropy } from "./softmax-cross-entropy.js";
export { Total, type TotalJson, type TotalParts, type TotalWithGradient } from "./total.js";
