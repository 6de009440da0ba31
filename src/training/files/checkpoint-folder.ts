import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
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
import { packageStamp } from "./package-stamp.js";
import { checkRunRecipe, type RunRecipe } from "./run-recipe.js";

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
 * `epochs` than before are a longer run; anything else that differs is refused, and so is a second training in the folder at the same
 * time.
 *
 * @param path of the folder; it is made when it is not there
 * @param options everySteps: steps within an epoch after which it is kept too, 1 or more; the bits are the same with any
 * @returns a checkpoint for `fit`
 * @throws TypeError when path is no text; in `fit`, Error when the folder holds another run, another one writes to it, or a file
 * cannot be written
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
  checkPath("checkpointFolder", path);
  const file = join(path, RECIPE);
  /** What every training has last seen in the file of the recipe: when it finds something else there, it is not alone. */
  const seen = new WeakMap<Recipe, string>();
  return {
    everySteps,
    async load(recipe) {
      await mkdir(path, { recursive: true });
      const there = await textIn(file);
      if (there !== undefined) seen.set(recipe, there);
      const files = await filesIn(path);
      if (files.length === 0) return undefined;
      const run = await readRecipe(path);
      const difference = differenceOf(run, recipe);
      if (difference !== undefined) {
        throw new Error(
          `checkpointFolder: ${path} holds another run: ${difference}; expected the same, or another folder`,
        );
      }
      for (const [i, name] of files.entries()) {
        const file = join(path, name);
        try {
          const state = await readState(file);
          checkTrail(state, run);
          return state;
        } catch (error) {
          const next = i + 1 < files.length ? `going on from ${placeOf(files[i + 1])}` : "beginning anew";
          console.warn(`checkpointFolder: ${file} is damaged (${(error as Error).message}); ${next}.`);
        }
      }
      return undefined;
    },
    async save(recipe, state) {
      const there = await textIn(file);
      if (there !== undefined && there !== seen.get(recipe)) {
        const difference = differenceOf(await readRecipe(path), recipe) ?? "the same run twice";
        throw new Error(
          `checkpointFolder: another training writes to ${path} at the same time: ${difference}; expected a folder for each`,
        );
      }
      const run: RunRecipe = { ...recipe, package: packageStamp(), trail: state.trail };
      const text = `${JSON.stringify(run, undefined, 1)}\n`;
      // A step of an epoch changes nothing of it.
      if (text !== there) await writeBytes(file, text);
      seen.set(recipe, text);
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
 * @throws TypeError when it is something else than the recipe of a run
 * @example
 * const recipe = await readRecipe("runs/rain");
 * (await replay(recipe, { train })).text; // "the same bits after each of 50 epochs"
 * @see checkpointFolder
 */
export async function readRecipe(path: string): Promise<RunRecipe> {
  checkPath("readRecipe", path);
  const file = join(path, RECIPE);
  const text = new TextDecoder().decode(await readBytes(file));
  let recipe: RunRecipe;
  try {
    recipe = JSON.parse(text);
  } catch (error) {
    throw new Error(`readRecipe: ${file} is no JSON; expected the recipe of a run`, { cause: error });
  }
  checkRunRecipe(`readRecipe: ${file}`, recipe);
  return recipe;
}

function checkPath(name: string, path: string): void {
  if (typeof path === "string" && path !== "") return;
  throw new TypeError(`${name}: path is ${path === "" ? "empty" : typeof path}; expected that of a folder`);
}

/** The text of a file; undefined where there is none. */
async function textIn(file: string): Promise<string | undefined> {
  return existsSync(file) ? new TextDecoder().decode(await readBytes(file)) : undefined;
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

/** Where the recipe of a folder and that of a training differ. */
function differenceOf({ package: _, trail, ...there }: RunRecipe, recipe: Recipe): string | undefined {
  return firstDifference(there, JSON.parse(JSON.stringify(recipe)));
}

/** Throws when a state has not come of the epochs that the recipe tells of. */
function checkTrail({ trail }: RunState, recipe: RunRecipe): void {
  if (trail.every((hash, i) => hash === recipe.trail[i])) return;
  throw new RangeError(`it has other weights than ${RECIPE} tells of`);
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
