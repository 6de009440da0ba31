/** Entries of an array that are written out. */
const MOST_ENTRIES = 8;

/**
 * A value as somebody would type it: numbers in full, arrays of any type in brackets, texts in quotes; long ones cut.
 *
 * @example
 * valueText(new Float64Array([1, 0.5])); // "[1, 0.5]"
 */
export function valueText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return value.name || "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (isArrayLike(value)) {
    const entries = Array.from({ length: Math.min(value.length, MOST_ENTRIES) }, (_, i) => valueText(value[i]));
    const left = value.length - entries.length;
    return `[${[...entries, ...(left > 0 ? [`… ${left} more`] : [])].join(", ")}]`;
  }
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Promise) return "a Promise";
  const entries = Object.entries(value).slice(0, MOST_ENTRIES);
  return `{ ${entries.map(([key, entry]) => `${key}: ${valueText(entry)}`).join(", ")} }`;
}

/** Whether a value is an array of any type, typed arrays included. */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}
