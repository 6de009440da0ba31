export { isMultiplyAddFused, setFusedMultiplyAdd } from "./fused-multiply-add.js";
