/** The slow and plain truth of CTC, for short sequences: every alignment there is. */

/** The probability of every sequence of labels (written "1,2"), summed over all K^T alignments. */
export function labellings(probabilities: readonly ArrayLike<number>[], blank: number): Map<string, number> {
  const found = new Map<string, number>();
  for (const { labels, probability } of alignments(probabilities, blank)) {
    const key = labels.join();
    found.set(key, (found.get(key) ?? 0) + probability);
  }
  return found;
}

/** All K^T ways to give every frame a class, with what each says and how probable it is. */
export function alignments(probabilities: readonly ArrayLike<number>[], blank: number) {
  let paths: { path: number[]; probability: number }[] = [{ path: [], probability: 1 }];
  for (const frame of probabilities) {
    paths = paths.flatMap(({ path, probability }) =>
      Array.from(frame, (p, k) => ({ path: [...path, k], probability: probability * p })),
    );
  }
  return paths.map(({ path, probability }) => ({
    path,
    labels: path.filter((k, t) => k !== path[t - 1] && k !== blank),
    probability,
  }));
}
