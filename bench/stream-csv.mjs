// How fast a model learns from a CSV file larger than the memory, and how much memory that takes: makes a file of N gigabytes in
// the temporary folder, trains on it for an epoch, and removes it. Run it after `npm run build`:
//
//     node bench/stream-csv.mjs [--gigabytes 5]

import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { parseArgs } from "node:util";
import { adam, createRandom, dense, fit, sequential, sigmoidCrossEntropy, streamCsv } from "../dist/index.js";

const { values } = parseArgs({ options: { gigabytes: { type: "string", default: "5" } } });
const bytes = Number(values.gigabytes) * 1e9;
if (!(bytes > 0)) {
  console.error(`--gigabytes ${values.gigabytes}; expected a number above 0`);
  process.exit(1);
}
const FEATURES = 30;

const folder = mkdtempSync(join(tmpdir(), "surprisal-bench-"));
try {
  const path = join(folder, "large.csv");
  await writeRows(path);
  const peakBefore = peak();
  const began = performance.now();
  const train = await streamCsv(path, { target: "kind" });
  const between = performance.now();
  const { standardization } = train;
  const model = sequential([dense(32, "relu"), dense(1)], {
    inputs: FEATURES,
    seed: 1,
    dtype: "float32",
    standardization,
  });
  const options = { loss: sigmoidCrossEntropy, optimizer: adam(1e-3), epochs: 1, batchSize: 128, seed: 1 };
  const [{ train: total }] = await fit(model, train, options).toEnd();
  const ended = performance.now();
  const { size } = statSync(path);
  const speed = (/** @type {number} */ milliseconds) => `${(size / 1e3 / milliseconds).toFixed(1)} MB/s`;
  console.log(
    `${train.rows} rows of ${FEATURES} numbers, ${(size / 1e9).toFixed(2)} GB; Node ${process.versions.node}`,
  );
  console.log(`first pass: ${((between - began) / 1000).toFixed(1)} s, ${speed(between - began)}`);
  console.log(
    `an epoch: ${((ended - between) / 1000).toFixed(1)} s, ${speed(ended - between)}; mean loss ${total.mean.toFixed(4)}`,
  );
  console.log(`most memory of the process: ${peak()} MB; before reading: ${peakBefore} MB`);
} finally {
  rmSync(folder, { recursive: true });
}

function peak() {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** Rows of normal numbers, four digits each, and a class that depends on some of them. @param {string} path */
async function writeRows(path) {
  const random = createRandom(1);
  // Rows are drawn from some thousands, in random order: to draw every number anew would take longer than all else.
  const rows = Array.from({ length: 5000 }, () => {
    const numbers = Array.from({ length: FEATURES }, () => random.normal());
    const z = numbers[0] - 2 * numbers[1] + numbers[2] * numbers[3];
    return `${numbers.map((x) => x.toFixed(4)).join(",")},${random.next() < 1 / (1 + Math.exp(-z)) ? "yes" : "no"}\n`;
  });
  const file = createWriteStream(path);
  file.write(`${Array.from({ length: FEATURES }, (_, i) => `x${i}`).join(",")},kind\n`);
  for (let written = 0; written < bytes; ) {
    const text = Array.from({ length: 2000 }, () => rows[random.integer(rows.length)]).join("");
    written += text.length;
    if (!file.write(text)) await once(file, "drain");
  }
  file.end();
  await finished(file);
}
