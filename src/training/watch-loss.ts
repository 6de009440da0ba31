/**
 * Follows a loss that is to fall. What it returns tells of every loss whether it is an improvement, that is lower than the
 * best so far by more than `minDelta`, and how many there have been since the last one.
 */
export function watchLoss(minDelta: number): (loss: number) => { readonly improved: boolean; readonly waited: number } {
  let best = Number.POSITIVE_INFINITY;
  let waited = 0;
  return (loss) => {
    const improved = loss < best - minDelta;
    if (improved) best = loss;
    waited = improved ? 0 : waited + 1;
    return { improved, waited };
  };
}
