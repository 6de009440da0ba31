import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { softmaxFocalLoss } from "../../src/loss/softmax-focal-loss.js";
import { dense } from "../../src/model/dense.js";
import { sequential } from "../../src/model/sequential.js";
import { logits } from "../../src/numerics/kinds.js";
import { matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import { checkpointFolder, readRecipe, replay } from "../../src/training/files/index.js";
import { fit } from "../../src/training/fit.js";
import { mixedLoss } from "../../src/training/mixed-loss.js";
import { adam } from "../../src/training/optimizers/adam.js";
import type { TrainingLoss } from "../../src/training/training-loss.js";
import { torchData } from "./torch-run.js";
import "../within-ulps.js";

const random = createRandom(3);
const z = logits(
  matrix(
    9,
    4,
    new Float64Array(36).map(() => 3 * random.normal()),
  ),
);
const targets = Int32Array.from({ length: 9 }, () => random.integer(4));
const parts = [
  [0.7, softmaxCrossEntropy],
  [0.3, softmaxFocalLoss],
] as const;

describe("mixedLoss", () => {
  test.each([[undefined], [Float64Array.from({ length: 9 }, (_, i) => i % 3)]])(
    "is the sum of its parts, value, gradient, standard error and merged totals, with weights %s",
    (sampleWeights) => {
      const options = { gradient: true, ...(sampleWeights && { sampleWeights }) } as const;
      const mixed = mixedLoss(parts)(z, targets, options);
      const [a, b] = parts.map(([, loss]) => loss(z, targets, { ...options, rowLosses: true }));
      expect(mixed.sum).toBeRelativelyClose(0.7 * a.sum + 0.3 * b.sum, 1e-14);
      expect(mixed.weight).toBe(a.weight);
      const expected = Array.from(a.gradient.data, (g, i) => 0.7 * g + 0.3 * b.gradient.data[i]);
      expect([...mixed.gradient.data]).toBeRelativelyClose(expected, 1e-13, 1);
      const weights = sampleWeights ?? new Float64Array(9).fill(1);
      const rows = Array.from(weights, (_, i) => 0.7 * (a.rowLosses?.[i] ?? 0) + 0.3 * (b.rowLosses?.[i] ?? 0));
      const n = weights.filter((w) => w > 0).length;
      const squares = rows.reduce((sum, s, i) => sum + (s - mixed.mean * weights[i]) ** 2, 0);
      expect(mixed.standardError).toBeRelativelyClose(Math.sqrt((n / (n - 1)) * squares) / mixed.weight, 1e-12);
    },
  );

  test("writes to a gradient that is given, of float32 where the logits are", () => {
    const single = logits(matrix(9, 4, Float32Array.from(z.data)));
    expect(mixedLoss(parts)(single, targets, { gradient: true }).gradient.data).toBeInstanceOf(Float32Array);
    const gradient = matrix(9, 4);
    expect(mixedLoss(parts)(z, targets, { gradient }).gradient).toBe(gradient);
    expect(gradient.data).toEqual(mixedLoss(parts)(z, targets, { gradient: true }).gradient.data);
  });

  test("a loss of the reader's own, without losses of rows, still gives sum and gradient", () => {
    const own = ((logits, labels, { rowLosses: _, ...options }: { rowLosses?: true; gradient?: true } = {}) =>
      softmaxCrossEntropy(logits as typeof z, labels as Int32Array, options)) as TrainingLoss;
    const total = mixedLoss([
      [2, own],
      [1, softmaxFocalLoss],
    ])(z, targets, { gradient: true });
    const [a, b] = [softmaxCrossEntropy(z, targets), softmaxFocalLoss(z, targets)];
    expect(total.sum).toBeRelativelyClose(2 * a.sum + b.sum, 1e-14);
    expect(total.standardError).toBeNaN();
  });

  test("trains, and is replayed from its recipe", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mixed-"));
    try {
      const path = join(folder, "run");
      const options = { loss: mixedLoss(parts), optimizer: adam(0.05), epochs: 3, batchSize: 5, seed: 1 };
      const model = sequential([dense(4, "relu"), dense(3)], { inputs: torchData.features.cols, seed: 1 });
      const history = await fit(model, torchData, { ...options, checkpoint: checkpointFolder(path) }).toEnd();
      expect(history[2].train.mean).toBeLessThan(history[0].train.mean);
      const recipe = await readRecipe(path);
      expect(recipe.options.loss).toEqual({
        by: "mixedLoss",
        with: [
          [
            [0.7, "softmaxCrossEntropy"],
            [0.3, "softmaxFocalLoss"],
          ],
        ],
      });
      expect((await replay(recipe, { train: torchData })).same).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.each<[unknown, string]>([
    [3, "mixedLoss: parts is 3; expected pairs of a share and a loss"],
    [[], "mixedLoss: parts is empty"],
    [[softmaxCrossEntropy], "mixedLoss: part 0 is the function softmaxCrossEntropy; expected a pair"],
    [[[0, softmaxCrossEntropy]], "mixedLoss: the share of part 0 is 0; expected a finite number above 0"],
    [
      [
        [1, softmaxCrossEntropy],
        [1, "mse"],
      ],
      'mixedLoss: the loss of part 1 is "mse"; expected a loss',
    ],
  ])("of %s is an error", (bad, message) => {
    expect(() => mixedLoss(bad as never)).toThrow(message);
  });

  test("losses that weigh rows in other ways cannot be mixed", () => {
    const twice = ((z, targets, given) =>
      softmaxCrossEntropy(z, targets, { ...given, sampleWeights: Array.from(targets, () => 2) })) as TrainingLoss;
    expect(() =>
      mixedLoss([
        [1, softmaxCrossEntropy],
        [1, twice],
      ])(z, targets),
    ).toThrow("mixedLoss: the rows weigh 9 in one loss and 18 in another");
  });
});
