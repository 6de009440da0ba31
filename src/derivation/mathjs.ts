import type { MathJsInstance } from "mathjs";
import { optionalPeer } from "../numerics/optional-peer.js";

/**
 * mathjs, computing with decimal numbers of so many digits.
 *
 * @throws Error that says what to install when mathjs is missing
 */
export async function loadMathjs(digits: number): Promise<MathJsInstance> {
  const { all, create } = await optionalPeer("mathjs", "checkDerivation", () => import("mathjs"));
  return create(all, { number: "BigNumber", precision: digits });
}
