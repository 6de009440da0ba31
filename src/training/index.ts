export { type AdamState, adam } from "./adam.js";
export { earlyStopping, type StopRule } from "./early-stopping.js";
export { type Epoch, type FitOptions, fit, type Run } from "./fit.js";
export type { Optimizer } from "./optimizer.js";
export { sgd } from "./sgd.js";
export type { TrainingLoss } from "./train-step.js";
