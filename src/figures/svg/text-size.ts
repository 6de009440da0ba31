/** Widths in units of the font size, those of DejaVu Sans, which is wider than most. */
const widths: readonly (readonly [characters: RegExp, width: number])[] = [
  [/[ijl.,:;'|!]/, 0.33],
  [/[frtI()[\]/\\ -]/, 0.4],
  [/[mwMW%@]/, 0.95],
  [/[A-Z&+=<>~−×∞]/, 0.72],
];
const ordinary = 0.62;
/** Chinese, Japanese and Korean characters, emoji. */
const full = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u{1f000}-\u{1faff}]/u;

/**
 * About how wide a text is when drawn: there is no font here to measure with, and plotly needs a width to make room.
 *
 * @param text one line
 * @param fontSize in pixels
 * @returns pixels
 */
export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const character of text) {
    width += full.test(character) ? 1 : (widths.find(([characters]) => characters.test(character))?.[1] ?? ordinary);
  }
  return width * fontSize;
}
