export type { Dtype } from "./dtype.js";
export {
  type Logits,
  type LogProbabilities,
  logits,
  logProbabilities,
  type Numbers,
  type Probabilities,
  probabilities,
} from "./kinds.js";
export { fromRows, isMatrix, type Matrix, matrix, type NestedRows, rowOf, takeRows, toRows } from "./matrix.js";
export { createRandom, type Random } from "./random.js";
export { logSigmoid, sigmoid, softplus } from "./sigmoid.js";
export { logSoftmax, logSumExp, softmax } from "./softmax.js";
