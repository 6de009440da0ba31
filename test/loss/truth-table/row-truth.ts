import type { Big } from "./big.js";

/** What a row comes to: its loss (undefined: Infinity), weight and gradient, and how far rounding may lead beyond ulps. */
export type RowTruth =
  | { left: false }
  | {
      left: true;
      loss: Big | undefined;
      lossError: Big;
      weight: Big;
      gradient: { value: Big; scale: Big; slack: Big }[];
    };
