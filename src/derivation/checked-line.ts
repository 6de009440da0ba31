import type { Equality } from "./lines.js";
import type { Point } from "./points.js";

/** What was found out about one equality. */
export interface CheckedLine extends Equality {
  /**
   * proved: it follows from the rules, and the numbers agree. holds: the numbers agree wherever they were computed.
   * fails: the counterexample shows where they do not.
   */
  readonly verdict: "proved" | "holds" | "fails";
  /** Points at which both sides were computed and agreed. */
  readonly points: number;
  /** Points at which neither side is a real number. */
  readonly undefinedPoints: number;
  readonly counterexample?: { readonly at: Point; readonly left: string; readonly right: string };
  /** The verdict in words: "holds at 40 points to 60 digits", "fails at z = 1, y = 0: left is 1.31326, right is 0.313262". */
  readonly text: string;
}
