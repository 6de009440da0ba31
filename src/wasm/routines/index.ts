export { allFinite32, allFinite64 } from "./all-finite";
export { addTransposedLeft, affine, multiplyTransposedRight } from "./multiply";
export { narrowExps, narrowGradients } from "./narrow-rows";
export { rowLosses } from "./row-losses";
export { wideExps, wideGradients } from "./wide-rows";
