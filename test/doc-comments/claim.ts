/** What an expression came to. */
export type Outcome = { value: unknown } | { error: unknown };

const TOKEN = /"(?:[^"\\]|\\.)*"|'[^']*'|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?n?(?:\.\.\.)?|[A-Za-z_$][\w$]*|\S/g;
const VALUE = /^(?:-?\d|-?Infinity\b|NaN\b|["'[{]|(?:true|false|undefined|null)\b|\w+Array \[|\w*Error: )/;

/**
 * The value that the comment at the end of an example's line states, with the words after it: the comment itself or what
 * comes after its last "=". Undefined when that does not begin as a value does: then it is prose.
 */
export function claimOf(comment: string): string | undefined {
  if (/^["'[{]|^\w*Error: /.test(comment)) return comment;
  const text = comment.slice(comment.lastIndexOf(" = ") + 1).replace(/^= /, "");
  return VALUE.test(text) ? text : undefined;
}

/** Whether an expression came to what is claimed: to the last digit, or to the digits before "...". */
export function agrees(outcome: Outcome, claim: string): boolean {
  if ("error" in outcome) return /^\w*Error: /.test(claim) && String(outcome.error).startsWith(claim);
  const claimed = [...claim.matchAll(TOKEN)];
  const actual = printed(outcome.value).match(TOKEN) ?? [];
  const last = claimed[actual.length - 1];
  if (!last || !actual.every((token, i) => sameToken(token, claimed[i][0]))) return false;
  return /^(?:$|[,;:]|\s+[A-Za-z(])/.test(claim.slice(last.index + last[0].length));
}

function sameToken(actual: string, claimed: string): boolean {
  if (/^-?\d.*\.\.\.$/.test(claimed)) return actual.startsWith(claimed.slice(0, -3)) && actual !== claimed.slice(0, -3);
  return actual === (claimed.startsWith("'") ? JSON.stringify(claimed.slice(1, -1)) : claimed);
}

/** A value as the examples write it. */
export function printed(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return String(value);
  const list = (parts: Iterable<unknown>) => `[${Array.from(parts, printed).join(", ")}]`;
  if (Array.isArray(value)) return list(value);
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} ${list(value as Float64Array)}`;
  return `{ ${Object.entries(value)
    .map(([name, part]) => `${name}: ${printed(part)}`)
    .join(", ")} }`;
}
