import type { Dataset } from "../../data/dataset.js";
import type { DatasetStream } from "../../data/dataset-stream.js";
import { modelFromJson } from "../../model/model-json.js";
import { checkObject } from "../../numerics/check.js";
import { counted } from "../../numerics/counted.js";
import { describeValue } from "../../numerics/describe-value.js";
import { remake } from "../../numerics/made.js";
import { earlyStopping, type StopRule } from "../early-stopping.js";
import { type FitOptions, fit } from "../fit.js";
import { LOSSES } from "../known-losses.js";
import { mixedLossOf } from "../mixed-loss.js";
import { adagrad } from "../optimizers/adagrad.js";
import { adam } from "../optimizers/adam.js";
import { adamw } from "../optimizers/adamw.js";
import { clipByGlobalNorm } from "../optimizers/clip-by-global-norm.js";
import { clipByValue } from "../optimizers/clip-by-value.js";
import { l2Penalty } from "../optimizers/l2-penalty.js";
import { lion } from "../optimizers/lion.js";
import type { Optimizer } from "../optimizers/optimizer.js";
import { rmsprop } from "../optimizers/rmsprop.js";
import { sgd } from "../optimizers/sgd.js";
import { firstDifference, multiplyAdd } from "../recipe.js";
import { type PlateauRule, reduceOnPlateau } from "../reduce-on-plateau.js";
import { constantSchedule } from "../schedules/constant-schedule.js";
import { cosineSchedule } from "../schedules/cosine-schedule.js";
import { exponentialSchedule } from "../schedules/exponential-schedule.js";
import { oneCycleSchedule } from "../schedules/one-cycle-schedule.js";
import { polynomialSchedule } from "../schedules/polynomial-schedule.js";
import { stepSchedule } from "../schedules/step-schedule.js";
import type { TrainingLoss } from "../training-loss.js";
import { checkRunRecipe, type RunRecipe } from "./run-recipe.js";

const MAKERS = {
  ...{ adagrad, adam, adamw, lion, rmsprop, sgd, clipByGlobalNorm, clipByValue, l2Penalty },
  ...{ constantSchedule, cosineSchedule, exponentialSchedule, oneCycleSchedule, polynomialSchedule, stepSchedule },
  ...{ earlyStopping, reduceOnPlateau, mixedLoss: mixedLossOf },
};

/** What `replay` needs beside the recipe: the data, and what of the options was the reader's own. */
export interface ReplayParts
  extends Partial<Pick<FitOptions, "loss" | "optimizer" | "augment" | "stop" | "plateau" | "validation">> {
  readonly train: Dataset | DatasetStream;
}

/** What came of a replay. */
export interface Replay {
  /** Whether the weights after every epoch have the bits that they had. */
  readonly same: boolean;
  /** The first epoch after which they have not. */
  readonly firstDifference?: number;
  /** Epochs that were run. */
  readonly epochs: number;
  /** The same in words. */
  readonly text: string;
}

/**
 * Runs a training again and says whether its bits are the same: the weights after every epoch are compared by their hashes.
 *
 * @param recipe as `readRecipe` reads it
 * @param parts train, and validation where the run had it; loss, optimizer, augment, stop and plateau only where they were not of
 * this package
 * @returns whether the bits are the same, and the first epoch where they are not
 * @throws TypeError when recipe is none
 * @throws RangeError when the data is not that of the run, something was not of this package and is not given, or it
 * multiplied and added otherwise than is done now (`setFusedMultiplyAdd`)
 * @example
 * const recipe = await readRecipe("runs/rain");
 * (await replay(recipe, { train })).text; // "the same bits after each of 50 epochs"
 * @see Pineau et al.: Improving reproducibility in machine learning research (2021)
 */
export async function replay(recipe: Omit<RunRecipe, "package">, parts: ReplayParts): Promise<Replay> {
  checkRunRecipe("replay: recipe", recipe);
  checkObject("replay: parts", parts);
  const { trail, model: architecture, options, hashes } = recipe;
  const { train, validation } = parts;
  if (trail.length === 0) throw new RangeError("replay: recipe has a trail of no epochs; expected one or more");
  if (recipe.multiplyAdd !== multiplyAdd()) {
    const on = recipe.multiplyAdd === "fused";
    throw new RangeError(
      `replay: recipe has a multiply-add that is ${recipe.multiplyAdd}; expected ${multiplyAdd()}, or setFusedMultiplyAdd(${on}) first`,
    );
  }
  const again = (name: "loss" | "optimizer" | "augment" | "stop" | "plateau") =>
    parts[name] ?? remake(`replay: ${name}`, options[name], MAKERS);
  const loss = typeof options.loss === "string" ? lossNamed(options.loss) : again("loss");
  const model = modelFromJson(architecture);
  let epoch = 0;
  let differs: number | undefined;
  const run = fit(model, train, {
    loss: loss as FitOptions["loss"],
    optimizer: again("optimizer") as Optimizer,
    epochs: trail.length,
    batchSize: options.batchSize as number,
    microBatchSize: options.microBatchSize as number | undefined,
    augment: again("augment") as FitOptions["augment"],
    stratified: options.stratified as boolean | undefined,
    classWeights: options.classWeights as number[] | undefined,
    seed: options.seed as number,
    validation,
    stop: again("stop") as StopRule | undefined,
    plateau: again("plateau") as PlateauRule | undefined,
    checkpoint: {
      async load(own) {
        const difference = firstDifference(hashes, own.hashes);
        if (difference !== undefined) {
          throw new RangeError(
            `replay: ${difference.replace(" is ", " was ")}; expected the data and weights of the run`,
          );
        }
        return undefined;
      },
      async save(_, state) {
        epoch = state.epoch;
        if (state.trail[epoch - 1] !== trail[epoch - 1]) differs = epoch;
      },
    },
  });
  for await (const _ of run) if (differs !== undefined) break;
  if (differs === undefined) {
    return { same: true, epochs: epoch, text: `the same bits after each of ${counted(epoch, "epochs")}` };
  }
  const text = `other bits after epoch ${differs}; the same after those before it`;
  return { same: false, firstDifference: differs, epochs: epoch, text };
}

function lossNamed(name: string): TrainingLoss {
  if (Object.hasOwn(LOSSES, name)) return LOSSES[name];
  throw new RangeError(
    `replay: recipe: loss is ${describeValue(name)}; expected one of ${Object.keys(LOSSES).join(", ")}`,
  );
}
