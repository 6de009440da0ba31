/**
 * Softmax cross-entropy with its gradient, float32: `softmaxCrossEntropy` beside the SIMD routines, in turns.
 *
 *     node bench/softmax-cross-entropy.mjs [--rounds 15]
 */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { createRandom, logits, matrix, softmaxCrossEntropy } from "../dist/index.js";
import { simdSoftmaxCrossEntropy } from "../dist/wasm/softmax-cross-entropy.js";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "15" } } });
const random = createRandom(1);

console.log(`load ${loadavg()[0].toFixed(1)}; nanoseconds an element, medians of ${values.rounds} rounds`);
console.log("      shape  textbook     SIMD  textbook / SIMD");
for (const [rows, classes] of [
  [64, 10],
  [4096, 10],
  [4096, 1000],
  [256, 32000],
]) {
  const z = Float32Array.from({ length: rows * classes }, () => 3 * random.normal());
  const targets = Int32Array.from({ length: rows }, () => Math.floor(classes * random.next()));
  const gradient = matrix(rows, classes, new Float32Array(z.length));
  const work = { z, rows, classes, targets, gradient: gradient.data, weight: () => 1, row() {}, odd() {} };
  const subjects = {
    textbook: () => softmaxCrossEntropy(logits(matrix(rows, classes, z)), targets, { gradient }),
    simd: () => simdSoftmaxCrossEntropy(work),
  };
  const times = { textbook: [], simd: [] };
  const calls = Math.max(1, Math.round(2e6 / z.length));
  for (let round = -1; round < Number(values.rounds); round++) {
    for (const [name, call] of Object.entries(subjects)) {
      const began = performance.now();
      for (let i = 0; i < calls; i++) call();
      if (round >= 0) times[name].push(((performance.now() - began) * 1e6) / calls / z.length);
    }
  }
  const [textbook, simd] = Object.values(times).map((all) => all.sort((a, b) => a - b)[all.length >> 1]);
  console.log(
    `${rows} x ${classes}`.padStart(11),
    textbook.toFixed(1).padStart(9),
    simd.toFixed(2).padStart(8),
    (textbook / simd).toFixed(1).padStart(16),
  );
}
