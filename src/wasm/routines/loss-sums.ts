// The sums of a block of losses and of their squares, without rounding: see `addOnes` of src/loss/exact-moments.ts.
//
// Let all losses be below 2^(e - 1). Adding a splitter, 1.5 times a power of 2, and taking it away leaves multiples of the
// splitter's last digit; they are added without rounding, and so are the rests:
//
//   loss        = multiples of 2^(e - 20)  + a rest of 2^(e - 21) at most, a multiple of 2^(e - 53)
//   loss squared = multiples of 2^(2e - 24) + multiples of 2^(2e - 64) + a rest, a multiple of 2^(2e - 106)
//
// for losses that are 0, or float32 numbers of 2^(e - 30) or more; the squares, of 48 digits, are exact. No sum of 1024 of them has
// more than 53 digits.
//
// Seven float64 numbers are left: how many losses were added, the least that would be, and the five sums.

export const ADDED: usize = 0;
export const LEAST: usize = 8;
const SUM: usize = 16;

/** 1.5 * 2^k */
@inline
function splitterOf(k: i64): v128 {
  return i64x2.splat(((k + 1023) << 52) | (<i64>1 << 51));
}

/** The losses of two rows; of the last one alone, and NaN. */
@inline
function pairOf(losses: usize, r: usize, rows: usize): v128 {
  const at = losses + (r << 3);
  return r + 1 < rows ? v128.load(at) : f64x2.replace_lane(f64x2.splat(NaN), 0, load<f64>(at));
}

@inline
function sumOfLanes(a: v128): f64 {
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}

/** Of `rows` float64 numbers, 1024 at the most, each a float32 number of 0 or more, Infinity or NaN. */
export function lossSums(losses: usize, rows: usize, sums: usize): void {
  const infinity = f64x2.splat(Infinity);
  let most = f64x2.splat(0);
  for (let r: usize = 0; r < rows; r += 2) {
    const loss = pairOf(losses, r, rows);
    most = f64x2.pmax(most, v128.and(loss, f64x2.lt(loss, infinity)));
  }
  const largest = max<f64>(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  const e = largest > 0 ? <i64>(reinterpret<u64>(largest) >> 52) - 1021 : 0;
  const least = largest > 0 ? splitterOf(e - 30) : infinity;
  const splitter = splitterOf(e + 32);
  const ofSquares = splitterOf(2 * e + 28);
  const ofRests = splitterOf(2 * e - 12);
  let added = i64x2.splat(0);
  let high = f64x2.splat(0);
  let low = high;
  let squareHigh = high;
  let squareMiddle = high;
  let squareLow = high;
  for (let r: usize = 0; r < rows; r += 2) {
    const given = pairOf(losses, r, rows);
    const isHeld = v128.or(f64x2.ge(given, least), f64x2.eq(given, f64x2.splat(0)));
    const isAdded = v128.and(isHeld, f64x2.lt(given, infinity));
    const loss = v128.and(given, isAdded);
    added = i64x2.sub(added, isAdded);
    const rounded = f64x2.sub(f64x2.add(loss, splitter), splitter);
    high = f64x2.add(high, rounded);
    low = f64x2.add(low, f64x2.sub(loss, rounded));
    const square = f64x2.mul(loss, loss);
    const upper = f64x2.sub(f64x2.add(square, ofSquares), ofSquares);
    const rest = f64x2.sub(square, upper);
    const middle = f64x2.sub(f64x2.add(rest, ofRests), ofRests);
    squareHigh = f64x2.add(squareHigh, upper);
    squareMiddle = f64x2.add(squareMiddle, middle);
    squareLow = f64x2.add(squareLow, f64x2.sub(rest, middle));
  }
  store<f64>(sums, <f64>(i64x2.extract_lane(added, 0) + i64x2.extract_lane(added, 1)), ADDED);
  store<f64>(sums, f64x2.extract_lane(least, 0), LEAST);
  store<f64>(sums, sumOfLanes(high), SUM);
  store<f64>(sums, sumOfLanes(low), SUM + 8);
  store<f64>(sums, sumOfLanes(squareHigh), SUM + 16);
  store<f64>(sums, sumOfLanes(squareMiddle), SUM + 24);
  store<f64>(sums, sumOfLanes(squareLow), SUM + 32);
}
