import { Total } from "../../src/loss/total.js";
import type { Epoch, Run, Step } from "../../src/training/run.js";

const total = (mean: number) => new Total({ sum: 10 * mean, weight: 10, count: 10 });

/** An epoch whose losses are 1/n and 2/n nats a row. */
export function epochOf(n: number, epochs: number, improved = false): Epoch {
  return { epoch: n, epochs, train: total(1 / n), validation: total(2 / n), learningRate: 0.1, improved };
}

/** A step whose batch has a loss of 1/2 nat a row. */
export function stepOf(epoch: number, epochs: number, step: number, steps: number): Step {
  return { epoch, epochs, step, steps, train: total(1 / 2), learningRate: 0.1 };
}

/** A run of so many epochs, of two steps each, that fails after `fails`. */
export function runOf(epochs: number, fails: number = Number.POSITIVE_INFINITY): Run {
  const history: Epoch[] = [];
  async function* train() {
    for (let n = 1; n <= epochs; n++) {
      if (n > fails) throw new RangeError("fit: the loss is NaN");
      const epoch = epochOf(n, epochs);
      history.push(epoch);
      yield epoch;
    }
  }
  const iterator = train();
  async function* steps() {
    for (let n = 1; n <= epochs; n++) {
      for (const step of [1, 2]) yield stepOf(n, epochs, step, 2);
      await iterator.next();
    }
  }
  return {
    history,
    steps,
    [Symbol.asyncIterator]: () => iterator,
    async toEnd() {
      for await (const _ of iterator);
      return history;
    },
  };
}
