// The data of a work, in files that every worker reads: the same numbers for all, so that their losses can be compared.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom } from "../../dist/index.js";

/**
 * @param {any} work
 * @param {string} folder where the files come
 * @returns {Record<string, string>} the path of each
 */
export function writeData(work, folder) {
  const random = createRandom(1);
  /** @param {number} length @param {number} scale */
  const normal = (length, scale) => new Float32Array(length).map(() => scale * random.normal());
  /** @param {number} classes */
  const labels = (classes) => new Int32Array(work.rows).map(() => random.integer(classes));
  const { rows, classes, width, layers } = work;
  /** @type {Record<string, () => Record<string, Float32Array | Int32Array | Int8Array>>} */
  const data = {
    softmax: () => ({ logits: normal(rows * classes, 3), targets: labels(classes) }),
    "log loss"() {
      const probabilities = new Float32Array(rows).map(() => 1e-6 + random.next() * (1 - 2e-6));
      return { probabilities, targets: new Int8Array(rows).map((_, i) => Number(random.next() < probabilities[i])) };
    },
    training: () => ({ features: normal(rows * layers[0], 1), targets: labels(Math.max(2, layers[2])) }),
    linear: () => ({
      ...{ hidden: normal(rows * width, 1), weight: normal(classes * width, 0.05), targets: labels(classes) },
    }),
  };
  /** @type {Record<string, string>} */
  const files = {};
  for (const [name, numbers] of Object.entries(data[work.kind]())) {
    files[name] = join(folder, name);
    writeFileSync(files[name], new Uint8Array(numbers.buffer));
  }
  return files;
}
