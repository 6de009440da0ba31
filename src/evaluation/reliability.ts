import { checkLength, checkObject, checkUnitInterval, isArrayLike, isShare } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { type Interval, wilsonInterval } from "./interval.js";

const MOST_BINS = 1_000_000;

/** The rows whose stated probability lies in [lower, upper), the last bin also at 1. */
export interface ReliabilityBin {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  /** Mean stated probability; NaN in an empty bin. */
  readonly stated: number;
  /** Share of rows in which the event happened; NaN in an empty bin. */
  readonly observed: number;
  /** 95 % interval of the share, Wilson. */
  readonly interval: Interval;
}

/**
 * Compares stated probabilities with how often the event happened, in bins of equal width.
 *
 * @param stated N probabilities of an event
 * @param happened N times 0 or 1
 * @param bins how many; default 10
 * @throws RangeError when lengths or values are not as described
 * @example
 * reliabilityBins([0.1, 0.9, 0.95], [0, 1, 0])[9].observed; // 0.5
 * @see Murphy and Winkler: Reliability of subjective probability forecasts (1977)
 */
export function reliabilityBins(
  stated: ArrayLike<number>,
  happened: ArrayLike<number>,
  bins = 10,
): readonly ReliabilityBin[] {
  if (!isArrayLike(stated)) {
    throw new TypeError(`reliabilityBins: stated is ${describeValue(stated)}; expected an array of probabilities`);
  }
  checkLength("reliabilityBins: happened", happened, stated.length, "numbers, as stated has");
  checkUnitInterval("reliabilityBins: stated", stated);
  for (let i = 0; i < happened.length; i++) {
    if (happened[i] !== 0 && happened[i] !== 1) {
      throw new RangeError(`reliabilityBins: happened: row ${i} is ${describeValue(happened[i])}; expected 0 or 1`);
    }
  }
  if (!Number.isInteger(bins) || bins < 1 || bins > MOST_BINS) {
    throw new RangeError(`reliabilityBins: bins is ${describeValue(bins)}; expected a whole number, 1 to ${MOST_BINS}`);
  }
  const counts = new Float64Array(bins);
  const sums = new Float64Array(bins);
  const events = new Float64Array(bins);
  for (let i = 0; i < stated.length; i++) {
    const bin = binOf(stated[i], bins);
    counts[bin]++;
    sums[bin] += stated[i];
    events[bin] += happened[i];
  }
  return Array.from(counts, (count, bin) => ({
    lower: bin / bins,
    upper: (bin + 1) / bins,
    count,
    stated: sums[bin] / count,
    observed: events[bin] / count,
    interval: wilsonInterval(events[bin], count),
  }));
}

/** The product is rounded (0.29 * 100 is below 29): the edges themselves decide. */
function binOf(p: number, bins: number): number {
  const bin = Math.min(bins - 1, Math.floor(p * bins));
  if (p < bin / bins) return bin - 1;
  return bin < bins - 1 && p >= (bin + 1) / bins ? bin + 1 : bin;
}

/**
 * Expected calibration error: the mean over rows of |stated - observed| of the row's bin. It depends on the bins.
 *
 * @param bins as `reliabilityBins` gives them
 * @returns 0 (calibrated, as far as the bins can tell) to 1; NaN without rows
 * @throws TypeError when bins are none
 * @example
 * expectedCalibrationError(reliabilityBins([0.1, 0.9], [0, 0])); // 0.5
 * @see Naeini, Cooper, Hauskrecht: Obtaining well calibrated probabilities using Bayesian binning (2015); Guo et al.: On
 * calibration of modern neural networks (2017), eq. 3
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  if (!Array.isArray(bins)) {
    throw new TypeError(
      `expectedCalibrationError: bins is ${describeValue(bins)}; expected what reliabilityBins gives`,
    );
  }
  let sum = 0;
  let count = 0;
  for (const [i, bin] of bins.entries()) {
    checkBin(`expectedCalibrationError: bins: entry ${i}`, bin);
    if (bin.count > 0) sum += bin.count * Math.abs(bin.stated - bin.observed);
    count += bin.count;
  }
  return sum / count;
}

function checkBin(name: string, bin: ReliabilityBin): void {
  checkObject(name, bin);
  if (!Number.isInteger(bin.count) || bin.count < 0) {
    throw new RangeError(`${name}: count is ${describeValue(bin.count)}; expected a whole number, 0 or more`);
  }
  if (bin.count === 0) return;
  for (const what of ["stated", "observed"] as const) {
    if (!isShare(bin[what])) {
      throw new RangeError(`${name}: ${what} is ${describeValue(bin[what])}; expected a number from 0 to 1`);
    }
  }
}
