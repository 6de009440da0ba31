import type { Total } from "../loss/total.js";
import type { Refinement } from "./refinement.js";

/** What one pass over the training data came to. */
export interface Epoch {
  /** From 1. */
  readonly epoch: number;
  /** Of `FitOptions.epochs`. */
  readonly epochs: number;
  /** The loss of every example as it was when its batch came: the weights were changing meanwhile. */
  readonly train: Total;
  /** The loss of the validation data after the epoch; without validation data, the total of nothing. */
  readonly validation: Total;
  /** Where the stop rule watches it: what of the validation loss is left at the best temperature. */
  readonly refinement?: Refinement;
  /** That of the epoch's last step. */
  readonly learningRate: number;
  /** Whether the stop rule counted this epoch as the best so far. */
  readonly improved: boolean;
}

/** What one step came to. */
export interface Step {
  /** The epoch that it is of, from 1, of `epochs`. */
  readonly epoch: number;
  readonly epochs: number;
  /** From 1 in every epoch, of `steps`; how many there will be is not known of a stream. */
  readonly step: number;
  readonly steps?: number;
  /** The loss of the batch before the step. */
  readonly train: Total;
  readonly learningRate: number;
}

/** A training that happens while it is iterated. */
export interface Run extends AsyncIterable<Epoch> {
  /** The epochs so far. */
  readonly history: readonly Epoch[];
  /**
   * The same training, a step at a time: the parameters are those after it, and `break` ends the training there. The bits are the
   * same; the epochs are in `history` as they end.
   */
  steps(): AsyncIterable<Step>;
  /** Runs what is left and gives the history. */
  toEnd(): Promise<readonly Epoch[]>;
}

/** What the reader wants to know of a training. */
export interface Asked {
  steps: boolean;
}

/** A run of what happens in a training, which begins when it is first iterated. */
export function runOf(history: readonly Epoch[], training: (asked: Asked) => AsyncGenerator<Epoch | Step>): Run {
  const asked: Asked = { steps: false };
  const events = training(asked);
  const epochs = only(events, isEpoch);
  return {
    history,
    [Symbol.asyncIterator]: () => epochs,
    steps() {
      asked.steps = true;
      return only(events, isStep);
    },
    async toEnd() {
      for await (const _ of epochs);
      return history;
    },
  };
}

const isEpoch = (event: Epoch | Step): event is Epoch => !isStep(event);
const isStep = (event: Epoch | Step): event is Step => "step" in event;

/** The events of one kind. */
async function* only<Kind extends Epoch | Step>(
  events: AsyncIterable<Epoch | Step>,
  isOfKind: (event: Epoch | Step) => event is Kind,
): AsyncGenerator<Kind, void, undefined> {
  for await (const event of events) if (isOfKind(event)) yield event;
}
