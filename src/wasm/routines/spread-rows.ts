// The exponentials of rows whose targets are spread over the classes (soft targets, smoothed ones), also at a temperature T.
// With c_k what class k counts, C their sum, M the largest logit and L = log sum_j e^((z_j - M) / T) the loss of a row is
//
//   sum_k c_k (log Z - z_k / T) = GAPS / T + C L,   GAPS = sum_k c_k (M - z_k)
//
// No term is below 0, so that no digits are lost; and L is row-losses.ts' log(1 + S / E), the most likely class being kept
// apart as the target is elsewhere. The gradient by z_k is (C p_k - c_k) / T.
//
// Layout: rows of P numbers, P a multiple of 4; padding has z of -3e38 and c of 0. In place z becomes
// e^(z_k / T - N ln 2), 0 for the most likely class, of which the block (block.ts) gets E.
//
// Why it looks like this:
// - e^(z / T) is 2^n e^r with r = (z - n T ln 2) / T: the step T ln 2 in two parts, of which n times the upper one is exact.
//   Had z / T been rounded first, its error, as many times larger as z / T is, would be one of the exponential.
// - Two loops over the rows: of the first, maximum and place, those of several rows overlap, which one row's chain cannot.

import { E, GAPS, LARGEST, ARGMAX, N, REST, S, Z, INVERSE } from "./block";
import { exp4, lowestOf, magicOf, powerOfTwoTimes } from "./exp";
import { upperHalves } from "./transpose";

const LOG2E: f64 = 1.4426950408889634;
const LN2: f64 = 0.6931471805599453;
/** What stands where a number is not to count: its exponential is 0, and its distance from any logit finite. */
const NOTHING: f32 = -3e38;

/** The largest of n numbers, n a multiple of 4. */
@inline
function largestOf(z: usize, n: usize): f32 {
  let a = v128.load(z);
  let b = a;
  let at: usize = 16;
  for (const end = (n << 2) - 16; at < end; at += 32) {
    a = f32x4.pmax(a, v128.load(z + at));
    b = f32x4.pmax(b, v128.load(z + at, 16));
  }
  if (at < n << 2) a = f32x4.pmax(a, v128.load(z + at));
  a = f32x4.pmax(a, b);
  a = f32x4.pmax(a, i32x4.shuffle(a, a, 2, 3, 0, 1));
  a = f32x4.pmax(a, i32x4.shuffle(a, a, 1, 0, 3, 2));
  return f32x4.extract_lane(a, 0);
}

/** Where the first number that is `value` stands; 0 when there is none. */
@inline
function placeOf(value: f32, z: usize, n: usize): usize {
  const v = f32x4.splat(value);
  for (let k: usize = 0; k < n; k += 4) {
    const lanes = i32x4.bitmask(f32x4.eq(v128.load(z + (k << 2)), v));
    if (lanes != 0) return k + <usize>ctz(lanes);
  }
  return 0;
}

/** Four numbers of float32, in pairs, added to two of float64. */
@inline
function added(sum: v128, x: v128): v128 {
  return f64x2.add(sum, f64x2.add(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(upperHalves(x, x))));
}
@inline
function both(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/**
 * `rows` rows of P logits at z at the temperature T. c has what their classes count, a row `step` bytes after the other: 0 when
 * all rows have the same.
 */
export function spreadExps(z: usize, c: usize, step: usize, rows: usize, P: usize, T: f64, block: usize): void {
  const row = P << 2;
  for (let r: usize = 0; r < rows; r++) {
    const at = z + r * row;
    const largest = largestOf(at, P);
    const place = placeOf(largest, at, P);
    store<f32>(at + (place << 2), NOTHING);
    store<f32>(block + (r << 2), largest, LARGEST);
    store<i32>(block + (r << 2), <i32>place, ARGMAX);
  }

  const inverse = f32x4.splat(<f32>(1 / T));
  const log2e = f32x4.splat(<f32>(LOG2E / T));
  const ln2 = T * LN2;
  // Twelve digits.
  const upperPart = reinterpret<f32>(reinterpret<u32>(<f32>ln2) & 0xfffff000);
  const upperLn2 = f32x4.splat(upperPart);
  const lowerLn2 = f32x4.splat(<f32>((ln2 - <f64>upperPart) / T));
  const zero = f32x4.splat(0);
  const lowestOfZero = lowestOf(zero);
  const magicOfZero = magicOf(zero);
  for (let r: usize = 0; r < rows; r++, z += row, c += step) {
    const at = block + (r << 2);
    const largest = load<f32>(at, LARGEST);
    const power = nearest(<f64>largest * (LOG2E / T));
    const magic = magicOf(f32x4.splat(<f32>power));
    const lowest = f32x4.splat(<f32>(power * ln2 - 88 * T));
    const top = f32x4.splat(largest);
    const place = c + (<usize>load<i32>(at, ARGMAX) << 2);
    const kept = load<f32>(place);
    store<f32>(place, 0);
    let sum = f64x2.splat(0);
    let gaps = sum;
    let rest = sum;
    for (let i: usize = 0; i < row; i += 16) {
      const x = v128.load(z + i);
      const share = v128.load(c + i);
      const d = f32x4.pmax(x, lowest);
      const t = f32x4.add(f32x4.mul(d, log2e), magic);
      const n = f32x4.sub(t, magic);
      const upper = f32x4.mul(f32x4.sub(d, f32x4.mul(n, upperLn2)), inverse);
      const e = powerOfTwoTimes(t, upper, f32x4.mul(n, lowerLn2));
      v128.store(z + i, e);
      sum = added(sum, e);
      gaps = added(gaps, f32x4.mul(share, f32x4.sub(top, x)));
      rest = added(rest, share);
    }
    store<f32>(place, kept);
    // Z - N ln 2 is what row-losses.ts asks for: here it is at most (ln 2) / 2 in size.
    const left = <f32>(<f64>largest / T - power * LN2);
    store<f32>(at, 0, N);
    store<f32>(at, left, Z);
    store<f32>(at, f32x4.extract_lane(exp4(f32x4.splat(left), lowestOfZero, magicOfZero), 0), E);
    const wide = block + (r << 3);
    store<f64>(wide, both(sum), S);
    store<f64>(wide, both(gaps), GAPS);
    store<f64>(wide, both(rest), REST);
  }
}

/** In place: exponentials become a p_k - b c_k; of each row a and b are float64. The most likely class is the caller's. */
export function spreadGradients(
  g: usize,
  c: usize,
  step: usize,
  rows: usize,
  P: usize,
  a: usize,
  b: usize,
  block: usize,
): void {
  const row = P << 2;
  for (let r: usize = 0; r < rows; r++, g += row, c += step) {
    const at = r << 3;
    const byExp = f32x4.splat(<f32>(load<f64>(a + at) * load<f64>(block + at, INVERSE)));
    const byShare = f32x4.splat(<f32>load<f64>(b + at));
    for (let i: usize = 0; i < row; i += 16) {
      const model = f32x4.mul(v128.load(g + i), byExp);
      v128.store(g + i, f32x4.sub(model, f32x4.mul(v128.load(c + i), byShare)));
    }
  }
}
