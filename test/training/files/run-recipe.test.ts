import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { softmaxCrossEntropy } from "../../../src/loss/index.js";
import { checkpointFolder, type RunRecipe, readRecipe, replay } from "../../../src/training/files/index.js";
import {
  adamw,
  clipByGlobalNorm,
  cosineSchedule,
  earlyStopping,
  fit,
  mixedLoss,
  reduceOnPlateau,
} from "../../../src/training/index.js";
import { newModel, runFolders, simple, train, validation } from "./runs.js";

const newFolder = runFolders();

/** Every place of a value of JSON: ["options", "seed"]. */
function placesOf(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner).map((place) => [key, ...place]))];
}

/** A copy with another value at a place. */
function spoilt(value: unknown, [key, ...rest]: string[], to: unknown): unknown {
  if (key === undefined) return to;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = spoilt(copy[key], rest, to);
  return copy;
}

describe("a recipe with something else anywhere in it", () => {
  test("is another run, or an error that says what was expected: never one of JavaScript's own", async () => {
    const folder = newFolder();
    await fit(newModel(), train, {
      ...simple,
      ...{ epochs: 1, validation, classWeights: [1, 2, 1, 1], stop: earlyStopping({ patience: 2 }) },
      loss: mixedLoss([[1, softmaxCrossEntropy]]),
      plateau: reduceOnPlateau({ patience: 1 }),
      optimizer: clipByGlobalNorm(1, adamw(cosineSchedule(0.1, { steps: 40, warmup: 3 }), { weightDecay: 0.02 })),
      checkpoint: checkpointFolder(folder),
    }).toEnd();
    const { package: _, ...recipe } = await readRecipe(folder);
    expect((await replay(recipe, { train, validation })).same).toBe(true);
    const places = placesOf(recipe);
    expect(places.length).toBeGreaterThan(40);
    let errors = 0;
    const unclear: string[] = [];
    const others = [undefined, null, "x", "constructor", 7.5, [], {}];
    for (const [i, place] of places.entries()) {
      for (const to of process.env.CI === "true" ? others : [others[i % 7], others[(i + 3) % 7]]) {
        const damaged = spoilt(recipe, place, to) as RunRecipe;
        try {
          await replay(damaged, { train, validation });
        } catch (error) {
          errors++;
          if (!/^(Range|Type)Error: \w+: .*expected/.test(String(error))) {
            unclear.push(`${place.join(".")} as ${JSON.stringify(to)}: ${error}`);
          }
        }
      }
    }
    expect(unclear).toEqual([]);
    expect(errors).toBeGreaterThan(50);
  });

  test.each<[Partial<Record<keyof RunRecipe, unknown>>, string]>([
    [{ options: undefined }, "options is undefined; expected an object, as checkpointFolder keeps it"],
    [{ model: [1] }, "model is an Array of 1; expected an object, as checkpointFolder keeps it"],
    [{ hashes: { train: "x" } }, "hashes: parameters is undefined; expected text, as checkpointFolder keeps it"],
    [{ multiplyAdd: "x" }, 'multiplyAdd is "x"; expected "rounded" or "fused", as checkpointFolder keeps it'],
    [{ trail: "x" }, 'trail is "x"; expected a list of text, as checkpointFolder keeps it'],
  ])("%j is told by its part", async (changed, message) => {
    const folder = newFolder();
    await fit(newModel(), train, { ...simple, epochs: 1, checkpoint: checkpointFolder(folder) }).toEnd();
    const damaged = { ...(await readRecipe(folder)), ...changed } as RunRecipe;
    await expect(replay(damaged, { train })).rejects.toThrow(`replay: recipe: ${message}`);
    writeFileSync(join(folder, "recipe.json"), JSON.stringify(damaged));
    await expect(readRecipe(folder)).rejects.toThrow(`readRecipe: ${join(folder, "recipe.json")}: ${message}`);
    const again = fit(newModel(), train, { ...simple, checkpoint: checkpointFolder(folder) });
    await expect(again.toEnd()).rejects.toThrow(message);
  });

  test("of a loss that there is not names those that there are", async () => {
    const folder = newFolder();
    await fit(newModel(), train, { ...simple, epochs: 1, checkpoint: checkpointFolder(folder) }).toEnd();
    const recipe = await readRecipe(folder);
    await expect(replay({ ...recipe, options: { ...recipe.options, loss: "mse" } }, { train })).rejects.toThrow(
      'replay: recipe: loss is "mse"; expected one of polyLoss, sigmoidCrossEntropy,',
    );
  });
});

test.each([
  ["null", " is null; expected an object, as checkpointFolder keeps it"],
  ['{"name":"surprisal"}', ": options is undefined; expected an object, as checkpointFolder keeps it"],
  ['{"options":', " is no JSON; expected the recipe of a run"],
])("a file recipe.json of %s is no recipe", async (text, message) => {
  const folder = newFolder();
  mkdirSync(folder);
  writeFileSync(join(folder, "recipe.json"), text);
  await expect(readRecipe(folder)).rejects.toThrow(`readRecipe: ${join(folder, "recipe.json")}${message}`);
});

test("no folder is an error", async () => {
  await expect(readRecipe(undefined as never)).rejects.toThrow(
    "readRecipe: path is undefined; expected that of a folder",
  );
});
