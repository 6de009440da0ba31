export type { ClassSample, ClassSampler } from "./class-sample.js";
export type { BothSides } from "./contrastive-gradients.js";
export { type ContrastiveLossOptions, type ContrastiveTotal, contrastiveLoss } from "./contrastive-loss.js";
export {
  conventions,
  keras,
  numpy,
  optax,
  pytorch,
  scikitLearn,
  tensorflow,
  tensorflowJs,
} from "./conventions/all.js";
export type { Case, LossInputs } from "./conventions/case.js";
export type { Convention } from "./conventions/convention.js";
export type { Explanation } from "./conventions/explanation.js";
export type { Reckoning } from "./conventions/reckoning.js";
export { type CtcBeamDecodeOptions, type CtcBeamDecoding, ctcBeamDecode } from "./ctc-beam-decode.js";
export type { CtcFrameOptions } from "./ctc-frames.js";
export { type CtcGreedyDecoding, ctcGreedyDecode } from "./ctc-greedy-decode.js";
export { type CtcLossOptions, ctcLoss } from "./ctc-loss.js";
export {
  type SigmoidCrossEntropyHessianOptions,
  sigmoidCrossEntropyHessian,
  sigmoidCrossEntropyHessianDiagonal,
  sigmoidCrossEntropyHessianProduct,
} from "./derivatives/sigmoid-cross-entropy-hessian.js";
export {
  type SoftmaxCrossEntropyHessianOptions,
  softmaxCrossEntropyHessian,
  softmaxCrossEntropyHessianDiagonal,
  softmaxCrossEntropyHessianProduct,
} from "./derivatives/softmax-cross-entropy-hessian.js";
export { type DistillationLossOptions, distillationLoss } from "./distillation-loss.js";
export type { KlDivergenceLossOptions } from "./divergence-of-rows.js";
export { type Difference, type DifferenceInputs, explainDifference } from "./explain-difference.js";
export { klDivergenceLoss } from "./kl-divergence-loss.js";
export { type LinearCrossEntropyOptions, type LinearTotal, linearCrossEntropy } from "./linear-cross-entropy.js";
export type { LinearGradients } from "./linear-gradients.js";
export type { LinearLogits } from "./linear-logits.js";
export {
  type LogLossOptions,
  type LogLossTargets,
  logLoss,
} from "./log-loss.js";
export { logUniformSampler } from "./log-uniform-sampler.js";
export type { LossOptions } from "./options.js";
export { type PolyLossOptions, polyLoss } from "./poly-loss.js";
export { reverseKlDivergenceLoss } from "./reverse-kl-divergence-loss.js";
export type { SampledSoftmaxGradients } from "./sampled-candidates.js";
export {
  type SampledSoftmaxOptions,
  type SampledSoftmaxTotal,
  sampledSoftmaxCrossEntropy,
} from "./sampled-softmax-cross-entropy.js";
export { type SigmoidCrossEntropyOptions, sigmoidCrossEntropy } from "./sigmoid-cross-entropy.js";
export { type SigmoidFocalLossOptions, sigmoidFocalLoss } from "./sigmoid-focal-loss.js";
export { type SoftmaxCrossEntropyOptions, softmaxCrossEntropy } from "./softmax-cross-entropy.js";
export { type SoftmaxFocalLossOptions, softmaxFocalLoss } from "./softmax-focal-loss.js";
export { Total, type TotalJson, type TotalParts, type TotalWithGradient } from "./total.js";
