import { describeValue } from "../../src/numerics/describe-value.js";
import type { Entry } from "./entry.js";
import type { Spoiled } from "./spoil.js";

/** What came of a call: a result, or an error. */
export type Outcome = { readonly result: unknown } | { readonly error: unknown };

/** What is wrong with the outcome of a call, if anything. */
export function complaint(name: string, entry: Entry, outcome: Outcome, spoiled: Spoiled | undefined, args: unknown[]) {
  if ("error" in outcome) return complaintOfError(name, entry, outcome.error, spoiled);
  const unread = spoiled && isUnread(entry, spoiled, args);
  if (entry.keepsNaN && Object.is(spoiled?.value, Number.NaN)) return undefined;
  if (spoiled?.mustThrow && !unread) return `returned although ${shown(spoiled)}`;
  const nan = pathOfNaN(outcome.result, "", 0, entry.nan);
  if (nan !== undefined) return `a silent NaN in its result at ${nan || "the top"}`;
  entry.check?.(outcome.result, ...args);
  return undefined;
}

function isUnread(entry: Entry, { path, value }: Spoiled, args: unknown[]): boolean {
  if (entry.unread?.test(path)) return true;
  // True is a flag, and a cell of a table.
  return /\b(mask|rows)\b/.test(path) ? value === true : /^([01]|2\.targets)\b/.test(path) && args.some(leavesOut);
}

/** Whether these options have a mask that leaves rows out: those may hold anything. */
function leavesOut(options: unknown): boolean {
  const { mask } = (options ?? {}) as { mask?: ArrayLike<unknown> };
  return mask !== undefined && mask !== null && Array.from(mask).some((flag) => !flag);
}

function complaintOfError(name: string, entry: Entry, error: unknown, spoiled: Spoiled | undefined) {
  if (!(error instanceof RangeError || error instanceof TypeError)) return `threw ${error}: no RangeError or TypeError`;
  const { message } = error;
  const begin = entry.says ?? new RegExp(`^${name.replaceAll(".", "\\.")}\\b`);
  if (!begin.test(message)) return `threw "${message}", which does not begin with ${begin}`;
  if (!/expected|; it has/.test(message)) return `threw "${message}", which does not say what was expected`;
  if (!spoiled) return entry.picky ? undefined : `refused good arguments: ${message}`;
  if (
    spoiled.mustThrow &&
    spoiled.entry &&
    !message.includes(describeValue(spoiled.value)) &&
    !message.includes("has no value")
  ) {
    return `threw "${message}", which does not tell the value, though ${shown(spoiled)}`;
  }
  return undefined;
}

function shown({ path, value }: Spoiled): string {
  return `argument ${path} was ${describeValue(value)}`;
}

function pathOfNaN(value: unknown, path: string, depth: number, allowed?: RegExp): string | undefined {
  if (typeof value === "number") return Number.isNaN(value) && !allowed?.test(path) ? path : undefined;
  if (typeof value !== "object" || value === null || depth > 5) return undefined;
  for (const key of Object.keys(value)) {
    const found = pathOfNaN(
      (value as Record<string, unknown>)[key],
      path === "" ? key : `${path}.${key}`,
      depth + 1,
      allowed,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Remembers every number in the arguments; what it returns tells which one has changed since. */
export function watch(args: unknown): (allowed?: RegExp) => string | undefined {
  const before = leaves(args, "", 0);
  return (allowed) => {
    const after = new Map(leaves(args, "", 0).map(({ path, value }) => [path, value]));
    const changed = before.find(({ path, value }) => !Object.is(after.get(path), value) && !allowed?.test(path));
    return (
      changed &&
      `argument ${changed.path} was ${describeValue(changed.value)} and is ${describeValue(after.get(changed.path))}`
    );
  };
}

function leaves(value: unknown, path: string, depth: number): { path: string; value: unknown }[] {
  if (typeof value !== "object" || value === null || depth > 5) return [{ path, value }];
  return Object.keys(value).flatMap((key) =>
    leaves((value as Record<string, unknown>)[key], path === "" ? key : `${path}.${key}`, depth + 1),
  );
}
