import type { LogitShape } from "../../../src/numerics/softmax-rows.js";
import { type Big, big, log1p, one, sumOf, tanh, zero } from "./big.js";

/** What a textbook has on the way from a row of logits to its softmax, in 64 digits. */
export interface BigSoftmax {
  /** The shaped logits; undefined stands for -Infinity. With a +Infinity all others are excluded. */
  readonly x: readonly (Big | undefined)[];
  readonly argmax: number;
  readonly largest: Big;
  /** The sum of e^(x_k - largest) over all classes but argmax, and log(1 + others). */
  readonly others: Big;
  readonly logOfSum: Big;
  readonly p: readonly Big[];
  /** 1 - p_k, with its digits also where p is near 1. */
  readonly rest: readonly Big[];
  /** -log p_k, undefined for Infinity. */
  readonly surprise: readonly (Big | undefined)[];
}

export function bigSoftmax(z: ArrayLike<number>, { temperature = 1, softcap }: LogitShape): BigSoftmax {
  const certain = softcap === undefined ? Array.from(z).indexOf(Number.POSITIVE_INFINITY) : -1;
  const x = Array.from(z, (logit, k): Big | undefined => {
    if (logit === Number.NEGATIVE_INFINITY) return undefined;
    if (certain >= 0) return k === certain ? zero : undefined;
    if (softcap === undefined) return big(logit).div(big(temperature));
    const capped = logit === Number.POSITIVE_INFINITY ? one : tanh(big(logit).div(big(softcap)));
    return capped.times(big(softcap)).div(big(temperature));
  });
  let argmax = x.findIndex((value) => value !== undefined);
  for (const [k, value] of x.entries()) if (value?.gt(x[argmax] as Big)) argmax = k;
  const largest = x[argmax] as Big;
  const e = x.map((value, k) => (k === argmax ? one : value ? value.minus(largest).exp() : zero));
  const others = sumOf(e.filter((_, k) => k !== argmax));
  const logOfSum = log1p(others);
  const p = e.map((value) => value.div(others.plus(1)));
  const rest = p.map((share, k) => (k === argmax ? others.div(others.plus(1)) : one.minus(share)));
  const surprise = x.map((value) => value && largest.minus(value).plus(logOfSum));
  return { x, argmax, largest, others, logOfSum, p, rest, surprise };
}
