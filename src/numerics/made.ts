import { describeValue } from "./describe-value.js";

/** What a model, a layer, an optimizer, a schedule or a rule was made by: the function's name, and what it was given. It can be JSON. */
export interface Making {
  readonly by: string;
  readonly with: readonly unknown[];
}

const MADE = Symbol("made");

/** Notes in something what it was made by, so that `remake` can make it again. Only `makingOf` sees it. */
export function made<Thing extends object>(by: string, given: readonly unknown[], thing: Thing): Thing {
  // What is left out at the end was not given.
  const last = given.findLastIndex((value) => value !== undefined);
  return Object.defineProperty(thing, MADE, { value: { by, with: given.slice(0, last + 1) } });
}

/**
 * What something was made by, in words that JSON can hold. A function of the reader's own is its name and its text: to make
 * it again it must be given.
 */
export function makingOf(thing: unknown): unknown {
  if (typeof thing !== "object" && typeof thing !== "function") return plainOf(thing);
  if (thing === null) return null;
  const making = (thing as { [MADE]?: Making })[MADE];
  // JSON has no undefined in a list.
  if (making) return { by: making.by, with: making.with.map((value) => makingOf(value === undefined ? null : value)) };
  if (typeof thing === "function") return { function: thing.name, text: String(thing) };
  if (Array.isArray(thing)) return thing.map(makingOf);
  return Object.fromEntries(
    Object.entries(thing)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, makingOf(value)]),
  );
}

/** JSON has no NaN and no Infinity. */
function plainOf(value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? { number: String(value) } : value;
}

/**
 * Makes again what `makingOf` has told of.
 *
 * @param name begins the errors
 * @param makers the functions that may be called, by their names
 * @throws RangeError when a maker is not among them, or the thing was a function of the reader's own
 */
export function remake(
  name: string,
  making: unknown,
  makers: Readonly<Record<string, (...given: never[]) => unknown>>,
): unknown {
  if (typeof making !== "object" || making === null) return making;
  if (Array.isArray(making)) return making.map((entry) => remake(name, entry, makers));
  const { by, with: given, function: own, number } = making as Record<string, unknown>;
  if (typeof number === "string") return Number(number);
  if (typeof own === "string") {
    throw new RangeError(`${name}: ${own || "a function"} is not of this package; expected it to be given`);
  }
  if (by === undefined) {
    return Object.fromEntries(Object.entries(making).map(([key, value]) => [key, remake(name, value, makers)]));
  }
  if (typeof by !== "string" || !Object.hasOwn(makers, by) || !Array.isArray(given)) {
    throw new RangeError(
      `${name}: there is no ${describeValue(by)}; expected one of ${Object.keys(makers).join(", ")}`,
    );
  }
  return makers[by](...(given.map((value) => remake(name, value ?? undefined, makers)) as never[]));
}
