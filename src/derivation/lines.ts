/** One line of a derivation: "left = right", a chain "a = b = c", or "= c", which goes on from the line before. */
export type Line = string | { readonly label: string; readonly claim: string };

/** One equality of a line. */
export interface Equality {
  /** Number of the line, from 1. */
  readonly line: number;
  readonly label: string;
  readonly left: string;
  readonly right: string;
}

/**
 * The equalities that the lines state.
 *
 * @throws Error naming the line that states none
 */
export function equalitiesOf(lines: readonly Line[]): Equality[] {
  const equalities: Equality[] = [];
  lines.forEach((given, i) => {
    const { label, claim } = typeof given === "string" ? { label: "", claim: given } : given;
    const line = i + 1;
    const sides = claim.split("=").map((side) => side.trim());
    if (sides[0] === "" && equalities.length > 0) sides[0] = equalities[equalities.length - 1].right;
    if (sides.length < 2 || sides.includes("")) {
      throw new Error(
        `line ${line} is "${claim}"; expected "left = right"${i > 0 ? ', or "= right" to go on from the line before' : ""}`,
      );
    }
    for (let k = 1; k < sides.length; k++) equalities.push({ line, label, left: sides[k - 1], right: sides[k] });
  });
  return equalities;
}
