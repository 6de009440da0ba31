import { matrix } from "../../numerics/matrix.js";
import { createRandom } from "../../numerics/random.js";
import type { Case } from "./case.js";
import { counts, figure, meanOf, type Reckoning } from "./reckoning.js";
import type { WrittenNumber } from "./significant-digits.js";

/** How many orders are tried: enough to know their middle and their spread. */
const ORDERS = 100;

/**
 * What to ask where their number is what targets in random order would give and ours is far from it: which order it was
 * cannot be found out. Undefined where there is nothing to ask.
 */
export function questionOfOrder(c: Case, reckon: (c: Case) => Reckoning, theirs: WrittenNumber): string | undefined {
  const means = meansOfOrders(c, reckon);
  const middle = means.reduce((sum, mean) => sum + mean, 0) / ORDERS;
  const spread = Math.sqrt(means.reduce((sum, mean) => sum + (mean - middle) ** 2, 0) / (ORDERS - 1));
  const far = (value: number) => Math.abs(value - middle) / spread;
  // Every comparison with what is not finite fails.
  if (!(far(theirs.value) < 3 && far(meanOf(reckon(c))) > 6)) return undefined;
  return (
    `Targets in random order would give about as much, ${figure(middle)} give or take ${figure(spread)}: ` +
    "are predictions and targets in the same order on both sides?"
  );
}

/** The means with the targets of the rows that count in so many orders, the same ones for the same inputs. */
function meansOfOrders(c: Case, reckon: (c: Case) => Reckoning): number[] {
  const { rows, cols, data } = c.targets;
  const counted = Array.from({ length: rows }, (_, row) => row).filter((row) => counts(c, row));
  const random = createRandom(1);
  return Array.from({ length: ORDERS }, () => {
    const targets = matrix(rows, cols, Float64Array.from(data));
    for (const [i, from] of random.shuffle([...counted]).entries()) {
      targets.data.set(data.subarray(from * cols, (from + 1) * cols), counted[i] * cols);
    }
    return meanOf(reckon({ ...c, targets }));
  });
}
