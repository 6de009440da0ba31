import type { MimeBundle } from "../notebook.js";

/**
 * The lines of a text with their ends, where Python's `str.splitlines` parts them, because Jupyter stores text so.
 * https://docs.python.org/3/library/stdtypes.html#str.splitlines
 */
export function splitLines(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Python counts these separators among line ends
  return text === "" ? [] : text.split(/(?<=[\n\v\f\x1c-\x1e\x85\u2028\u2029]|\r(?!\n))/);
}

/** Which MIME types nbformat stores as lines; JSON types and encoded bytes stay as they are. */
function storedAsLines(type: string): boolean {
  return type.startsWith("text/") || type === "application/javascript" || type === "image/svg+xml";
}

function isJson(type: string): boolean {
  return type === "application/json" || (type.startsWith("application/") && type.endsWith("+json"));
}

/** A MIME bundle with every text as one string. */
export function joinBundle(bundle: MimeBundle): MimeBundle {
  return Object.fromEntries(
    Object.entries(bundle).map(([type, value]) => {
      const lines = Array.isArray(value) && !isJson(type) && value.every((line) => typeof line === "string");
      return [type, lines ? value.join("") : value];
    }),
  );
}

/** A MIME bundle with text types as lines. */
export function splitBundle(bundle: MimeBundle): MimeBundle {
  return Object.fromEntries(
    Object.entries(bundle).map(([type, value]) => [
      type,
      typeof value === "string" && storedAsLines(type) ? splitLines(value) : value,
    ]),
  );
}
