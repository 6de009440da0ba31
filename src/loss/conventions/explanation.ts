import type { Convention } from "./convention.js";
import { figure } from "./reckoning.js";
import { type Agreement, agreement, isClose, unitOf, type WrittenNumber } from "./significant-digits.js";
import type { Way } from "./ways.js";

/** One way to get the other number. */
export interface Explanation {
  /** It all in a sentence. */
  readonly text: string;
  /** The number that this way gives. */
  readonly value: number;
  /** What differs from ours, one or two things in words; none where the numbers are the same. */
  readonly differences: readonly string[];
  /** The calls of frameworks that do so. */
  readonly conventions: readonly Convention[];
  /** To how many significant digits the other number is met, of how many given. */
  readonly digits: Agreement;
  /** How many ways as long as this one would meet so many digits by chance: far below 1, or the number proves little. */
  readonly byChance: number;
}

/** From how many ways by chance on an explanation is a hint only. */
export const HINT = 0.01;

/** Whether every digit is met that can be: sums of float32 lose one of seven, those of float64 a few of seventeen. */
export function isMet({ digits: { matched, given } }: Explanation, { type }: WrittenNumber): boolean {
  return matched >= Math.min(given, type === "float32" ? 6 : 12);
}

/** Those of the ways, all equally long, that give the number; ways that say the same are one. */
export function explanationsOf(ways: readonly Way[], theirs: WrittenNumber): Explanation[] {
  const groups = new Map<string, Way[]>();
  for (const way of ways) {
    if (!isClose(agreement(way.value, theirs.value, theirs.digits))) continue;
    const words = way.differences.join("; ");
    groups.set(words, [...(groups.get(words) ?? []), way]);
  }
  return [...groups.values()].map((group) => {
    const { value, differences } = group[0];
    const conventions = [...new Set(group.flatMap(({ convention }) => convention ?? []))];
    const digits = agreement(value, theirs.value, theirs.digits);
    const byChance = matchesByChance(ways, theirs.value, digits.matched);
    const found = { value, differences, conventions, digits, byChance };
    return { ...found, text: sentence(found, theirs, ways.length) };
  });
}

/** The likeliest first: more digits, then fewer differences, then those that a framework is known for. */
export function ranked(explanations: readonly Explanation[]): Explanation[] {
  const known = new Set(
    explanations.filter(({ conventions }) => conventions.length > 0).map(({ value }) => value.toPrecision(12)),
  );
  return explanations
    .filter(({ conventions, value }) => conventions.length > 0 || !known.has(value.toPrecision(12)))
    .sort(
      (a, b) =>
        b.digits.matched - a.digits.matched ||
        a.differences.length - b.differences.length ||
        Math.sign(b.conventions.length) - Math.sign(a.conventions.length),
    );
}

/** What there is to say of all that was tried, a line each; `chances` is how many ways would meet the number by chance, where some do. */
export function summaryOf(
  explanations: readonly Explanation[],
  tried: readonly Way[],
  ours: number,
  theirs: WrittenNumber,
  chances: number,
): string[] {
  if (explanations.length > 0) return explanations.slice(0, 5).map(({ text }) => text);
  if (chances > 0) {
    const carried = theirs.type ? `a ${theirs.type} carries ${theirs.digits}` : `${theirs.digits} given`;
    return [
      `${theirs.value} has too few digits to tell (${carried}): of the ${tried.length} ways that are known here, ` +
        `${figure(chances)} would meet it by chance. Ours is ${figure(ours)}.`,
    ];
  }
  const error = ({ value }: Way) => {
    const off = Math.abs(value - theirs.value);
    return Number.isNaN(off) ? Number.POSITIVE_INFINITY : off;
  };
  const nearest = tried.reduce((best, way) => (error(way) < error(best) ? way : best));
  const none =
    `None of the ${tried.length} ways that are known here, alone or two together, makes ${theirs.value} of these inputs; ` +
    `ours is ${figure(ours)}.`;
  // Nothing is near what is no number.
  if (!Number.isFinite(theirs.value)) return [none];
  return [none, `The nearest is ${figure(nearest.value)}: ${nearest.differences.join("; and ") || "ours"}.`];
}

function sentence(explanation: Omit<Explanation, "text">, { type }: WrittenNumber, tried: number): string {
  const { value, differences, conventions, digits, byChance } = explanation;
  const { matched, given } = digits;
  const who = callsOf(conventions);
  const shown = Number.isFinite(value) ? Number(value.toPrecision(Math.min(given + 2, 17))) : value;
  const share =
    matched < given ? `${matched} of ${given} digits` : given === 1 ? "the one digit" : `all ${given} digits`;
  const carried = type ? `that a ${type} carries` : "given";
  const rounding = matched < Math.min(given, 12) && !type ? "; the rest may be the rounding of float32" : "";
  const chance = Number((1 - Math.exp(-byChance)).toPrecision(1));
  const doubt =
    byChance >= HINT
      ? `; of ${tried} ways one would meet ${matched === 1 ? "a digit" : `${matched} digits`} by chance with probability ${chance}: take it as a hint`
      : "";
  const met = Number.isFinite(value) ? `${shown}, to ${share} ${carried}${rounding}${doubt}.` : `${shown}.`;
  if (differences.length === 0) return `The numbers agree: these inputs give ${met}`;
  return `${who && `${who}: `}${differences.join("; and ")}. That gives ${met}`;
}

/** "PyTorch 2.13.0 (cross_entropy), Keras 3.15.1 (CategoricalCrossentropy()) and 2 more": of each framework one call. */
function callsOf(conventions: readonly Convention[]): string {
  const calls = new Map<string, string>();
  for (const { framework, version, call } of conventions) {
    if (!calls.has(framework)) calls.set(framework, `${framework} ${version} (${call})`);
  }
  const more = calls.size > 3 ? ` and ${calls.size - 3} more` : "";
  return [...calls.values()].slice(0, 3).join(", ") + more;
}

/** How many of the ways would agree to so many digits if their numbers were spread evenly around the number. */
function matchesByChance(ways: readonly Way[], theirs: number, matched: number): number {
  if (!Number.isFinite(theirs) || theirs === 0 || ways.length < 2) return 0;
  const near = ways.filter(({ value }) => value / theirs > 0.5 && value / theirs < 2).length;
  return (near * unitOf(theirs, matched)) / (1.5 * Math.abs(theirs));
}
