import { display } from "./display-hook.js";
import { escapeHtml } from "./escape-html.js";
import type { MimeBundle } from "./notebook.js";
import { isArrayLike, valueText } from "./value-text.js";

/** A reader's function. */
export type Attempt = (...given: never[]) => unknown;

/** One thing that must hold of an exercise's answer. */
export interface ExerciseCase {
  /** The arguments. */
  readonly given: readonly unknown[];
  /** The right answer, numbers or arrays of numbers; or a property: true when it holds, else what was expected. */
  readonly expected: number | ArrayLike<unknown> | ((answer: unknown) => true | string);
  /** How far a number may be off, relative to it or to 1. Default 1e-9. */
  readonly tolerance?: number;
}

/** Cases whose right answers a function of the library knows. */
export interface OracleCases {
  readonly oracle: Attempt;
  /** Lists of arguments, the simplest first. */
  readonly inputs: readonly (readonly unknown[])[];
  readonly tolerance?: number;
}

const TOLERANCE = 1e-9;

/**
 * Checks a reader's function and shows the result in the cell: that all checks hold, or the first case that does not.
 *
 * It never throws, whatever the function does: what the function throws is its answer. Where the oracle throws, the
 * function must throw too.
 *
 * @param name of the function, as the reader calls it
 * @param attempt the reader's function
 * @param cases what must hold, the smallest case first, since only the first failure is shown
 * @example
 * exercise("double", (x: number) => 2 * x, [{ given: [0], expected: 0 }, { given: [3], expected: 6 }]);
 * @example
 * const mine = (p: number[], q: number[]) => -p.reduce((sum, share, i) => sum + share * Math.log(q[i]), 0);
 * exercise("crossEntropy", mine, { oracle: crossEntropy, inputs: [[[1, 0], [1, 0]], [[0.5, 0.5], [0.9, 0.1]]] });
 */
export function exercise(name: string, attempt: Attempt, cases: readonly ExerciseCase[] | OracleCases): void {
  display(exerciseBundle(name, attempt, cases));
}

/** The verdict on an exercise, as HTML and as a line of text. */
export function exerciseBundle(
  name: string,
  attempt: Attempt,
  cases: readonly ExerciseCase[] | OracleCases,
): MimeBundle {
  const checks = "oracle" in cases ? fromOracle(cases) : cases.map(fromCase);
  const failure = firstFailure(name, attempt, checks);
  const good = checks.length === 1 ? "the check holds" : `all ${checks.length} checks hold`;
  const line = failure ? `✗ ${failure}` : `✓ ${name}: ${good}.`;
  const [kind, color] = failure ? ["bad", "#d55e00"] : ["good", "#009e73"];
  // A page styles the class; where nobody does, the style stands in.
  const style = `border-left:4px solid ${color};padding:0.4em 0.9em`;
  return {
    "text/html": `<div class="surprisal-exercise ${kind}" style="${style}">${escapeHtml(line)}</div>`,
    "text/plain": line,
  };
}

/** What a function did: gave a value, or threw. */
type Answer = { readonly value: unknown } | { readonly thrown: unknown };

interface Check {
  readonly given: readonly unknown[];
  /** true, or what was expected. */
  judge(answer: Answer): true | string;
}

function firstFailure(name: string, attempt: Attempt, checks: readonly Check[]): string | undefined {
  for (const { given, judge } of checks) {
    const answer = answerOf(attempt, given);
    const verdict = judge(answer);
    if (verdict === true) continue;
    const did = "thrown" in answer ? `threw ${valueText(answer.thrown)}` : `gave ${valueText(answer.value)}`;
    return `${name}(${given.map(valueText).join(", ")}) ${did}; expected ${verdict}${/[.!?]$/.test(verdict) ? "" : "."}`;
  }
  return undefined;
}

function answerOf(attempt: Attempt, given: readonly unknown[]): Answer {
  try {
    // A copy: a function that changes its arguments must not spoil the message or the next check.
    return { value: attempt(...(given.map(copy) as never[])) };
  } catch (thrown) {
    return { thrown };
  }
}

function copy(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return value;
  }
}

function fromCase({ given, expected, tolerance = TOLERANCE }: ExerciseCase): Check {
  return {
    given,
    judge(answer) {
      if (typeof expected !== "function") {
        return "value" in answer && isClose(answer.value, expected, tolerance) ? true : valueText(expected);
      }
      if ("thrown" in answer) return "an answer";
      try {
        return expected(answer.value);
      } catch (error) {
        return `an answer that can be checked (the check threw ${valueText(error)})`;
      }
    },
  };
}

function fromOracle({ oracle, inputs, tolerance = TOLERANCE }: OracleCases): Check[] {
  return inputs.map((given) => {
    const right = answerOf(oracle, given);
    if ("value" in right) return fromCase({ given, expected: right.value as ArrayLike<unknown>, tolerance });
    return { given, judge: (answer) => ("thrown" in answer ? true : "an error") };
  });
}

function isClose(answer: unknown, expected: unknown, tolerance: number): boolean {
  if (isArrayLike(expected)) {
    if (!isArrayLike(answer) || answer.length !== expected.length) return false;
    return Array.from(expected).every((entry, i) => isClose(answer[i], entry, tolerance));
  }
  if (typeof answer !== "number" || typeof expected !== "number" || !Number.isFinite(expected)) {
    return Object.is(answer, expected);
  }
  return Math.abs(answer - expected) <= tolerance * Math.max(1, Math.abs(expected));
}
