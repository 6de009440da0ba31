/**
 * A number as a reader wants it: four significant digits unless asked otherwise; whole numbers in full.
 *
 * @param value any number; NaN and infinities are written as such
 * @param digits significant digits of what is no whole number, 1 to 17
 * @example
 * numberText(0.69314718); // "0.6931"
 * numberText(123456.7); // "123457"
 * numberText(7.12345e-12); // "7.123e-12"
 */
export function numberText(value: number, digits = 4): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  if (Math.abs(value) >= 10 ** digits) return String(Math.round(value));
  if (Math.abs(value) < 1e-4) return value.toExponential(digits - 1).replace(/\.?0*e/, "e");
  return String(Number(value.toPrecision(digits)));
}

/**
 * A share as a percentage with one decimal where it says something.
 *
 * @example
 * percentText(0.0834); // "8.3 %"
 * percentText(0.5); // "50 %"
 */
export function percentText(share: number): string {
  return `${numberText(100 * share, share < 0.1 ? 2 : 3)} %`;
}

/**
 * A count with its noun.
 *
 * @example
 * countText(1, "row"); // "1 row"
 * countText(3, "class", "classes"); // "3 classes"
 */
export function countText(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
