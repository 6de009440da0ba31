import { describeValue } from "../numerics/describe-value.js";
import { createRandom } from "../numerics/random.js";

/** Where a variable lives: in an interval, its ends included, or among a few values. */
export type Domain = readonly [from: number, to: number] | { readonly among: readonly number[] };

/** A value for each variable. */
export type Point = Readonly<Record<string, number>>;

/** Easy numbers, the easiest first: a counterexample made of them can be checked in the head. */
const EASY = [0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 0.25, 0.1, 10, -10];

/** So many points of easy numbers are tried. */
const EASY_POINTS = 24;

/**
 * The points at which two expressions are compared: combinations of easy numbers, the easiest first, then random ones
 * of four digits.
 */
export function pointsOf(variables: Readonly<Record<string, Domain>>, count: number, seed: number): Point[] {
  const names = Object.keys(variables);
  const candidates = names.map((name) => easyValues(variables[name]));
  const points = combinations(candidates.map(({ length }) => length)).map((choice) =>
    pointFrom(names, (_, i) => candidates[i][choice[i]]),
  );
  const random = createRandom(seed);
  for (let i = 0; i < count && names.length > 0; i++) {
    points.push(pointFrom(names, (name) => randomValue(variables[name], random.next())));
  }
  return points;
}

/** " at z = 1, y = 0", or nothing where there is no variable. */
export function describePoint(point: Point): string {
  const parts = Object.entries(point).map(([name, value]) => `${name} = ${value}`);
  return parts.length > 0 ? ` at ${parts.join(", ")}` : "";
}

export function checkDomains(variables: Readonly<Record<string, Domain>>): void {
  for (const [name, domain] of Object.entries(variables)) {
    const numbers = "among" in domain ? domain.among : domain;
    const rising = "among" in domain ? numbers.length > 0 : numbers.length === 2 && numbers[0] < numbers[1];
    if (!rising || !Array.from(numbers).every(Number.isFinite)) {
      throw new RangeError(
        `variables: ${name} is ${"among" in domain ? "{ among: " : ""}[${Array.from(numbers, describeValue).join(", ")}]; ` +
          "expected [from, to] with from < to, or { among: [...] }",
      );
    }
    if (!/^[A-Za-z]\w*$/.test(name)) {
      throw new RangeError(`variables: ${describeValue(name)} is no name; expected letters, digits and _`);
    }
  }
}

function pointFrom(names: readonly string[], choose: (name: string, i: number) => number): Point {
  return Object.fromEntries(names.map((name, i) => [name, choose(name, i)]));
}

function easyValues(domain: Domain): number[] {
  if ("among" in domain) return [...domain.among];
  const [from, to] = domain;
  return [...new Set([...EASY, from, to, (from + to) / 2])].filter((value) => value >= from && value <= to);
}

/** Choices of one value each, those with the smallest sum of positions first. */
function combinations(sizes: readonly number[]): number[][] {
  let all: number[][] = [[]];
  for (const size of sizes) {
    all = all.flatMap((choice) => Array.from({ length: size }, (_, k) => [...choice, k]));
    all.sort((a, b) => total(a) - total(b));
    // Those left out are no part of the easiest ones, whatever is appended to them.
    all = all.slice(0, EASY_POINTS * 4);
  }
  return all.slice(0, EASY_POINTS);
}

function total(choice: readonly number[]): number {
  return choice.reduce((sum, position) => sum + position, 0);
}

function randomValue(domain: Domain, share: number): number {
  if ("among" in domain) return domain.among[Math.floor(share * domain.among.length)];
  const [from, to] = domain;
  const value = Number((from + share * (to - from)).toPrecision(4));
  return Math.min(to, Math.max(from, value));
}
