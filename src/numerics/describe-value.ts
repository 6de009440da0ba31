/**
 * A short, safe rendering of any value for an error message: strings quoted and cut, arrays by kind and length.
 *
 * @example
 * describeValue("yes"); // '"yes"'
 * describeValue([1, 2]); // "an Array of 2"
 */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (value === null || value === undefined || typeof value === "boolean") return String(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return value.name ? `the function ${value.name}` : "a function";
  if (typeof value === "symbol") return value.toString();
  const name = Object.getPrototypeOf(value)?.constructor?.name ?? "object";
  const { length } = value as ArrayLike<unknown>;
  if (typeof length === "number") return `${article(name)} ${name} of ${length}`;
  const { rows, cols } = value as { rows?: unknown; cols?: unknown };
  if (typeof rows === "number" && typeof cols === "number") return `a ${rows} x ${cols} matrix`;
  return name === "Object" ? "an object" : `${article(name)} ${name}`;
}

function article(word: string): string {
  return /^(?!uint)[aeiou]/i.test(word) ? "an" : "a";
}
