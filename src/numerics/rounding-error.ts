/** a + b - sum, exactly, where sum is a + b rounded (Knuth, TAOCP 2, 4.2.2); NaN when it has overflowed. */
export function sumError(a: number, b: number, sum: number): number {
  const added = sum - a;
  return a - (sum - added) + (b - added);
}

/** x * y - product, exactly, where product is x * y rounded (Dekker, 1971); NaN beyond about 2^996. */
export function productError(x: number, y: number, product: number): number {
  const xHigh = upperHalf(x);
  const xLow = x - xHigh;
  const yHigh = upperHalf(y);
  const yLow = y - yHigh;
  return xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow);
}

/** The upper 26 bits of a number (Veltkamp, 1968). */
function upperHalf(x: number): number {
  const shifted = 134217729 * x;
  return shifted - (shifted - x);
}
