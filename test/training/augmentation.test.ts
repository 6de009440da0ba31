import { describe, expect, test } from "vitest";
import { matrix } from "../../src/numerics/matrix.js";
import type { Augmentation } from "../../src/training/augmentation.js";
import { type FitOptions, fit } from "../../src/training/fit.js";
import { atOnce, inParts, newModel, runFolders, simple, train, validation } from "./files/runs.js";

const newFolder = runFolders();
/** Noise on everything. */
const augment: Augmentation = ({ rows, cols, data }, random) =>
  matrix(
    rows,
    cols,
    data.map((entry) => entry + 0.1 * random.normal()),
  );

describe("augmentation", () => {
  test.each(["float32", "float64"] as const)("changes what is learnt from, by the seed, of %s", async (dtype) => {
    const plain = await atOnce(simple, dtype);
    const noisy = await atOnce({ ...simple, augment }, dtype);
    expect(noisy.parameters).not.toEqual(plain.parameters);
    expect(await atOnce({ ...simple, augment }, dtype)).toEqual(noisy);
    expect(await atOnce({ ...simple, augment: (features) => features }, dtype)).toEqual(plain);
  });

  test("never changes the data, nor sees that of validation", async () => {
    const before = structuredClone([train.features, validation.features]);
    let rows = 0;
    const spoil: Augmentation = (features) => {
      rows += features.rows;
      features.data.fill(1);
      return features;
    };
    await fit(newModel(), train, { ...simple, validation, epochs: 2, augment: spoil }).toEnd();
    expect([train.features, validation.features]).toEqual(before);
    expect(rows).toBe(2 * train.targets.length);
  });

  test("of an interrupted training has the bits of one that was not", async () => {
    const whole = await atOnce({ ...simple, augment });
    expect((await inParts(newFolder(), { ...simple, augment }, [2, 5])).parameters).toEqual(whole.parameters);
  });

  test.each<[string, unknown, string]>([
    ["another shape", () => matrix(1, 2), "fit: epoch 1, step 1: augment gave 1 x 2; expected 16 x 3, as it was given"],
    ["no matrix", () => undefined, "fit: epoch 1, step 1: augment: what it gave"],
    ["no function", "flip", 'fit: augment is "flip"; expected a function of features and random numbers'],
  ])("refused: %s", async (_name, wrong, message) => {
    const options = { ...simple, augment: wrong as FitOptions["augment"] };
    await expect((async () => fit(newModel(), train, options).toEnd())()).rejects.toThrow(message);
  });
});
