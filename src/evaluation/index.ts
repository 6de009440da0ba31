export { brierScore } from "./brier.js";
export { type ConfusionMatrix, confusionMatrix } from "./confusion-matrix.js";
export { cohensKappa, type F1Scores, f1Scores, matthewsCorrelation } from "./confusion-scores.js";
export { type Evaluation, evaluate, evaluateProbabilities } from "./evaluate.js";
export { type Interval, meanWithInterval, wilsonInterval } from "./interval.js";
export { expectedCalibrationError, type ReliabilityBin, reliabilityBins } from "./reliability.js";
export { type RocCurve, rocCurve } from "./roc.js";
