export { type CheckedDerivation, checkDerivation, type DerivationOptions } from "./check-derivation.js";
export type { CheckedLine } from "./checked-line.js";
export type { Equality, Line } from "./lines.js";
export type { Domain, Point } from "./points.js";
