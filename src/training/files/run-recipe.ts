import { describeValue } from "../../numerics/describe-value.js";
import type { Recipe } from "../recipe.js";
import type { PackageStamp } from "./package-stamp.js";

/** A recipe as the folder keeps it: with what made the run, and the hashes of the weights after each epoch. */
export interface RunRecipe extends Recipe {
  readonly package: PackageStamp;
  readonly trail: readonly string[];
}

/**
 * Throws when something has not the form of a recipe; whether there are such options and such a model is for those to say who make
 * them.
 */
export function checkRunRecipe(name: string, recipe: Omit<RunRecipe, "package">): void {
  const check = (isFine: boolean, part: string, value: unknown, such: string) => {
    if (isFine) return;
    throw new TypeError(`${name}${part} is ${describeValue(value)}; expected ${such}, as checkpointFolder keeps it`);
  };
  check(isObject(recipe), "", recipe, "an object");
  const { options, model, multiplyAdd, hashes, trail } = recipe;
  for (const [part, value] of Object.entries({ options, model, hashes })) {
    check(isObject(value), `: ${part}`, value, "an object");
  }
  for (const part of ["parameters", "train"] as const) {
    check(typeof hashes[part] === "string", `: hashes: ${part}`, hashes[part], "text");
  }
  check(multiplyAdd === "rounded" || multiplyAdd === "fused", ": multiplyAdd", multiplyAdd, '"rounded" or "fused"');
  const isTrail = Array.isArray(trail) && trail.every((hash) => typeof hash === "string");
  check(isTrail, ": trail", trail, "a list of text");
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
