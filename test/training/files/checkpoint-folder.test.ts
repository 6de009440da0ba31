import { execFile, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import type { Dataset } from "../../../src/data/dataset.js";
import { softmaxCrossEntropy } from "../../../src/loss/index.js";
import { dense, fromSafetensors, sequential } from "../../../src/model/index.js";
import { createRandom, matrix } from "../../../src/numerics/index.js";
import { checkpointFolder, readRecipe, replay } from "../../../src/training/files/index.js";
import {
  adam,
  adamw,
  clipByGlobalNorm,
  cosineSchedule,
  earlyStopping,
  type FitOptions,
  fit,
  lion,
  reduceOnPlateau,
  sgd,
  type TrainingLoss,
} from "../../../src/training/index.js";

const root = mkdtempSync(join(tmpdir(), "surprisal-checkpoints-"));
afterAll(() => rmSync(root, { recursive: true }));
afterEach(() => void vi.restoreAllMocks());
let folders = 0;
const newFolder = () => join(root, `run-${++folders}`);

function data(rows: number, seed: number): Dataset {
  const random = createRandom(seed);
  return {
    features: matrix(
      rows,
      3,
      Float64Array.from({ length: 3 * rows }, () => random.normal()),
    ),
    targets: Int32Array.from({ length: rows }, () => random.integer(4)),
    featureNames: ["a", "b", "c"],
    classNames: ["w", "x", "y", "z"],
    rowNumbers: Int32Array.from({ length: rows }, (_, i) => i + 1),
  };
}
const train = data(50, 1);
const validation = data(30, 2);
const newModel = (dtype: "float32" | "float64" = "float64", seed = 4) =>
  sequential([dense(6, "relu"), dense(4)], { inputs: 3, seed, dtype });
const base = { loss: softmaxCrossEntropy, epochs: 8, batchSize: 16, seed: 1 };
const simple = { ...base, optimizer: adam(0.05) };

/** Trains in a folder and stops after some epochs, as often as there are numbers; then to the end. */
async function inParts(folder: string, options: FitOptions, stops: number[], dtype?: "float32" | "float64") {
  for (const last of stops) {
    const run = fit(newModel(dtype), train, { ...options, checkpoint: checkpointFolder(folder) });
    for await (const { epoch } of run) if (epoch === last) break;
  }
  const model = newModel(dtype);
  const run = fit(model, train, { ...options, checkpoint: checkpointFolder(folder) });
  const yielded: number[] = [];
  for await (const { epoch } of run) yielded.push(epoch);
  return { parameters: model.parameters, history: run.history, yielded };
}
async function atOnce(options: FitOptions, dtype?: "float32" | "float64") {
  const model = newModel(dtype);
  const history = await fit(model, train, options).toEnd();
  return { parameters: model.parameters, history };
}

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

describe("killed at any moment", () => {
  const script = fileURLToPath(new URL("interrupted.mjs", import.meta.url));
  const kills = process.env.CI === "true" ? 100 : 3;
  const run = promisify(execFile);

  test.each(["float32", "float64"])(`${kills} times, it ends with the same bits, of %s`, async (dtype) => {
    const { stdout: expected } = await run(process.execPath, [script, newFolder(), dtype]);
    const random = createRandom(dtype === "float32" ? 1 : 2);
    let done = 0;
    while (done < kills) {
      const folder = newFolder();
      for (let ended = false; !ended && done < kills; ) {
        const child = spawn(process.execPath, [script, folder, dtype], { stdio: "ignore" });
        const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
        // From its first checkpoint on, anywhere.
        while (!existsSync(join(folder, "recipe.json")) && child.exitCode === null) await setTimeout(1);
        await setTimeout(random.integer(60));
        child.kill("SIGKILL");
        ended = (await exit) === 0;
        if (!ended) done++;
      }
      const { stdout } = await run(process.execPath, [script, folder, dtype]);
      expect(stdout).toBe(expected);
      expect(readdirSync(folder).filter((name) => name.startsWith("epoch"))).toHaveLength(2);
    }
  });
});

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
});
