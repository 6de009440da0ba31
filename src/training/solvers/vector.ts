/** The sum of the products of the entries. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** a + factor b, a new vector. */
export function plus(a: Float64Array, factor: number, b: Float64Array): Float64Array {
  return a.map((entry, i) => entry + factor * b[i]);
}
