// The sums of a block of losses and of their squares, without rounding: see `addOnes` of src/loss/exact-moments.ts.
//
// A sum that begins with 1.5 times a power of 2 so large that it stays below the next one has always the same last digit: adding a
// number to it adds the multiple of that digit which is nearest, and what is left of the number, half a digit at most, is exact. It is
// added to another sum. Let all losses be below 2^(e - 1), and 0 or float32 numbers of a least size. Their squares, of 48 digits, are
// exact, and of no sum of 1024 of them are there more than 53 digits.
//
// Losses of 2^(e - 21) or more, as a block mostly has, are multiples of 2^(e - 44) and need no second sum. Their squares are added to
// four sums, 256 to each, which so end at 2^(2e - 45):
//
//   loss squared = multiples of 2^(2e - 45) + a rest of 2^(2e - 46) at most, a multiple of 2^(2e - 88)
//
// Losses of 2^(e - 30) or more, smaller ones left out:
//
//   loss         = multiples of 2^(e - 20)  + a rest of 2^(e - 21) at most, a multiple of 2^(e - 53)
//   loss squared = multiples of 2^(2e - 24) + multiples of 2^(2e - 64) + a rest, a multiple of 2^(2e - 106)
//
// Seven float64 numbers are left: how many losses were added, the least that would be, and the sums, two and three.

/** Losses that are added up at once, at the most; and bytes of the sums. */
export const MOST: usize = 1024;
export const BYTES: usize = 56;
export const ADDED: usize = 0;
const LEAST: usize = 8;
const SUM: usize = 16;
/** From the exponent of the largest loss to that of the smallest, where all are 2^(e - 21) or more. */
const NEAR: i64 = 19;

/** 1.5 * 2^k */
@inline
function startOf(k: i64): v128 {
  return i64x2.splat(((k + 1023) << 52) | (<i64>1 << 51));
}

/** The losses of two rows; of the last one alone, and 0. */
@inline
function pairOf(losses: usize, r: usize, rows: usize): v128 {
  const at = losses + (r << 3);
  return r + 1 < rows ? v128.load(at) : v128.load64_zero(at);
}

@inline
function sumOfLanes(a: v128): f64 {
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}

@inline
function exponentOf(x: f64): i64 {
  return <i64>(reinterpret<u64>(x) >> 52);
}

/** Of `rows` float64 numbers, 1024 at the most, each a float32 number of 0 or more, Infinity or NaN. */
export function lossSums(losses: usize, rows: usize, sums: usize): void {
  const infinity = f64x2.splat(Infinity);
  // The bits less 1 are the number next below, and of 0 NaN, which is never the least.
  const one = i64x2.splat(1);
  let all = i64x2.splat(-1);
  let most = f64x2.splat(0);
  let least = infinity;
  let otherMost = most;
  let otherLeast = least;
  let r: usize = 0;
  for (; r + 4 <= rows; r += 4) {
    const loss = v128.load(losses + (r << 3));
    const other = v128.load(losses + (r << 3), 16);
    const isFinite = f64x2.lt(loss, infinity);
    const isOtherFinite = f64x2.lt(other, infinity);
    all = v128.and(all, v128.and(isFinite, isOtherFinite));
    most = f64x2.pmax(most, v128.and(loss, isFinite));
    otherMost = f64x2.pmax(otherMost, v128.and(other, isOtherFinite));
    least = f64x2.pmin(least, i64x2.sub(loss, one));
    otherLeast = f64x2.pmin(otherLeast, i64x2.sub(other, one));
  }
  for (; r < rows; r += 2) {
    const loss = pairOf(losses, r, rows);
    const isFinite = f64x2.lt(loss, infinity);
    all = v128.and(all, isFinite);
    most = f64x2.pmax(most, v128.and(loss, isFinite));
    least = f64x2.pmin(least, i64x2.sub(loss, one));
  }
  most = f64x2.pmax(most, otherMost);
  least = f64x2.pmin(least, otherLeast);
  const largest = max<f64>(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  const smallest = min<f64>(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1));
  if (i64x2.all_true(all)) sumsWithin(losses, rows, sums, largest, smallest);
  else carefulSums(losses, rows, sums, largest);
}

/** As `lossSums`, of losses that are known to be 0 or above `smallest`, and `largest`, a finite number, at the most. */
export function sumsWithin(losses: usize, rows: usize, sums: usize, largest: f64, smallest: f64): void {
  if (exponentOf(largest) - exponentOf(smallest) <= NEAR) plainSums(losses, rows, sums, largest);
  else carefulSums(losses, rows, sums, largest);
}

