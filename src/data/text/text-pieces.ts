const PIECE = /\s?[\p{L}\p{M}]+|\s?\p{N}+|\s?[^\s\p{L}\p{M}\p{N}]+|\s+/gu;

/**
 * A text cut into words, numbers, signs and white space, nothing left out: a space or line break before a word, a number or
 * signs goes with them.
 *
 * @example
 * textPieces("It's 12 o'clock."); // ["It", "'", "s", " 12", " o", "'", "clock", "."]
 */
export function textPieces(text: string): string[] {
  return text.match(PIECE) ?? [];
}

/** The different pieces of a text and how often each occurs, in the order in which they first do. */
export function countPieces(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const piece of textPieces(text)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return counts;
}
