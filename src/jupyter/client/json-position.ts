/**
 * Where a text stops being JSON. `JSON.parse` says whether it does, and only for some mistakes where.
 * The grammar is that of RFC 8259.
 */

const space = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them inside strings
const string = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;

/** The offset of the first character that no JSON text could have there; undefined when the text is JSON. */
export function firstJsonError(text: string): number | undefined {
  let at = 0;
  /** Steps over what the pattern matches here. */
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.test(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const character = (wanted: string): boolean => {
    skip(space);
    if (text[at] !== wanted) return false;
    at += 1;
    return true;
  };
  const list = (close: string, item: () => boolean): boolean => {
    if (character(close)) return true;
    do if (!item()) return false;
    while (character(","));
    return character(close);
  };
  const key = (): boolean => {
    skip(space);
    return skip(string) && character(":");
  };
  const value = (): boolean => {
    if (character("{")) return list("}", () => key() && value());
    if (character("[")) return list("]", value);
    return skip(string) || skip(scalar);
  };
  const whole = value();
  skip(space);
  return whole && at === text.length ? undefined : at;
}

/** "12:3": line and column of an offset, both from 1. */
export function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `${before.length}:${(before.at(-1) ?? "").length + 1}`;
}
