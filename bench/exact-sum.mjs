// What exactness costs: ns a row for adding up losses (and, for the standard error, their squares), in one process, in
// turn, the medians. Run it after `npm run build`: node bench/exact-sum.mjs

import { createRandom, sigmoidCrossEntropy } from "../dist/index.js";
import { ExactSum } from "../dist/numerics/exact-sum.js";

const rows = 1_000_000;
const random = createRandom(1);
const losses = Float64Array.from({ length: rows }, () => -Math.log(1 - random.next()));
const logits = Float64Array.from({ length: rows }, () => 6 * random.normal());
const targets = Uint8Array.from({ length: rows }, () => random.integer(2));

/** Two whole numbers of 2^-30 and 2^-82: order-free for losses up to 2^22, and not exact below. */
function fixedPoint() {
  const grid = 1.5 * 2 ** 22;
  let high = 0;
  let low = 0;
  for (const loss of losses) {
    const coarse = loss + grid - grid;
    high += coarse;
    low += Math.round((loss - coarse) * 2 ** 82);
  }
  return high + low * 2 ** -82;
}

const ways = {
  "plain sum": () => {
    let sum = 0;
    for (const loss of losses) sum += loss;
    return sum;
  },
  "compensated (Neumaier)": () => {
    let sum = 0;
    let lost = 0;
    for (const loss of losses) {
      const next = sum + loss;
      lost += Math.abs(sum) >= loss ? sum - next + loss : loss - next + sum;
      sum = next;
    }
    return sum + lost;
  },
  "fixed point": fixedPoint,
  "exact sum": () => {
    const sum = new ExactSum();
    for (const loss of losses) sum.add(loss);
    return sum.total();
  },
  "exact sum of squares": () => {
    const sum = new ExactSum();
    for (const loss of losses) sum.addProduct(loss, loss);
    return sum.total();
  },
  "exponentials, for scale": () => {
    let sum = 0;
    for (const loss of losses) sum += Math.exp(-loss);
    return sum;
  },
  "sigmoidCrossEntropy, all of it": () => sigmoidCrossEntropy(logits, targets).sum,
};

const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
for (let run = -2; run < 9; run++) {
  for (const [name, way] of Object.entries(ways)) {
    const start = performance.now();
    way();
    if (run >= 0) times[name].push(((performance.now() - start) * 1e6) / rows);
  }
}
for (const [name, all] of Object.entries(times)) {
  all.sort((a, b) => a - b);
  console.log(`${name.padEnd(32)} ${all[4].toFixed(1).padStart(6)} ns a row (least ${all[0].toFixed(1)})`);
}
