/** Largest product of weights: so that a row's sum of them, and the sum of many rows, are numbers too. */
const LARGEST = 2 ** 1000;

/** Throws when the product of the largest weights of every kind is beyond 2^1000, naming them. */
export function checkWeightProduct(name: string, weights: Record<string, ArrayLike<number> | undefined>): void {
  let isGiven = false;
  for (const option in weights) isGiven ||= weights[option] !== undefined;
  if (!isGiven) return;
  const largest = Object.entries(weights).flatMap(([option, values]) => {
    const entry = indexOfLargest(values ?? []);
    return values && values[entry] > 1 ? [{ option, entry, weight: values[entry] }] : [];
  });
  if (largest.reduce((product, { weight }) => product * weight, 1) <= LARGEST) return;
  const found = largest.map(({ option, entry, weight }) => `${option}: entry ${entry} is ${weight}`);
  throw new RangeError(`${name}: ${found.join(", ")}; expected a product of 2^1000 at the most`);
}

function indexOfLargest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
