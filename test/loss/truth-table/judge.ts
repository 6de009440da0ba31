import type { Total } from "../../../src/loss/total.js";
import { type Big, big, nearest, nearestSum, sumOf, ulp, ulp32, zero } from "./big.js";
import type { RowTruth } from "./row-truth.js";

/** The largest errors seen, in ulps of the truth: how much of what is allowed was used. */
export interface Worst {
  loss: number;
  weight: number;
  gradient: number;
  gradient32: number;
  /** The same of rows done by SIMD: their losses are float32 too, and what is below 2^-124 of a row's weight may be 0. */
  simdLoss: number;
  simdGradient: number;
}

/** What of a total is wrong, in words: rows, gradient and totals against the truth. */
export function judge(
  total: Total,
  truths: readonly RowTruth[],
  allowed: Worst,
  worst: Worst,
  bySimd = false,
): string[] {
  const complaints: string[] = [];
  const note = (what: keyof Worst, where: string, got: number, truth: Big, unit: Big, slack: Big) => {
    const beyond = big(got).minus(truth).abs().minus(slack);
    const ulps = beyond.lte(0) ? 0 : Number(beyond.div(unit));
    if (!(ulps <= allowed[what]))
      complaints.push(`${where} is ${got}; the truth is ${truth.toPrecision(20)}, ${ulps} ulp away`);
    else worst[what] = Math.max(worst[what], ulps);
  };
  const expect = (where: string, got: unknown, expected: unknown) => {
    if (!Object.is(got, expected)) complaints.push(`${where} is ${got}; expected ${expected}`);
  };
  const infiniteRows: number[] = [];
  const losses = total.rowLosses ?? new Float64Array(0);
  for (const [row, truth] of truths.entries()) {
    const loss = losses[row];
    if (!truth.left) expect(`row ${row}`, loss, 0);
    else if (truth.loss === undefined || nearest(truth.loss) === Number.POSITIVE_INFINITY) {
      expect(`row ${row}`, loss, Number.POSITIVE_INFINITY);
      infiniteRows.push(row);
    } else if (bySimd)
      note("simdLoss", `row ${row}`, loss, truth.loss, big(ulp(truth.loss)).times(2 ** 29), truth.lossError);
    else note("loss", `row ${row}`, loss, truth.loss, big(ulp(truth.loss)), truth.lossError);
    judgeGradient(total, row, truth, bySimd, note, expect);
  }
  const kept = truths.filter((truth) => truth.left);
  expect("count", total.count, kept.length);
  expect("ignored", total.ignored, truths.length - kept.length);
  expect("infinite", total.infinite, infiniteRows.length);
  expect("infiniteRows", String(total.infiniteRows), String(infiniteRows.slice(0, 10)));
  const weight = sumOf(kept.map((truth) => truth.weight));
  note("weight", "weight", total.weight, weight, big(ulp(weight)), zero);
  const finite = Array.from(losses).filter((loss) => loss !== Number.POSITIVE_INFINITY);
  expect("sum", total.sum, infiniteRows.length > 0 ? Number.POSITIVE_INFINITY : nearestSum(finite));
  if (Number.isNaN(total.mean) !== weight.isZero()) complaints.push(`mean is ${total.mean} with a weight of ${weight}`);
  return complaints;
}

function judgeGradient(
  { gradient }: Total,
  row: number,
  truth: RowTruth,
  bySimd: boolean,
  note: (what: keyof Worst, where: string, got: number, truth: Big, unit: Big, slack: Big) => void,
  expect: (where: string, got: unknown, expected: unknown) => void,
): void {
  if (!gradient) return;
  const { cols, data } = gradient;
  for (let k = 0; k < cols; k++) {
    const where = `gradient of row ${row}, column ${k}`;
    const got = data[row * cols + k];
    if (!truth.left) {
      expect(where, Math.abs(got), 0);
      continue;
    }
    const { value, scale, slack } = truth.gradient[k];
    const rounded = data instanceof Float32Array ? Math.fround(nearest(value)) : nearest(value);
    if (!Number.isFinite(rounded)) expect(where, got, rounded);
    else if (bySimd) {
      note("simdGradient", where, got, big(rounded), scale.times(2 ** 29), truth.weight.times(2 ** -124));
    } else if (data instanceof Float32Array) {
      note("gradient32", where, got, big(rounded), big(ulp32(value)), slack.plus(scale.times(8)));
    } else note("gradient", where, got, value, scale, slack);
  }
}
