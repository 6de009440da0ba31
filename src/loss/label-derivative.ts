import { sigmoid } from "../numerics/sigmoid.js";

/**
 * The derivative of yes softplus(-z) + no softplus(z): no p - yes (1 - p), p = sigmoid(z).
 *
 * Near z = 0 it is (no - yes) / 2 + (no + yes) tanh(z / 2) / 2, which is the same: so what is left of two halves that are
 * nearly equal keeps its digits.
 */
export function labelDerivative(yes: number, no: number, z: number): number {
  if (Math.abs(z) < 0.5) return (no - yes) / 2 + (no + yes) * (Math.tanh(z / 2) / 2);
  return no * sigmoid(z) - yes * sigmoid(-z);
}
