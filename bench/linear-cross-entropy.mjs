/**
 * Linear layer and cross-entropy over a large vocabulary, value and gradients of hidden, weight and bias in float32: by
 * how much memory grows and what processor time it takes, beside the same in two steps with all logits in memory. Each in a process
 * of its own, inputs and outputs in place before it is measured.
 *
 *     node bench/linear-cross-entropy.mjs [--rows 1024] [--width 256] [--classes 32000]
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { linearCrossEntropy, softmaxCrossEntropy } from "../dist/loss/index.js";
import { createRandom, logits, matrix } from "../dist/numerics/index.js";
import { multiply, multiplyTransposedLeft, multiplyTransposedRight } from "../dist/numerics/multiply.js";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "1024" },
    width: { type: "string", default: "256" },
    classes: { type: "string", default: "32000" },
    only: { type: "string" },
  },
});
const [rows, width, classes] = [values.rows, values.width, values.classes].map(Number);

const ways = {
  blocks: (layer, targets, gradients) => linearCrossEntropy(layer, targets, { gradients }).mean,
  "two steps": ({ hidden, weight }, targets) => {
    const total = softmaxCrossEntropy(logits(multiplyTransposedRight(hidden, weight)), targets, { gradient: true });
    multiply(total.gradient, weight);
    multiplyTransposedLeft(total.gradient, hidden);
    return total.mean;
  },
};

if (values.only) {
  const random = createRandom(1);
  const single = (n, m) =>
    matrix(
      n,
      m,
      new Float32Array(n * m).map(() => random.normal() / 8),
    );
  const layer = { hidden: single(rows, width), weight: single(classes, width) };
  const targets = Int32Array.from({ length: rows }, () => random.integer(classes));
  const gradients = {
    hidden: single(rows, width),
    weight: single(classes, width),
    bias: new Float32Array(classes).fill(1),
  };
  // The compiler's own memory, and its time, are not what is asked for.
  ways[values.only]({ hidden: single(8, 4), weight: single(16, 4) }, [0, 1, 2, 3, 4, 5, 6, 7], true);
  const before = process.memoryUsage.rss();
  const start = process.cpuUsage();
  const mean = ways[values.only](layer, targets, gradients);
  const spent = process.cpuUsage(start);
  const seconds = (spent.user + spent.system) / 1e6;
  const peak = process.resourceUsage().maxRSS * 1024;
  console.log(JSON.stringify({ mean, seconds, grown: (peak - before) / 2 ** 20 }));
} else {
  console.log(`${rows} x ${width} by ${classes}, float32, value and gradients`);
  for (const only of Object.keys(ways)) {
    const args = ["--rows", values.rows, "--width", values.width, "--classes", values.classes, "--only", only];
    const out = JSON.parse(
      execFileSync(process.execPath, [fileURLToPath(import.meta.url), ...args], { encoding: "utf8" }),
    );
    console.log(
      `${only.padEnd(9)} ${out.grown.toFixed(0)} MiB, ${out.seconds.toFixed(1)} s of processor time, mean ${out.mean} nats`,
    );
  }
}
