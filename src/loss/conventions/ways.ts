import { conventionsFor } from "./all.js";
import type { Case } from "./case.js";
import type { Convention } from "./convention.js";
import { dividesBy, reductions, units } from "./measures.js";
import { mistakes } from "./mistakes.js";
import { meanOf, type Reckoning, sumOf } from "./reckoning.js";

/** One way to make a number of the inputs, and how it differs from ours. */
export interface Way {
  readonly value: number;
  /** What differs, in words: none for our own number. */
  readonly differences: readonly string[];
  /** Whose reckoning it is, where it is not ours. */
  readonly convention?: Convention;
}

/** Ways of one key make one number. */
export function keyOf({ value }: Way): string {
  return value.toPrecision(12);
}

/** How we reckon: the rows' losses and what divides them. */
type Ours = (c: Case) => Reckoning;

/** All ways that differ from ours in so many things. */
export function* waysOf(c: Case, ours: Ours, length: number): Generator<Way> {
  for (const way of waysUpTo(c, ours, length)) if (way.differences.length === length) yield way;
}

function* waysUpTo(c: Case, ours: Ours, most: number): Generator<Way> {
  for (const start of startsOf(c, most)) {
    const usual = ours(start.of);
    const reckonings: { reckoning: Reckoning; differences: string[]; convention?: Convention }[] = [
      { reckoning: usual, differences: [] },
    ];
    for (const convention of start.differences.length < most ? conventionsFor(start.of) : []) {
      const reckoning = convention.reckon(start.of);
      if (!reckoning) continue;
      const differences = differencesFrom(reckoning, usual, convention.digits);
      if (differences.length === 0) continue;
      reckonings.push({ reckoning, differences: [differences.join(", and ")], convention });
    }
    for (const { reckoning, differences, convention } of reckonings) {
      const before = [...start.differences, ...differences];
      if (before.length > most) continue;
      for (const reduced of reducedOf(reckoning, start.of)) {
        const way = [...before, ...reduced.differences];
        if (way.length > most) continue;
        yield { value: reduced.value, differences: way, convention };
        if (way.length === most) continue;
        for (const unit of units)
          yield { value: unit.of(reduced.value), differences: [...way, unit.words], convention };
      }
    }
  }
}

/** The inputs as they are, and with one or two mistakes made. */
function* startsOf(c: Case, most: number): Generator<{ of: Case; differences: string[] }> {
  yield { of: c, differences: [] };
  for (const [i, first] of mistakes.entries()) {
    const once = first.change(c);
    if (!once || most < 1) continue;
    yield { of: once, differences: [first.words(c)] };
    for (const second of most < 2 ? [] : mistakes.slice(i + 1)) {
      const twice = second.change(once);
      if (twice) yield { of: twice, differences: [first.words(c), second.words(once)] };
    }
  }
}

function* reducedOf(reckoning: Reckoning, c: Case): Generator<{ value: number; differences: string[] }> {
  yield { value: meanOf(reckoning), differences: [] };
  for (const reduction of reductions) {
    yield { value: reduction.of(reckoning, c), differences: [reduction.words(c, reckoning.divisor)] };
  }
}

/** What is said of losses that differ for a reason that has no words here; a test sees that there are none. */
export const UNNAMED = "the losses of the rows differ";

/** How a framework's reckoning differs from ours, in words; nothing where it does so in the last digits only. */
export function differencesFrom(theirs: Reckoning, ours: Reckoning, digits: number): string[] {
  const found: string[] = [];
  const nan = theirs.rowLosses.findIndex((loss, row) => Number.isNaN(loss) && !Number.isNaN(ours.rowLosses[row]));
  if (nan >= 0) found.push(`row ${nan} is NaN, since 0 times Infinity and Infinity less Infinity are`);
  else if (differ(sumOf(theirs.rowLosses), sumOf(ours.rowLosses), digits)) found.push(theirs.peculiarity ?? UNNAMED);
  if (differ(sumOf(theirs.rowWeights), sumOf(ours.rowWeights), digits))
    found.push(dividesBy(theirs.divisor, ours.divisor));
  if (theirs.ofNothing !== ours.ofNothing && sumOf(theirs.rowWeights) === 0)
    found.push(`a mean of nothing is ${theirs.ofNothing}`);
  return found;
}

/** Whether two numbers differ by more than a sum of so many digits loses. */
function differ(a: number, b: number, digits: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return false;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return true;
  return Math.abs(a - b) > (digits === 15 ? 1e-12 : 1e-6) * Math.abs(b);
}
