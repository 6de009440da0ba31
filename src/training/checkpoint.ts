import { checkCount } from "../numerics/check-number.js";
import { describeValue } from "../numerics/describe-value.js";
import type { Recipe } from "./recipe.js";
import type { RunState } from "./run-state.js";

/** Where `fit` keeps the state of a training after every epoch, and finds it when it is called again. */
export interface Checkpoint {
  /** Steps after which the state is kept within an epoch too, counted from its beginning; without it only after epochs. */
  readonly everySteps?: number;
  /** The last state of the training with this recipe; undefined when there is none yet. */
  load(recipe: Recipe): Promise<RunState | undefined>;
  /** Keeps a state. When the promise is fulfilled it is safe. */
  save(recipe: Recipe, state: RunState): Promise<void>;
}

/** Throws when something is no checkpoint. */
export function checkCheckpoint(name: string, checkpoint: Checkpoint): void {
  if (checkpoint?.everySteps !== undefined) checkCount(`${name}: everySteps`, checkpoint.everySteps, 1);
  if (typeof checkpoint?.load === "function" && typeof checkpoint.save === "function") return;
  throw new TypeError(`${name} is ${describeValue(checkpoint)}; expected one, such as checkpointFolder("run")`);
}
