export { allFinite32, allFinite64 } from "./all-finite";
export { addTransposedLeft, affine, multiplyTransposedRight } from "./multiply";
export { narrowExps, narrowGradients } from "./narrow-rows";
export { trainSteps } from "./network";
export { rowLosses } from "./row-losses";
export { tanh } from "./tanh";
export { adam, sgd } from "./update";
export { wideExps, wideGradients } from "./wide-rows";
