import { sigmoidCrossEntropy } from "../../src/loss/index.js";
import { dense, sequential } from "../../src/model/index.js";
import * as t from "../../src/training/index.js";
import { dataset } from "./data.js";
import type { Registry } from "./entry.js";

export const training: Registry = {
  adam: { good: (draw) => [0.01 + draw.share(), draw.maybe(() => ({ beta1: draw.share(), epsilon: draw.share() }))] },
  sgd: { good: (draw) => [0.01 + draw.share(), draw.maybe(() => ({ momentum: draw.share() }))] },
  earlyStopping: { good: (draw) => [{ patience: 1 + draw.below(5), minDelta: draw.maybe(() => draw.share()) }] },
  fit: {
    good: (draw) => [
      dataset(draw, 4),
      {
        epochs: 1 + draw.below(2),
        batchSize: draw.maybe(() => 2),
        seed: draw.below(9),
        validation: draw.maybe(() => dataset(draw, 2)),
      },
    ],
    call: (train, options) =>
      t.fit(
        sequential([dense(1)], { inputs: 2, seed: 1 }),
        train,
        options && typeof options === "object"
          ? { loss: sigmoidCrossEntropy, optimizer: t.sgd(0.1), ...options }
          : options,
      ),
    unread: /rowNumbers|Names/,
  },
};
