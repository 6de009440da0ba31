const double = new Float64Array(1);
/** Its lower and its upper 32 bits. */
const words = new Uint32Array(double.buffer);

/** ln 2 in two parts: the upper one times an exponent is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** Of the polynomial in s^2, the lowest first. */
const [P0, P1, P2, P3] = [0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784];
const [P4, P5, P6] = [0.1818357216161805, 0.15313837699209373, 0.14798198605116586];

/**
 * log x, within 1 ulp, by sums, products and quotients alone: `Math.log` may give other last bits in another engine, this may not.
 *
 * With x = 2^k (1 + f), sqrt(1/2) < 1 + f < sqrt(2), and s = f / (2 + f), log(1 + f) = f - s (f - R), R a polynomial in s^2; for
 * larger f the form f - (f^2/2 - s (f^2/2 + R)) keeps more digits.
 *
 * @param x a normal number above 0: at least 2^-1022
 * @see Ng: fdlibm, e_log.c (Sun Microsystems, 1993), whose method, constants and order of operations these are, and so, in Node 20 to
 * 24, the bits of `Math.log`
 */
export function portableLog(x: number): number {
  double[0] = x;
  const fraction = words[1] & 0x000fffff;
  // 1 where the fraction is that of sqrt(2) or more: then half of it is taken, and the exponent is one more.
  const carry = ((fraction + 0x00095f64) >> 20) & 1;
  const k = (words[1] >> 20) - 1023 + carry;
  words[1] = fraction | ((1023 - carry) << 20);
  const f = double[0] - 1;
  const high = k * LN2_HIGH;
  const low = k * LN2_LOW;
  // For f below 2^-20 three terms of the series are enough.
  if (((fraction + 2) & 0x000fffff) < 3) {
    if (f === 0) return high + low;
    const rest = f * f * (0.5 - 0.3333333333333333 * f);
    return k === 0 ? f - rest : high - (rest - low - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (P1 + w * (P3 + w * P5));
  const odd = z * (P0 + w * (P2 + w * (P4 + w * P6)));
  const R = odd + even;
  if (fraction >= 0x0006147a && fraction <= 0x0006b851) {
    const half = 0.5 * f * f;
    return k === 0 ? f - (half - s * (half + R)) : high - (half - (s * (half + R) + low) - f);
  }
  return k === 0 ? f - s * (f - R) : high - (s * (f - R) - low - f);
}
