// A training that keeps itself in a folder: the tests kill it, and begin it again. Prints the hash of its last weights.
import { createHash } from "node:crypto";
import {
  adam,
  checkpointFolder,
  createRandom,
  dense,
  earlyStopping,
  fit,
  matrix,
  reduceOnPlateau,
  sequential,
  softmaxCrossEntropy,
} from "../../../dist/index.js";

const [folder, dtype, everySteps] = process.argv.slice(2);
const random = createRandom(1);
const data = (rows) => ({
  features: matrix(
    rows,
    3,
    Float64Array.from({ length: 3 * rows }, () => random.normal()),
  ),
  targets: Int32Array.from({ length: rows }, () => random.integer(4)),
  featureNames: ["a", "b", "c"],
  classNames: ["w", "x", "y", "z"],
  rowNumbers: Int32Array.from({ length: rows }, (_, i) => i + 1),
});
const [train, validation] = [data(60), data(30)];
const model = sequential([dense(5, "tanh"), dense(4)], { inputs: 3, seed: 2, dtype });
await fit(model, train, {
  ...{ loss: softmaxCrossEntropy, optimizer: adam(0.05), epochs: 40, batchSize: 7, seed: 3, validation },
  ...{ stop: earlyStopping({ patience: 30 }), plateau: reduceOnPlateau({ patience: 4, factor: 0.5 }) },
  checkpoint: checkpointFolder(folder, everySteps ? { everySteps: Number(everySteps) } : {}),
}).toEnd();
const hash = createHash("sha256");
for (const { data } of Object.values(model.parameters)) hash.update(data);
console.log(hash.digest("hex"));
