import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Dataset } from "../../../src/data/dataset.js";
import { fromSafetensors } from "../../../src/model/index.js";
import { checkpointFolder, readRecipe, replay } from "../../../src/training/files/index.js";
import {
  type Augmentation,
  adam,
  adamw,
  type Checkpoint,
  clipByGlobalNorm,
  cosineSchedule,
  earlyStopping,
  type FitOptions,
  fit,
  lion,
  reduceOnPlateau,
  sgd,
} from "../../../src/training/index.js";
import { atOnce, base, data, inParts, newModel, runFolders, simple, train, validation } from "./runs.js";

const newFolder = runFolders();
afterEach(() => void vi.restoreAllMocks());

describe("a training that goes on has the bits of one that was never interrupted", () => {
  const rules = { validation, stop: earlyStopping({ patience: 4 }), plateau: reduceOnPlateau({ patience: 1 }) };
  test.each<[string, FitOptions, "float32" | "float64"]>([
    ["adam", simple, "float64"],
    ["adam in float32, by SIMD", simple, "float32"],
    [
      "momentum and a schedule",
      { ...base, optimizer: sgd(cosineSchedule(0.3, { steps: 20 }), { momentum: 0.9 }) },
      "float64",
    ],
    [
      "clipped adamw with rules",
      { ...base, ...rules, optimizer: clipByGlobalNorm(0.1, adamw(0.1)), epochs: 12 },
      "float64",
    ],
    ["lion with rules, in float32", { ...base, ...rules, optimizer: lion(0.02), epochs: 12 }, "float32"],
  ])("%s", async (_, options, dtype) => {
    const whole = await atOnce(options, dtype);
    const { yielded, ...parts } = await inParts(newFolder(), options, [1, 3, 4], dtype);
    expect(parts).toEqual(whole);
    expect(yielded[0]).toBe(5);
  });

  test("also one that was to be shorter first; one that has ended does nothing more", async () => {
    const folder = newFolder();
    await inParts(folder, { ...simple, epochs: 3 }, []);
    const longer = await inParts(folder, simple, []);
    expect(longer.yielded).toEqual([4, 5, 6, 7, 8]);
    expect(longer.parameters).toEqual((await atOnce(simple)).parameters);
    const again = await inParts(folder, simple, []);
    expect(again.yielded).toEqual([]);
    expect(again.parameters).toEqual(longer.parameters);
    expect(again.history).toHaveLength(8);
    const stopped = { ...simple, validation, stop: earlyStopping({ patience: 1 }), epochs: 100 };
    const first = await inParts(newFolder(), stopped, []);
    expect(first.history.length).toBeLessThan(100);
    const folderOfStopped = newFolder();
    await inParts(folderOfStopped, stopped, []);
    expect(await inParts(folderOfStopped, stopped, [])).toEqual({ ...first, yielded: [] });
  });

  test("the folder holds the last two, in a format that others read", async () => {
    const folder = newFolder();
    await inParts(folder, simple, []);
    expect(readdirSync(folder).sort()).toEqual(["epoch-000007.safetensors", "epoch-000008.safetensors", "recipe.json"]);
    const { tensors } = fromSafetensors(readFileSync(join(folder, "epoch-000008.safetensors")));
    expect(tensors["parameters.dense1.weight"]).toEqual((await atOnce(simple)).parameters["dense1.weight"]);
    expect(Object.keys(tensors)).toContain("optimizer.mean.dense2.bias");
  });
});