/** e of losses of which the largest is this. */
@inline
function powerAbove(largest: f64): i64 {
  return largest > 0 ? exponentOf(largest) - 1021 : 0;
}

function plainSums(losses: usize, rows: usize, sums: usize, largest: f64): void {
  const start = startOf(2 * powerAbove(largest) + 7);
  let sum = f64x2.splat(0);
  let rest = sum;
  let upper = start;
  let otherSum = sum;
  let otherRest = sum;
  let otherUpper = start;
  let r: usize = 0;
  for (; r + 4 <= rows; r += 4) {
    const loss = v128.load(losses + (r << 3));
    const other = v128.load(losses + (r << 3), 16);
    const square = f64x2.mul(loss, loss);
    const otherSquare = f64x2.mul(other, other);
    const before = upper;
    const otherBefore = otherUpper;
    sum = f64x2.add(sum, loss);
    otherSum = f64x2.add(otherSum, other);
    upper = f64x2.add(upper, square);
    otherUpper = f64x2.add(otherUpper, otherSquare);
    rest = f64x2.add(rest, f64x2.sub(square, f64x2.sub(upper, before)));
    otherRest = f64x2.add(otherRest, f64x2.sub(otherSquare, f64x2.sub(otherUpper, otherBefore)));
  }
  for (; r < rows; r += 2) {
    const loss = pairOf(losses, r, rows);
    const square = f64x2.mul(loss, loss);
    const before = upper;
    sum = f64x2.add(sum, loss);
    upper = f64x2.add(upper, square);
    rest = f64x2.add(rest, f64x2.sub(square, f64x2.sub(upper, before)));
  }
  store<f64>(sums, <f64>rows, ADDED);
  store<f64>(sums, 0, LEAST);
  store<f64>(sums, sumOfLanes(f64x2.add(sum, otherSum)), SUM);
  store<f64>(sums, 0, SUM + 8);
  store<f64>(sums, sumOfLanes(f64x2.add(f64x2.sub(upper, start), f64x2.sub(otherUpper, start))), SUM + 16);
  store<f64>(sums, sumOfLanes(f64x2.add(rest, otherRest)), SUM + 24);
  store<f64>(sums, 0, SUM + 32);
}

function carefulSums(losses: usize, rows: usize, sums: usize, largest: f64): void {
  const infinity = f64x2.splat(Infinity);
  const e = powerAbove(largest);
  const least = largest > 0 ? startOf(e - 30) : infinity;
  const start = startOf(e + 32);
  const startOfSquares = startOf(2 * e + 28);
  const startOfRests = startOf(2 * e - 12);
  let added = i64x2.splat(0);
  let high = start;
  let low = f64x2.splat(0);
  let squareHigh = startOfSquares;
  let squareMiddle = startOfRests;
  let squareLow = low;
  for (let r: usize = 0; r < rows; r += 2) {
    const given = pairOf(losses, r, rows);
    const isHeld = v128.or(f64x2.ge(given, least), f64x2.eq(given, f64x2.splat(0)));
    const isAdded = v128.and(isHeld, f64x2.lt(given, infinity));
    const loss = v128.and(given, isAdded);
    added = i64x2.sub(added, isAdded);
    const before = high;
    high = f64x2.add(high, loss);
    low = f64x2.add(low, f64x2.sub(loss, f64x2.sub(high, before)));
    const square = f64x2.mul(loss, loss);
    const highBefore = squareHigh;
    squareHigh = f64x2.add(squareHigh, square);
    const rest = f64x2.sub(square, f64x2.sub(squareHigh, highBefore));
    const middleBefore = squareMiddle;
    squareMiddle = f64x2.add(squareMiddle, rest);
    squareLow = f64x2.add(squareLow, f64x2.sub(rest, f64x2.sub(squareMiddle, middleBefore)));
  }
  const pairs = i64x2.extract_lane(added, 0) + i64x2.extract_lane(added, 1);
  store<f64>(sums, <f64>(pairs - <i64>(rows & 1)), ADDED);
  store<f64>(sums, f64x2.extract_lane(least, 0), LEAST);
  store<f64>(sums, sumOfLanes(f64x2.sub(high, start)), SUM);
  store<f64>(sums, sumOfLanes(low), SUM + 8);
  store<f64>(sums, sumOfLanes(f64x2.sub(squareHigh, startOfSquares)), SUM + 16);
  store<f64>(sums, sumOfLanes(f64x2.sub(squareMiddle, startOfRests)), SUM + 24);
  store<f64>(sums, sumOfLanes(squareLow), SUM + 32);
}
