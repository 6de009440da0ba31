/**
 * Softmax cross-entropy with its gradient, `softmaxCrossEntropy` of float64 and of float32, both by SIMD, and the SIMD routines
 * of float32 alone, in turns.
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
console.log("      shape  float64  float32     SIMD  float64 / float32");
for (const [rows, classes] of [
  [64, 10],
  [4096, 10],
  [4096, 1000],
  [256, 32000],
]) {
  const z = Float32Array.from({ length: rows * classes }, () => 3 * random.normal());
  const targets = Int32Array.from({ length: rows }, () => Math.floor(classes * random.next()));
  const gradient = matrix(rows, classes, new Float32Array(z.length));
  const work = {
    ...{ z, rows, classes, gradient: gradient.data },
    stage(first, count, staged, weights) {
      staged.set(targets.subarray(first, first + count));
      weights.fill(1);
    },
    take() {},
  };
  const double = { z: matrix(rows, classes, Float64Array.from(z)), gradient: matrix(rows, classes) };
  const subjects = {
    float64: () => softmaxCrossEntropy(logits(double.z), targets, { gradient: double.gradient }),
    float32: () => softmaxCrossEntropy(logits(matrix(rows, classes, z)), targets, { gradient }),
    simd: () => simdSoftmaxCrossEntropy(work),
  };
  const times = { float64: [], float32: [], simd: [] };
  const calls = Math.max(1, Math.round(2e6 / z.length));
  for (let round = -1; round < Number(values.rounds); round++) {
    for (const [name, call] of Object.entries(subjects)) {
      const began = performance.now();
      for (let i = 0; i < calls; i++) call();
      if (round >= 0) times[name].push(((performance.now() - began) * 1e6) / calls / z.length);
    }
  }
  const [double64, single32, simd] = Object.values(times).map((all) => all.sort((a, b) => a - b)[all.length >> 1]);
  console.log(
    `${rows} x ${classes}`.padStart(11),
    ...[double64, single32, simd].map((time) => time.toFixed(2).padStart(8)),
    (double64 / single32).toFixed(1).padStart(18),
  );
}