describe("a damaged file", () => {
  const damages: [string, (file: string) => void, string][] = [
    ["cut off", (file) => truncateSync(file, 700), "expected"],
    ["with one bit changed", (file) => changeByte(file, -3), "its checksum is not that of its contents"],
    ["with a changed number", (file) => changeText(file, '\\"rateFactor\\":1', '\\"rateFactor\\":2'), "its checksum"],
    ["that is another", (file) => writeFileSync(file, "nothing of the kind"), "expected a .safetensors file"],
  ];
  function changeByte(file: string, at: number) {
    const bytes = readFileSync(file);
    bytes[bytes.length + at] ^= 1;
    writeFileSync(file, bytes);
  }
  function changeText(file: string, from: string, to: string) {
    const text = readFileSync(file, "latin1");
    expect(text).toContain(from);
    writeFileSync(file, text.replace(from, to), "latin1");
  }
  test.each(damages)("%s is refused, and the one before it used, and it says so", async (_, damage, reason) => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const folder = newFolder();
    const whole = await atOnce(simple);
    for await (const { epoch } of fit(newModel(), train, { ...simple, checkpoint: checkpointFolder(folder) })) {
      if (epoch === 5) break;
    }
    const file = join(folder, "epoch-000005.safetensors");
    damage(file);
    const { yielded, parameters } = await inParts(folder, simple, []);
    expect(yielded).toEqual([5, 6, 7, 8]);
    expect(parameters).toEqual(whole.parameters);
    expect(warn).toHaveBeenCalledTimes(1);
    const [line] = warn.mock.calls[0];
    expect(line).toContain(`checkpointFolder: ${file} is damaged (`);
    expect(line).toContain(reason);
    expect(line).toContain("; going on from epoch 4.");
  });

  test("and where both are, it begins anew", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const folder = newFolder();
    await inParts(folder, { ...simple, epochs: 2 }, []);
    for (const epoch of [1, 2]) truncateSync(join(folder, `epoch-00000${epoch}.safetensors`), 5);
    const { yielded, parameters } = await inParts(folder, simple, []);
    expect(yielded).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(parameters).toEqual((await atOnce(simple)).parameters);
    expect(warn.mock.calls[1][0]).toContain("; beginning anew.");
  });
});

describe("what is refused", () => {
  test("another run in the same folder, by what is different", async () => {
    const folder = newFolder();
    await inParts(folder, simple, []);
    const checkpoint = checkpointFolder(folder);
    const attempts: [FitOptions, string, Dataset?, number?][] = [
      [{ ...simple, seed: 2 }, "options.seed is 1, not 2"],
      [{ ...simple, optimizer: adam(0.1) }, "options.optimizer.with.0 is 0.05, not 0.1"],
      [{ ...simple, optimizer: sgd(0.05) }, 'options.optimizer.by is "adam", not "sgd"'],
      [{ ...simple, batchSize: 17 }, "options.batchSize is 16, not 17"],
      [simple, "hashes.train is ", data(50, 9)],
      [simple, "model.with.1.seed is 4, not 5", train, 5],
    ];
    for (const [options, difference, examples = train, seed = 4] of attempts) {
      await expect(fit(newModel("float64", seed), examples, { ...options, checkpoint }).toEnd()).rejects.toThrow(
        `checkpointFolder: ${folder} holds another run: ${difference}`,
      );
    }
    expect(readdirSync(folder)).toHaveLength(3);
  });

  test("what is no checkpoint, and no folder", () => {
    expect(() => fit(newModel(), train, { ...simple, checkpoint: "runs" as never })).toThrow(
      'fit: checkpoint is "runs"; expected one, such as checkpointFolder("run")',
    );
    expect(() => checkpointFolder("")).toThrow("checkpointFolder: path is empty; expected that of a folder");
    expect(() => checkpointFolder(7 as never)).toThrow("checkpointFolder: path is number; expected that of a folder");
  });

  test("a place where nothing can be written: what was there stays good", async () => {
    const folder = newFolder();
    await inParts(folder, { ...simple, epochs: 2 }, []);
    // A folder in the way of the next file.
    mkdirSync(join(folder, "epoch-000003.safetensors", "x"), { recursive: true });
    vi.spyOn(console, "warn").mockImplementation(() => {});
    await expect(inParts(folder, simple, [])).rejects.toThrow(/cannot write .*epoch-000003/);
    rmSync(join(folder, "epoch-000003.safetensors"), { recursive: true });
    expect((await inParts(folder, simple, [])).parameters).toEqual((await atOnce(simple)).parameters);
  });
});

