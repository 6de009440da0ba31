import { describe, expect, test } from "vitest";
import { softmaxCrossEntropy } from "../../../src/loss/index.js";
import { matrix } from "../../../src/numerics/index.js";
import { checkpointFolder, readRecipe, replay } from "../../../src/training/files/index.js";
import {
  type Augmentation,
  adam,
  adamw,
  clipByGlobalNorm,
  cosineSchedule,
  earlyStopping,
  fit,
  reduceOnPlateau,
  type TrainingLoss,
} from "../../../src/training/index.js";
import { setFusedMultiplyAdd } from "../../../src/wasm/index.js";
import { base, data, inParts, newModel, runFolders, simple, train, validation } from "./runs.js";

const newFolder = runFolders();
const augment: Augmentation = ({ rows, cols, data }, random) =>
  matrix(
    rows,
    cols,
    Float64Array.from(data, (entry) => entry + 0.1 * random.normal()),
  );

describe("replay", () => {
  test("of a run that stopped early, with rules and a schedule, has the same bits after every epoch", async () => {
    const folder = newFolder();
    const options = {
      ...{ ...base, validation, stop: earlyStopping({ patience: 2 }), plateau: reduceOnPlateau({ patience: 1 }) },
      optimizer: clipByGlobalNorm(1, adamw(cosineSchedule(0.1, { steps: 40, warmup: 3 }), { weightDecay: 0.02 })),
    };
    const { history } = await inParts(folder, { ...options, epochs: 50 }, [2], "float32");
    const recipe = await readRecipe(folder);
    const epochs = history.length;
    expect(recipe.trail).toHaveLength(epochs);
    expect(recipe.package.version).toMatch(/^\d+\.\d+\.\d+/);
    const result = await replay(recipe, { train, validation });
    expect(result).toEqual({ same: true, epochs, text: `the same bits after each of ${epochs} epochs` });
  });

  test("of a run with weights, strata and micro-batches; other weights are other data", async () => {
    const folder = newFolder();
    const options = { ...simple, classWeights: [1, 2, 0.5, 1], stratified: true, microBatchSize: 5 };
    const weighted = { ...train, weights: Float64Array.from(train.targets, (_, row) => 1 + (row % 3)) };
    await fit(newModel(), weighted, { ...options, checkpoint: checkpointFolder(folder) }).toEnd();
    const recipe = await readRecipe(folder);
    expect((await replay(recipe, { train: weighted })).text).toBe("the same bits after each of 8 epochs");
    await expect(replay(recipe, { train })).rejects.toThrow("replay: train was ");
    for (const changed of [{ classWeights: [1, 2, 0.5, 2] }, { stratified: false }, { microBatchSize: 6 }]) {
      const other = { ...recipe, options: { ...recipe.options, ...changed } };
      expect((await replay(other, { train: weighted })).firstDifference).toBe(1);
    }
  });

  test("of a run with augmentation has the same bits, and needs the function", async () => {
    const folder = newFolder();
    await inParts(folder, { ...simple, augment }, [2, 5]);
    const recipe = await readRecipe(folder);
    expect((await replay(recipe, { train, augment })).same).toBe(true);
    await expect(replay(recipe, { train })).rejects.toThrow("replay: augment: augment is not of this package");
  });

  test("says where the first difference is, and runs no further", async () => {
    const folder = newFolder();
    await inParts(folder, simple, []);
    const { trail, ...recipe } = await readRecipe(folder);
    const result = await replay({ ...recipe, trail: trail.with(2, "another").with(5, "too") }, { train });
    expect(result).toEqual({
      ...{ same: false, firstDifference: 3, epochs: 3 },
      text: "other bits after epoch 3; the same after those before it",
    });
  });

  test("needs the data of the run, and what was not of this package", async () => {
    const folder = newFolder();
    const own = { ...adam(0.1), name: "mine" };
    await inParts(folder, { ...simple, optimizer: own }, []);
    const recipe = await readRecipe(folder);
    await expect(replay(recipe, { train })).rejects.toThrow("replay: optimizer: init is not of this package");
    expect((await replay(recipe, { train, optimizer: own })).same).toBe(true);
    await expect(replay(recipe, { train: data(50, 3), optimizer: own })).rejects.toThrow("replay: train was ");
    await expect(replay({ ...recipe, trail: [] }, { train })).rejects.toThrow(
      "replay: recipe has a trail of no epochs",
    );
    const loss = ((z, targets, given) => softmaxCrossEntropy(z, targets, given)) as TrainingLoss;
    const other = newFolder();
    await inParts(other, { ...simple, loss }, []);
    expect((await replay(await readRecipe(other), { train, loss })).same).toBe(true);
  });

  test("of a run with fused multiply-add asks for it, has its bits then, and only then", async () => {
    const folder = newFolder();
    setFusedMultiplyAdd(true);
    try {
      await inParts(folder, simple, [], "float32");
      const recipe = await readRecipe(folder);
      expect((await replay(recipe, { train })).same).toBe(true);
      setFusedMultiplyAdd(false);
      await expect(replay(recipe, { train })).rejects.toThrow(
        "replay: recipe has a multiply-add that is fused; expected rounded, or setFusedMultiplyAdd(true) first",
      );
      expect(await replay({ ...recipe, multiplyAdd: "rounded" }, { train })).toMatchObject({
        ...{ same: false, firstDifference: 1 },
      });
    } finally {
      setFusedMultiplyAdd(false);
    }
  });
});
