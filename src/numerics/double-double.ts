/** A number of twice the digits: the sum of a float64 and a much smaller one. */
export type DoubleDouble = readonly [high: number, low: number];

/** The sum of two numbers without an error. @see Knuth: The art of computer programming 2, section 4.2.2, theorem B */
export function twoSum(a: number, b: number): DoubleDouble {
  const high = a + b;
  const part = high - a;
  return [high, a - (high - part) + (b - part)];
}

/** The product of two numbers without an error, where nothing over- or underflows. @see Dekker (1971), section 5 */
export function twoProduct(a: number, b: number): DoubleDouble {
  const [a1, a2] = halves(a);
  const [b1, b2] = halves(b);
  const high = a * b;
  return [high, a1 * b1 - high + a1 * b2 + a2 * b1 + a2 * b2];
}

/** x and one number more. */
export function plus([high, low]: DoubleDouble, x: number): DoubleDouble {
  const [sum, error] = twoSum(high, x);
  return twoSum(sum, low + error);
}

/** x y, to about 31 digits. */
export function times(x: DoubleDouble, y: DoubleDouble): DoubleDouble {
  const [high, low] = twoProduct(x[0], y[0]);
  return twoSum(high, low + (x[0] * y[1] + x[1] * y[0]));
}

/** x - y, rounded to a float64 when all digits that agree are gone. */
export function difference(x: DoubleDouble, y: DoubleDouble): number {
  const [high, low] = twoSum(x[0], -y[0]);
  return high + (low + (x[1] - y[1]));
}

/** Veltkamp's split: two numbers of 26 bits each. */
function halves(a: number): DoubleDouble {
  const c = 134217729 * a; // 2^27 + 1
  const high = c - (c - a);
  return [high, a - high];
}