describe("two trainings in one folder at the same time", () => {
  const said = (folder: string, difference: string) =>
    `checkpointFolder: another training writes to ${folder} at the same time: ${difference}; expected a folder for each`;

  /** A checkpoint that tells when it has loaded, and waits then before it goes on. */
  function waiting(inner: Checkpoint, isLoaded: () => void, go: Promise<void>): Checkpoint {
    return {
      ...inner,
      async load(recipe) {
        const state = await inner.load(recipe);
        isLoaded();
        await go;
        return state;
      },
    };
  }
  function signal() {
    let give = () => {};
    const given = new Promise<void>((resolve) => {
      give = resolve;
    });
    return { give, given };
  }

  test.each([1, 2])(
    "of other seeds, by %i checkpoints: one is told so, and the folder is the other's",
    async (count) => {
      const folder = newFolder();
      const checkpoints = [checkpointFolder(folder), checkpointFolder(folder)];
      const { give, given } = signal();
      let loaded = 0;
      const isLoaded = () => void (++loaded === 2 && give());
      const runs = [1, 2].map((seed) => {
        const checkpoint = waiting(checkpoints[count === 1 ? 0 : seed - 1], isLoaded, given);
        return fit(newModel(), train, { ...simple, seed, checkpoint }).toEnd();
      });
      const ends = await Promise.allSettled(runs);
      const failed = ends.findIndex(({ status }) => status === "rejected");
      const { reason } = ends[failed] as PromiseRejectedResult;
      const [own, other] = [failed + 1, 2 - failed];
      expect(reason.message).toBe(said(folder, `options.seed is ${other}, not ${own}`));
      expect(ends[1 - failed].status).toBe("fulfilled");
      const recipe = await readRecipe(folder);
      expect([recipe.options.seed, recipe.trail.length]).toEqual([other, 8]);
      expect((await replay(recipe, { train })).same).toBe(true);
    },
  );

  test("of the same recipe: the one that is behind is told so", async () => {
    const folder = newFolder();
    const [loaded, ahead] = [signal(), signal()];
    const checkpoint = waiting(checkpointFolder(folder), loaded.give, ahead.given);
    const behind = fit(newModel(), train, { ...simple, checkpoint }).toEnd();
    await loaded.given;
    const { parameters } = await inParts(folder, simple, [2]);
    ahead.give();
    await expect(behind).rejects.toThrow(said(folder, "the same run twice"));
    expect(parameters).toEqual((await atOnce(simple)).parameters);
    expect((await readRecipe(folder)).trail).toHaveLength(8);
  });

  test("a recipe that is changed between two saves is found by the second", async () => {
    const folder = newFolder();
    const run = fit(newModel(), train, { ...simple, checkpoint: checkpointFolder(folder) });
    const epochs = run[Symbol.asyncIterator]();
    await epochs.next();
    const recipe = await readRecipe(folder);
    const other = { ...recipe, options: { ...recipe.options, batchSize: 17 } };
    writeFileSync(join(folder, "recipe.json"), JSON.stringify(other));
    await expect(epochs.next()).rejects.toThrow(said(folder, "options.batchSize is 17, not 16"));
    expect(await readRecipe(folder)).toEqual(other);
  });

  test("a state that has not come of the recipe's epochs is not gone on from", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const [folder, other] = [newFolder(), newFolder()];
    await inParts(folder, { ...simple, epochs: 3 }, []);
    await inParts(other, { ...simple, seed: 2, epochs: 3 }, []);
    const last = "epoch-000003.safetensors";
    copyFileSync(join(other, last), join(folder, last));
    const { yielded, parameters } = await inParts(folder, simple, []);
    expect(yielded).toEqual([3, 4, 5, 6, 7, 8]);
    expect(parameters).toEqual((await atOnce(simple)).parameters);
    expect(warn.mock.calls).toEqual([
      [
        `checkpointFolder: ${join(folder, last)} is damaged (it has other weights than recipe.json tells of); going on from epoch 2.`,
      ],
    ]);
  });
});

