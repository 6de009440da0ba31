import { type Case, caseOf, checkIsInputs, type LossInputs } from "./conventions/case.js";
import { type Explanation, explanationsOf, HINT, isMet, ranked, summaryOf } from "./conventions/explanation.js";
import { divisors } from "./conventions/measures.js";
import { ours } from "./conventions/ours.js";
import { figure, meanOf, type Reckoning, sumOf } from "./conventions/reckoning.js";
import { questionOfOrder } from "./conventions/shuffled-targets.js";
import { agreement, isClose, type WrittenNumber, writtenNumber } from "./conventions/significant-digits.js";
import { keyOf, type Way, waysOf } from "./conventions/ways.js";
import { Total } from "./total.js";

/** What a loss was computed from, and somebody else's number for it. */
export type DifferenceInputs = LossInputs & {
  /** The other number, with all digits there are. As text, zeros at its end count as digits too. */
  theirs: number | string;
  /** Your number, if it is not the mean that this library computes of these inputs. */
  ours?: number | Total;
};

/** What can be said about two numbers for one loss. */
export interface Difference {
  readonly ours: number;
  readonly theirs: number;
  /** The likeliest first; empty where nothing that is known here gives their number, or too much does by chance. */
  readonly explanations: readonly Explanation[];
  /** How many ways to make a number were tried. */
  readonly tried: number;
  /** All of it in plain words. */
  readonly text: string;
}

/**
 * Why another program's number for the same predictions and targets differs: which convention of PyTorch, Keras,
 * TensorFlow, TensorFlow.js, optax or scikit-learn, which mistake or other reduction, or which two of these together, make
 * exactly that number of these inputs. Where none does and targets in random order would give about that number, it asks
 * whether both are in the same order: which one it was cannot be found out.
 *
 * Every way is computed anew from the inputs: seconds for 100,000 rows, a minute where two things together are tried, which
 * is done only where no single one is enough. A few thousand rows will do.
 *
 * @param inputs predictions (`logits` or `probabilities`), `targets`, what ours has (weights, smoothing, mask, for logits of
 * classes temperature, softcap and zLoss), and `theirs`
 * @returns explanations, the likeliest first, each with the digits it meets
 * @throws TypeError when the inputs name no predictions or two kinds of them, or options that do not go with them
 * @throws RangeError when a prediction, target, weight or number is not as described
 * @example
 * const { explanations } = explainDifference({ logits: [[1, 2, 0]], targets: [0], theirs: 2.0307 });
 * explanations[0].text; // "it is in bits (log2), not in nats. That gives 2.030746, to all 5 digits given."
 * @see docs/where-your-number-comes-from.md
 */
export function explainDifference(inputs: DifferenceInputs): Difference {
  const name = "explainDifference";
  checkIsInputs(name, inputs);
  const { theirs: written, ours: given, ...predictions } = inputs;
  const theirs = writtenNumber(`${name}: theirs`, written);
  const c = caseOf(name, predictions);
  const base = baselineOf(c, given, theirs);

  const found: Explanation[] = [];
  const all: Way[] = [];
  const known = new Set<string>();
  for (let length = 0; length <= 2; length++) {
    // Two things are tried where one is not enough; one where no difference meets some digits, but not all.
    if (found.some((explanation) => isMet(explanation, theirs)) || (length === 2 && found.length > 0)) break;
    // A way that gives what a shorter one gives explains nothing more.
    const ways = [...waysOf(c, base.reckon, length)].filter((way) => !known.has(keyOf(way)));
    for (const way of ways) known.add(keyOf(way));
    all.push(...ways);
    found.push(...explanationsOf(ways, theirs));
  }
  // What chance makes more than once explains nothing; of numbers that agree a hint is not asked for.
  const explanations = ranked(found.filter(({ byChance }) => byChance <= (base.agree ? HINT : 1)));
  const chances = Math.max(0, ...found.map(({ byChance }) => byChance));
  const said = base.agree && explanations.length === 0 ? [] : summaryOf(explanations, all, base.ours, theirs, chances);
  const asked = base.agree || explanations.length > 0 ? undefined : questionOfOrder(c, base.reckon, theirs);
  const text = [base.note, ...said, asked ?? ""].join("\n").trim();
  return { ours: base.ours, theirs: theirs.value, explanations, tried: all.length, text };
}

/** Whose number the other one is held against, and how it was made. */
function baselineOf(c: Case, given: number | Total | undefined, theirs: WrittenNumber) {
  const mean = meanOf(ours(c));
  const usual = { ours: mean, reckon: ours, note: "", agree: false };
  if (given === undefined) return usual;
  const number = writtenNumber("explainDifference: ours", given instanceof Total ? given.mean : given);
  const isOurs = (value: number) => isClose(agreement(value, number.value, number.digits));
  if (isOurs(mean)) return { ...usual, ours: number.value };
  const { rowLosses } = ours(c);
  const divisor = divisors.find((by) => isOurs(sumOf(rowLosses) / sumOf(by(c).rowWeights)));
  const reckon = (x: Case): Reckoning => ({ ...ours(x), ...divisor?.(x) });
  if (divisor) return { ...usual, ours: number.value, reckon };
  const here = figure(mean);
  const agree = isClose(agreement(number.value, theirs.value, theirs.digits));
  const note = agree
    ? `The numbers agree: yours is ${number.value}, theirs ${theirs.value}. These inputs give ${here} here, though: ask which made yours.`
    : `Your ${number.value} is not what these inputs give here, ${here}: ask about it first. What follows holds theirs against ${here}.`;
  return { ours: number.value, reckon, note, agree };
}
