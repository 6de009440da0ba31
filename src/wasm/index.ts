export { allocate, free } from "./allocate.js";
export { isMultiplyAddFused, setFusedMultiplyAdd } from "./fused-multiply-add.js";
