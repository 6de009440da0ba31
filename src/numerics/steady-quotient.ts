/** Below this a float64 has fewer digits. */
const SMALLEST = 2 ** -1022;

/**
 * The product of numbers, divided by another; 0 when one of them is. No number on the way is beyond the range of float64
 * unless the whole is: where that has happened, large factors are taken while the product is below 1, small ones while it
 * is not.
 *
 * @param divisor a finite number whose inverse is finite
 */
export function steadyQuotient(factors: number[], divisor: number): number {
  if (factors.includes(0)) return 0;
  let product = 1;
  let steady = true;
  for (const factor of factors) {
    product *= factor;
    const size = Math.abs(product);
    steady &&= size >= SMALLEST && size < Number.POSITIVE_INFINITY;
  }
  if (steady) return product / divisor;
  const sorted = [...factors, 1 / divisor].sort((a, b) => Math.abs(a) - Math.abs(b));
  product = 1;
  for (let small = 0, large = sorted.length - 1; small <= large; ) {
    product *= Math.abs(product) < 1 ? sorted[large--] : sorted[small++];
  }
  return product;
}
