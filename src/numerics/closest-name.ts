/**
 * The name that was probably meant: the one with the fewest changed letters, when those are few.
 *
 * @param wrong what was written
 * @param names what there is
 * @returns one of `names`, or undefined when none is close
 * @example
 * closestName("weigth", ["height", "weight"]); // "weight"
 */
export function closestName(wrong: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  // Two letters that changed places count as two.
  let fewest = wrong.length < 4 ? 2 : Math.max(2, Math.floor(wrong.length / 3)) + 1;
  for (const name of names) {
    const distance = editDistance(simplified(wrong), simplified(name));
    if (distance < fewest) {
      fewest = distance;
      best = name;
    }
  }
  return best;
}

/** Capitals, blanks and underscores are the likeliest things to get wrong, and cost nothing. */
function simplified(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, "");
}

/** Levenshtein's distance: the fewest insertions, deletions and replacements that turn one text into the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[to.length];
}
