import { knownBundle } from "../known-values.js";
import { plainText } from "./plain-text.js";

/** By this method a value of any library says how a notebook shows it; Deno's kernel made it a habit. */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display");

/**
 * How a value is shown: by its own `[Symbol.for("Jupyter.display")]()`, which returns a MIME bundle or promises one,
 * else as its shape is known to be shown, else as plain text.
 */
export async function mimeBundle(value: unknown): Promise<Record<string, unknown>> {
  const display = methodOf(value);
  if (!display) return { "text/plain": plainText(value), ...(await knownBundle(value)) };
  const bundle: unknown = await display.call(value);
  if (typeof bundle !== "object" || bundle === null) {
    throw new TypeError(
      `Symbol.for("Jupyter.display") returned ${plainText(bundle)}; expected an object of MIME types`,
    );
  }
  // Frontends and tools that draw none of the rest fall back on text.
  return { ...("text/plain" in bundle ? {} : { "text/plain": plainText(value) }), ...encodeBytes(bundle) };
}

function methodOf(value: unknown): (() => unknown) | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  const method = (value as { [displaySymbol]?: unknown })[displaySymbol];
  return typeof method === "function" ? (method as () => unknown) : undefined;
}

/** Bytes, as of a PNG, travel as base64. */
function encodeBytes(bundle: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(bundle).map(([type, data]) => [
      type,
      data instanceof Uint8Array ? Buffer.from(data).toString("base64") : data,
    ]),
  );
}
