/**
 * A number for plotly's JSON: six significant digits, far below what a screen can show, so that notebooks stay small and
 * do not change when a last digit does. NaN and infinities become null, which plotly leaves out.
 *
 * @example
 * rounded(2 / 3); // 0.666667
 */
export function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) + 0 : null;
}

/** `rounded` for every number of an array, of any array type. */
export function roundedAll(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, rounded);
}
