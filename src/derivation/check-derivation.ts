import { describeValue } from "../numerics/describe-value.js";
import { checkEquality, type Task } from "./check-equality.js";
import type { CheckedLine } from "./checked-line.js";
import { type Comparison, comparison } from "./compare.js";
import { expressionReader } from "./expression.js";
import { type Equality, equalitiesOf, type Line } from "./lines.js";
import { loadMathjs } from "./mathjs.js";
import { checkDomains, type Domain, type Point } from "./points.js";

export interface DerivationOptions {
  /** Where each variable lives: [from, to], ends included, or { among: [0, 1] }. */
  readonly variables: Readonly<Record<string, Domain>>;
  /** Names and what they stand for: { "sigmoid(t)": "1 / (1 + exp(-t))" }; one may use those before it. */
  readonly definitions?: Readonly<Record<string, string>>;
  /** How many digits must agree at every point, beside numbers below 1 how many decimals. Default 60. */
  readonly digits?: number;
  /** Random points a line, beside the combinations of easy numbers. Default 16. */
  readonly points?: number;
  /** Whole number: where the random points come from. Default 1. */
  readonly seed?: number;
}

export interface CheckedDerivation {
  /** Whether no line fails. */
  readonly holds: boolean;
  readonly lines: readonly CheckedLine[];
  /** The lines that fail. */
  readonly wrong: readonly CheckedLine[];
}

/** Digits carried beyond those compared: what differences of nearly equal numbers may lose. */
const SPARE_DIGITS = 40;

/**
 * Checks the lines of a derivation: each equality by the rules of arithmetic, exponentials and logarithms, and by numbers
 * with many digits at points of the variables' domains. A wrong line comes with the simplest counterexample found.
 *
 * Expressions are written as for mathjs: `y * log(p) + (1 - y) * log(1 - p)`; `derivative(expression, z)` is the
 * derivative, worked out symbolically, and may stand inside another one. Two sides are equal only where both are
 * real numbers or neither is: (z^2 - 1) / (z - 1) = z + 1 fails at z = 1.
 *
 * @param lines "left = right", chains "a = b = c", "= c" to go on from the line before; with a label if wanted
 * @throws Error naming the line that cannot be read, or that is defined at none of the points; Error that says what to
 * install when mathjs is missing
 * @example
 * const checked = await checkDerivation(["log(a * b) = log(a) + log(b)", "log(a + b) = log(a) * log(b)"], {
 *   variables: { a: [0.1, 10], b: [0.1, 10] },
 * });
 * checked.lines.map(({ verdict }) => verdict); // ["proved", "fails"]
 */
export async function checkDerivation(lines: readonly Line[], options: DerivationOptions): Promise<CheckedDerivation> {
  const { variables, definitions = {}, digits = 60, points = 16, seed = 1 } = options;
  checkDomains(variables);
  for (const [name, value] of Object.entries({ digits, points })) {
    if (!Number.isInteger(value) || value < 1 || value > 1000) {
      throw new RangeError(`${name} is ${describeValue(value)}; expected a whole number, 1 to 1000`);
    }
  }
  const equalities = equalitiesOf(lines);
  const vocabulary = { variables: Object.keys(variables), definitions };

  async function load(digitsCarried: number) {
    const math = await loadMathjs(digitsCarried);
    const read = expressionReader(math, vocabulary);
    const sidesOf = ({ line, left, right }: Equality): Task["sides"] => [
      read(left, `line ${line}`),
      read(right, `line ${line}`),
    ];
    return { math, sidesOf };
  }
  const { math, sidesOf } = await load(digits + SPARE_DIGITS);
  let finer: ReturnType<typeof load> | undefined;
  async function confirm(equality: Equality, at: Point): Promise<Comparison> {
    finer ??= load(3 * (digits + SPARE_DIGITS));
    const { math, sidesOf } = await finer;
    return comparison(math, sidesOf(equality), digits)(at);
  }

  const sides = equalities.map(sidesOf);
  const checked: CheckedLine[] = [];
  for (const [i, equality] of equalities.entries()) {
    const task = {
      math,
      sides: sides[i],
      variables,
      digits,
      points,
      seed,
      confirm: (at: Point) => confirm(equality, at),
    };
    checked.push(await checkEquality(equality, task));
  }
  const wrong = checked.filter(({ verdict }) => verdict === "fails");
  return { holds: wrong.length === 0, lines: checked, wrong };
}
