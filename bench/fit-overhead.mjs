// What `fit` costs over its bare steps: the article's network (64-32-1, Adam, batch 32, float32) is trained in one process in turns by
// `fit` and by the routines of whole steps alone, on the same batches, whose order is known before. An epoch is timed at a time. The
// weights of both must come out the same to the bit. Run it after `npm run build`: node bench/fit-overhead.mjs

import { adam, batches, createRandom, dense, fit, matrix, sequential, sigmoidCrossEntropy } from "../dist/index.js";
import { simdLayersOf } from "../dist/model/simd-layers.js";
import { simdUpdateOf } from "../dist/training/optimizers/simd-rules.js";
import { parametersOf, SimdNetwork } from "../dist/wasm/network.js";

const [rows, inputs, hidden, batchSize, epochs, rounds, seed] = [8192, 64, 32, 32, 20, 40, 0];
const random = createRandom(1);
const features = matrix(
  rows,
  inputs,
  new Float32Array(rows * inputs).map(() => random.normal()),
);
const targets = new Int32Array(rows).map(() => random.integer(2));
const train = {
  ...{ features, targets, classNames: ["no", "yes"], rowNumbers: targets.map((_, row) => row + 1) },
  featureNames: Array.from({ length: inputs }, (_, i) => `feature ${i}`),
};
const optimizer = adam(1e-3);
const modelOf = () => sequential([dense(hidden, "relu"), dense(1)], { inputs, seed, dtype: "float32" });

// The order that fit draws: the seed's second stream.
const order = createRandom(seed, 2);
const batchesOf = Array.from({ length: epochs }, () => [...batches(rows, batchSize, order)]);
const rates = batchesOf[0].map(() => 1e-3);

/** Milliseconds of every epoch: those of the first have the checks and the making of the network in them. */
const times = { first: [0], fit: [0], alone: [0] };

/** @param {import("../dist/index.js").Model} model */
async function byFit(model) {
  let began = performance.now();
  for await (const { epoch } of fit(model, train, { loss: sigmoidCrossEntropy, optimizer, batchSize, epochs, seed })) {
    const now = performance.now();
    times[epoch === 1 ? "first" : "fit"].push(now - began);
    began = now;
  }
}

/** @param {import("../dist/index.js").Model} model */
function byStepsAlone(model) {
  const layers = simdLayersOf(model) ?? [];
  const update = simdUpdateOf(optimizer);
  const memories = [0, 1].map(() => parametersOf(layers).map((w) => matrix(w.rows, w.cols, w.data.slice().fill(0))));
  const network = update && SimdNetwork.of({ layers, memories, rule: update.rule, features, targets, batchSize });
  if (!network) throw new Error("there is no WebAssembly with SIMD here, or no room");
  network.load();
  for (const [epoch, list] of batchesOf.entries()) {
    const began = performance.now();
    network.run(list, rates, epoch * list.length + 1);
    times.alone.push(performance.now() - began);
  }
  network.save();
  network.end();
}

for (let round = -2; round < rounds; round++) {
  if (round === 0) for (const list of Object.values(times)) list.length = 0;
  const [one, other] = [modelOf(), modelOf()];
  await byFit(one);
  byStepsAlone(other);
  for (const [name, w] of Object.entries(one.parameters)) {
    if (w.data.some((x, i) => x !== other.parameters[name].data[i])) throw new Error(`${name} came out differently`);
  }
}

/** @param {number[]} list */
const middle = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
/** @param {number[]} list */
const least = (list) => Math.min(...list);
/** @param {number} took */
const told = (took) => ((took * 1e6) / rows).toFixed(0).padStart(6);
console.log(`ns an example, ${rounds} rounds of ${epochs} epochs in turns   median  least`);
console.log(`fit, an epoch                               ${told(middle(times.fit))} ${told(least(times.fit))}`);
console.log(`its steps alone                             ${told(middle(times.alone))} ${told(least(times.alone))}`);
const ratios = [middle, least].map((of) => (of(times.fit) / of(times.alone)).toFixed(3).padStart(6));
console.log(`fit / steps                                 ${ratios.join(" ")}`);
const start = [middle, least].map((of) => (of(times.first) - of(times.fit)).toFixed(2));
console.log(`what the first epoch takes longer: ${start.join(", least ")} ms`);
