export { allocate, free } from "./allocate.js";
/** Functions of float32 numbers, entry by entry, with a stated error. */
export * as float32 from "./float32.js";
export { isMultiplyAddFused, setFusedMultiplyAdd } from "./fused-multiply-add.js";
