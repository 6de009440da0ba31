import { createRandom, type Random } from "../../../src/numerics/random.js";

/** Logits of every size. */
export const RANGES = ["ordinary", "confident", "huge", "denormal", "infinite", "equal"] as const;
export type Range = (typeof RANGES)[number];

/** All ways to choose one value of every option. */
export function combinations<Choices extends Record<string, readonly unknown[]>>(choices: Choices) {
  type Combination = { [Name in keyof Choices]: Choices[Name][number] };
  const names = Object.keys(choices) as (keyof Choices)[];
  return names.reduce<Partial<Combination>[]>(
    (found, name) => found.flatMap((chosen) => choices[name].map((value) => ({ ...chosen, [name]: value }))),
    [{}],
  ) as Combination[];
}

/** rows x cols logits of a size, never a row of -Infinity only nor of two +Infinity. */
export function logitsOf(range: Range, rows: number, cols: number, random: Random): Float64Array {
  const data = new Float64Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    const infinite = random.integer(cols);
    const common = 8 * random.next() - 4;
    for (let k = 0; k < cols; k++) data[row * cols + k] = logit(range, random, { common, special: k === infinite });
  }
  return data;
}

function logit(range: Range, random: Random, { common, special }: { common: number; special: boolean }): number {
  const sign = random.next() < 0.5 ? -1 : 1;
  if (range === "ordinary") return 8 * random.next() - 4;
  if (range === "confident") return special ? 40 * random.next() : -60 * random.next();
  if (range === "huge") return sign * 10 ** (608 * random.next() - 300);
  if (range === "denormal") return sign * random.integer(1000) * 5e-324;
  if (range === "equal") return common;
  if (special) return random.next() < 0.5 ? Number.POSITIVE_INFINITY : common;
  return random.next() < 0.6 ? Number.NEGATIVE_INFINITY : common * random.next();
}

/** N positive numbers that sum to 1 as nearly as float64 can, some of them 0. */
export function distribution(cols: number, random: Random): number[] {
  const shares = Array.from({ length: cols }, () => (random.next() < 0.3 ? 0 : random.next() ** 4));
  const sum = shares.reduce((a, b) => a + b, 0);
  if (sum === 0) return shares.map((_, k) => Number(k === 0));
  return shares.map((share) => share / sum);
}

/** Weights: ordinary ones with a zero among them, or of every size. */
export function weightsOf(kind: "some" | "wild", length: number, random: Random): number[] {
  return Array.from({ length }, (_, i) => {
    if (kind === "wild") return 10 ** (240 * random.next() - 120);
    return i % 4 === 2 ? 0 : 3 * random.next();
  });
}

/** A generator of its own for every case, so that a case stays what it is when others come or go. */
export function randomOf(table: number, combination: number): Random {
  return createRandom(table * 2 ** 32 + combination);
}
