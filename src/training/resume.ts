import { Total } from "../loss/total.js";
import type { Parameters } from "../model/layer.js";
import type { Model } from "../model/sequential.js";
import type { FitOptions } from "./fit.js";
import type { Epoch } from "./run.js";
import type { RunState } from "./run-state.js";

/** Before the first step; epochs will come into the history. */
export function begun({ parameters }: Model, { optimizer, stop, plateau }: FitOptions, history: Epoch[]): RunState {
  return {
    ...{
      epoch: 0,
      step: 0,
      total: Total.zero,
      ended: false,
      position: 0,
      dropoutPosition: 0,
      augmentPosition: 0,
      rateFactor: 1,
    },
    ...{ parameters, optimizer: optimizer.init(parameters) },
    ...{ stop: stop?.start(), plateau: plateau?.start(), history, trail: [] },
  };
}

/** Where a checkpoint has left off. */
export function continued(model: Model, saved: RunState, history: Epoch[]): RunState {
  setParameters(model, saved.parameters);
  history.push(...saved.history);
  return { ...saved, parameters: model.parameters, history };
}

/** Puts the numbers of parameters into those of a model. */
export function setParameters(model: Model, values: Parameters): void {
  for (const [name, { data }] of Object.entries(values)) model.parameters[name].data.set(data);
}

/** Parameters of their own memory. */
export function copyOf(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, w]) => [name, { rows: w.rows, cols: w.cols, data: w.data.slice() }]),
  );
}