describe("kept within an epoch", () => {
  const stop = earlyStopping({ patience: 9 });
  const augment: Augmentation = (features, random) => {
    for (let i = 0; i < features.data.length; i++) features.data[i] += 0.1 * random.normal();
    return features;
  };
  const options = { ...simple, epochs: 4, validation, stop, batchSize: 7, stratified: true, microBatchSize: 3 };

  test.each<[string, "float32" | "float64", FitOptions]>([
    ["by its parts", "float64", options],
    ["by whole steps of SIMD", "float32", { ...options, microBatchSize: undefined }],
    ["with augmentation", "float64", { ...options, augment }],
  ])("%s: broken off after any save, it ends with the same bits", async (_name, dtype, given) => {
    const whole = await atOnce(given, dtype);
    for (const saves of [1, 2, 4, 7]) {
      const folder = newFolder();
      const inner = checkpointFolder(folder, { everySteps: 3 });
      let left = saves;
      const breaking: Checkpoint = {
        ...inner,
        async save(recipe, state) {
          await inner.save(recipe, state);
          if (--left === 0) throw new Error("broken off");
        },
      };
      const run = fit(newModel(dtype), train, { ...given, checkpoint: breaking });
      await expect(run.toEnd()).rejects.toThrow("broken off");
      const model = newModel(dtype);
      const again = fit(model, train, { ...given, checkpoint: checkpointFolder(folder, { everySteps: 2 }) });
      expect(await again.toEnd()).toEqual(whole.history);
      expect(model.parameters).toEqual(whole.parameters);
    }
  });

  test("every so many steps from the beginning of an epoch, and after it; two files stay", async () => {
    const folder = newFolder();
    const inner = checkpointFolder(folder, { everySteps: 3 });
    const kept: string[] = [];
    const told: Checkpoint = {
      ...inner,
      async save(recipe, state) {
        kept.push(`${state.epoch}.${state.step}`);
        await inner.save(recipe, state);
        if (state.step === 6) {
          const names = readdirSync(folder).filter((name) => name.startsWith("epoch"));
          expect(names).toEqual([3, 6].map((step) => `epoch-00000${state.epoch}-step-00000${step}.safetensors`));
        }
      },
    };
    await fit(newModel(), train, { ...options, epochs: 2, checkpoint: told }).toEnd();
    expect(kept).toEqual(["0.3", "0.6", "1.0", "1.3", "1.6", "2.0"]);
  });

  test("the recipe is written when an epoch or another run has changed it, and where it is no longer there", async () => {
    const folder = newFolder();
    const inner = checkpointFolder(folder, { everySteps: 3 });
    const files: number[] = [];
    const told: Checkpoint = {
      ...inner,
      async save(recipe, state) {
        await inner.save(recipe, state);
        files.push(statSync(join(folder, "recipe.json")).mtimeMs);
      },
    };
    await fit(newModel(), train, { ...options, epochs: 2, checkpoint: told }).toEnd();
    const [first, second, epoch, third, fourth, last] = files;
    expect([second, third, fourth]).toEqual([first, epoch, epoch]);
    expect(epoch).toBeGreaterThan(first);
    expect(last).toBeGreaterThan(epoch);
    for (let i = 0; i < 2; i++) {
      rmSync(folder, { recursive: true });
      for await (const { step } of fit(newModel(), train, { ...options, checkpoint: inner }).steps())
        if (step === 4) break;
      expect((await readRecipe(folder)).trail).toEqual([]);
    }
  });

  test("half a step is refused", () => {
    expect(() => checkpointFolder("x", { everySteps: 0.5 })).toThrow("checkpointFolder: everySteps is 0.5; expected");
    const own = { load: async () => undefined, save: async () => {}, everySteps: 0 };
    expect(() => fit(newModel(), train, { ...simple, checkpoint: own })).toThrow(
      "fit: checkpoint: everySteps is 0; expected a whole number, 1 or more",
    );
  });
});
