import type { Dataset } from "../data/dataset.js";
import { type DatasetStream, isDatasetStream } from "../data/dataset-stream.js";
import type { Parameters } from "../model/layer.js";
import { modelToJson } from "../model/model-json.js";
import type { Model } from "../model/sequential.js";
import { makingOf } from "../numerics/made.js";
import type { Matrix } from "../numerics/matrix.js";
import { isMultiplyAddFused } from "../wasm/fused-multiply-add.js";
import type { FitOptions } from "./fit.js";
import { nameOfLoss } from "./known-losses.js";

/**
 * All that the bits of a training depend on, as JSON. How many epochs there are is no part of it: a run of more begins with
 * the same.
 */
export interface Recipe {
  /** What `fit` was given, as `makingOf` tells it. */
  readonly options: { readonly loss: unknown; readonly [option: string]: unknown };
  /** The architecture, as `modelToJson` tells it. */
  readonly model: unknown;
  /** Whether it multiplied and added in one operation: see `setFusedMultiplyAdd`. */
  readonly multiplyAdd: "rounded" | "fused";
  /** Hashes (SHA-256) of the first weights, and of the examples. */
  readonly hashes: { readonly parameters: string; readonly train: string; readonly validation?: string };
}

/** The recipe of a training that has not begun. */
export async function recipeOf(model: Model, train: Dataset | DatasetStream, options: FitOptions): Promise<Recipe> {
  const { loss, optimizer, batchSize = 32, seed, stop, plateau, validation } = options;
  const { microBatchSize, augment, stratified, classWeights } = options;
  return {
    options: {
      ...{ loss: nameOfLoss(loss) ?? makingOf(loss), optimizer: makingOf(optimizer), batchSize, seed },
      ...(microBatchSize === undefined ? {} : { microBatchSize }),
      ...(augment ? { augment: makingOf(augment) } : {}),
      ...(stratified ? { stratified } : {}),
      ...(classWeights ? { classWeights: Array.from(classWeights) } : {}),
      ...(stop ? { stop: makingOf(stop) } : {}),
      ...(plateau ? { plateau: makingOf(plateau) } : {}),
    },
    model: modelToJson(model),
    multiplyAdd: multiplyAdd(),
    hashes: {
      parameters: await hashOfParameters(model.parameters),
      train: await hashOfTrain(train),
      ...(validation ? { validation: await hashOfData(validation) } : {}),
    },
  };
}

/** How it is done here. */
export function multiplyAdd(): Recipe["multiplyAdd"] {
  return isMultiplyAddFused() ? "fused" : "rounded";
}

/** Where two values of JSON first differ: "options.seed is 1, not 2"; undefined where they do not. */
export function firstDifference(a: unknown, b: unknown, path = ""): string | undefined {
  if (typeof a === "object" && typeof b === "object" && a !== null && b !== null) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const [own, other] = [a, b].map((value) => (value as Record<string, unknown>)[key]);
      const found = firstDifference(own, other, path === "" ? key : `${path}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const text = (value: unknown) => (value === undefined ? "missing" : JSON.stringify(value));
  return a === b ? undefined : `${path} is ${text(a)}, not ${text(b)}`;
}

/** SHA-256 of all parameters, their names and shapes. */
export async function hashOfParameters(parameters: Parameters): Promise<string> {
  return hashOf(Object.entries(parameters).flatMap(([name, m]) => [name, ...partsOf(m)]));
}

/** That of a stream is what it says, that of an array of datasets theirs. */
async function hashOfTrain(train: Dataset | DatasetStream): Promise<string> {
  if (!isDatasetStream(train)) return hashOfData(train);
  if (train.hash !== undefined) return train.hash;
  const hashes: string[] = [];
  for await (const part of train) hashes.push(await hashOfData(part));
  return hashOf(hashes);
}

async function hashOfData({ features, targets, classNames, featureNames, weights }: Dataset): Promise<string> {
  const parts = [...partsOf(features), targets, JSON.stringify([classNames, featureNames])];
  return hashOf(weights ? [...parts, weights] : parts);
}

const partsOf = ({ rows, cols, data }: Matrix) => [`${rows} x ${cols} of ${data.BYTES_PER_ELEMENT}`, data];

/** The hash of the parts' hashes: so no copy of all of them is made. */
async function hashOf(parts: readonly (string | ArrayBufferView)[]): Promise<string> {
  const hashes: Uint8Array[] = [];
  for (const part of parts) hashes.push(await sha256(typeof part === "string" ? new TextEncoder().encode(part) : part));
  const all = new Uint8Array(32 * hashes.length);
  for (const [i, hash] of hashes.entries()) all.set(hash, 32 * i);
  return Array.from(await sha256(all), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function sha256(bytes: ArrayBufferView): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as ArrayBufferView<ArrayBuffer>));
}
