/** Jupyter counts characters, JavaScript UTF-16 units: 😀 is one for the one and two for the other. */

/** The index in `text` of Jupyter's `cursor_pos`. */
export function toIndex(text: string, cursor: number): number {
  let index = 0;
  for (const character of text) {
    if (cursor-- <= 0) break;
    index += character.length;
  }
  return index;
}

/** Jupyter's `cursor_pos` of an index in `text`. */
export function toCursor(text: string, index: number): number {
  return [...text.slice(0, index)].length;
}
