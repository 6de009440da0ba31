/**
 * Chebyshev coefficients of Phi(-x) exp(x^2 / 2) (1 + 1.5 x) as a function of t = (x - 5) / (x + 5), x >= 0, by mpmath:
 * test/fixtures/numerics/normal-cdf.py. What comes after the last is below 1e-17.
 */
export const COEFFICIENTS: readonly number[] = [
  0.6150834157262829, 0.012246700236207447, -0.05131337304431026, 0.032581467074200496, -0.013557870662012016,
  0.0042134536930628205, -0.000990809298304353, 0.00016599482664804422, -1.5135685616527158e-5, -8.629830972542597e-7,
  4.91277177368099e-7, -4.454805882668623e-8, -8.085776210814303e-9, 2.0701303140972395e-9, 7.231858113461933e-11,
  -7.029318862050894e-11, 1.4306223622127847e-12, 2.356343298643348e-12, -1.206654726509748e-13, -8.490794005400953e-14,
  5.25066111461261e-15, 3.3600233535648627e-15, -1.7185536262137393e-16, -1.4386892518764043e-16,
];
/** From here on Phi(-x) is below half the smallest number above 0. */
const UNDERFLOW = 38.6;

/**
 * Phi(x): how probable a normal number (mean 0, variance 1) of x or less is. Its relative error is a few 2^-53 far below 0
 * too, where 1 - Phi(-x) would be 0.
 *
 * @see Shepherd and Laframboise: Chebyshev approximation of (1 + 2x) exp(x^2) erfc x (1981), for the change of variable
 */
export function normalCdf(x: number): number {
  const tail = lowerTail(Math.abs(x));
  return x > 0 ? 1 - tail : tail;
}

/** The density of the normal distribution, of which `normalCdf` is the integral. */
export function normalDensity(x: number): number {
  return bell(x) / Math.sqrt(2 * Math.PI);
}

/** Phi(-x), x >= 0. */
function lowerTail(x: number): number {
  if (x > UNDERFLOW) return 0;
  const t = (x - 5) / (x + 5);
  let sum = 0;
  let before = 0;
  for (let i = COEFFICIENTS.length - 1; i > 0; i--) {
    const next = 2 * t * sum - before + COEFFICIENTS[i];
    before = sum;
    sum = next;
  }
  return (bell(x) * (t * sum - before + COEFFICIENTS[0])) / (1 + 1.5 * x);
}

/** exp(-x^2 / 2). The square is of two parts, the first without rounding: else its error would grow with x^2. */
function bell(x: number): number {
  if (Math.abs(x) > UNDERFLOW) return 0;
  const high = Math.fround(x);
  return Math.exp(-(high * high) / 2) * Math.exp(-((x - high) * (x + high)) / 2);
}
