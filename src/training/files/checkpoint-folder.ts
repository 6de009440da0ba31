import { createHash } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { readBytes } from "../../files/read-bytes.js";
import { writeBytes } from "../../files/write-bytes.js";
import type { Parameters } from "../../model/layer.js";
import { fromSafetensors, toSafetensors } from "../../model/safetensors.js";
import { checkCount } from "../../numerics/check-number.js";
import { checkOptionNames } from "../../numerics/option-names.js";
import type { Checkpoint } from "../checkpoint.js";
import { firstDifference, type Recipe } from "../recipe.js";
import { packState, type RunState, unpackState } from "../run-state.js";
import { type PackageStamp, packageStamp } from "./package-stamp.js";

/** A recipe as the folder keeps it: with what made the run, and the hashes of the weights after each epoch. */
export interface RunRecipe extends Recipe {
  readonly package: PackageStamp;
  readonly trail: readonly string[];
}

const RECIPE = "recipe.json";
const NAME = /^epoch-\d{6,}(-step-\d{6,})?\.safetensors$/;
/** How many checkpoints are kept: the last, and the one before it should the last be damaged. */
const KEPT = 2;

/**
 * Keeps a training in a folder, for the option `checkpoint` of `fit`: after every epoch, and if asked every so many steps, a file that Python's safetensors
 * reads too, the last two of which stay, and the recipe of the run, `recipe.json`, for `replay`.
 *
 * A file is written whole or not at all, and carries a checksum. When `fit` is called again with the same model, data and
 * options it goes on from the last file, or from the one before it when that is damaged, and says so on the console. More
 * `epochs` than before are a longer run; anything else that differs is refused.
 *
 * @param path of the folder; it is made when it is not there
 * @param options everySteps: steps within an epoch after which it is kept too, 1 or more; the bits are the same with any
 * @returns a checkpoint for `fit`
 * @throws TypeError when path is no text; in `fit`, Error when the folder holds another run, or a file cannot be written
 * @example
 * const checkpoint = checkpointFolder("runs/rain");
 * const run = fit(model, train, { loss: sigmoidCrossEntropy, optimizer: adam(1e-3), epochs: 50, seed: 1, checkpoint });
 * const often = checkpointFolder("runs/snow", { everySteps: 1000 });
 * @see PyTorch's recipe for a general checkpoint, which leaves order, atomic writes and checksum to the reader
 */
export function checkpointFolder(path: string, options: { everySteps?: number } = {}): Checkpoint {
  checkOptionNames("checkpointFolder", options, { everySteps: true });
  const { everySteps } = options;
  if (everySteps !== undefined) checkCount("checkpointFolder: everySteps", everySteps, 1);
  if (typeof path !== "string" || path === "") {
    throw new TypeError(`checkpointFolder: path is ${path === "" ? "empty" : typeof path}; expected that of a folder`);
  }
  let written = "";
  return {
    everySteps,
    async load(recipe) {
      written = "";
      await mkdir(path, { recursive: true });
      const files = await filesIn(path);
      if (files.length > 0) checkSameRun(path, await readRecipe(path), recipe);
      for (const [i, name] of files.entries()) {
        const file = join(path, name);
        try {
          return await readState(file);
        } catch (error) {
          const next = i + 1 < files.length ? `going on from ${placeOf(files[i + 1])}` : "beginning anew";
          console.warn(`checkpointFolder: ${file} is damaged (${(error as Error).message}); ${next}.`);
        }
      }
      return undefined;
    },
    async save(recipe, state) {
      const run: RunRecipe = { ...recipe, package: packageStamp(), trail: state.trail };
      const text = `${JSON.stringify(run, undefined, 1)}\n`;
      // A step of an epoch changes nothing of it.
      if (text !== written) await writeBytes(join(path, RECIPE), text);
      written = text;
      await writeState(join(path, nameOf(state)), state);
      for (const old of (await filesIn(path)).slice(KEPT)) await rm(join(path, old), { force: true });
    },
  };
}

/**
 * The recipe that `checkpointFolder` has kept.
 *
 * @param path of the folder
 * @throws Error when there is none, or it is no JSON
 * @example
 * const recipe = await readRecipe("runs/rain");
 * (await replay(recipe, { train })).text; // "the same bits after each of 50 epochs"
 * @see checkpointFolder
 */
export async function readRecipe(path: string): Promise<RunRecipe> {
  const file = join(path, RECIPE);
  const text = new TextDecoder().decode(await readBytes(file));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`readRecipe: ${file} is no JSON; expected the recipe of a run`, { cause: error });
  }
}

const digits = (count: number) => String(count).padStart(6, "0");
const nameOf = ({ epoch, step }: RunState) =>
  `epoch-${digits(epoch)}${step > 0 ? `-step-${digits(step)}` : ""}.safetensors`;

/** "epoch 3", or "epoch 3, step 200". */
const placeOf = (name: string) =>
  numbersIn(name)
    .map((n, i) => `${i === 0 ? "epoch" : "step"} ${n}`)
    .join(", ");

/** The epochs done, and the steps after them. */
const numbersIn = (name: string) => Array.from(name.matchAll(/\d+/g), Number);

/** The checkpoints that there are, the last first. */
async function filesIn(path: string): Promise<string[]> {
  const names = (await readdir(path)).filter((name) => NAME.test(name));
  const place = (name: string) => [...numbersIn(name), 0];
  return names.sort((a, b) => place(b)[0] - place(a)[0] || place(b)[1] - place(a)[1]);
}

function checkSameRun(path: string, { package: _, trail, ...there }: RunRecipe, recipe: Recipe): void {
  const difference = firstDifference(there, JSON.parse(JSON.stringify(recipe)));
  if (difference === undefined) return;
  throw new Error(`checkpointFolder: ${path} holds another run: ${difference}; expected the same, or another folder`);
}

async function writeState(file: string, state: RunState): Promise<void> {
  const { tensors, json } = packState(state);
  const text = JSON.stringify(json);
  await writeBytes(file, toSafetensors(tensors, { state: text, checksum: checksumOf(tensors, text) }));
}

async function readState(file: string): Promise<RunState> {
  const { tensors, metadata } = fromSafetensors(await readBytes(file));
  const { state = "", checksum } = metadata;
  if (checksum !== checksumOf(tensors, state)) throw new RangeError("its checksum is not that of its contents");
  return unpackState({ json: JSON.parse(state), tensors });
}

function checksumOf(tensors: Parameters, state: string): string {
  return createHash("sha256").update(toSafetensors(tensors, { state })).digest("hex");
}
