import * as e from "../../src/evaluation/index.js";
import { dense, sequential } from "../../src/model/index.js";
import { dataset } from "./data.js";
import type { Draw } from "./draw.js";
import type { Registry } from "./entry.js";

const confusion = (draw: Draw) => e.confusionMatrix(draw.indices(4, 3), draw.indices(4, 3), ["a", "b", "c"]);

export const evaluation: Registry = {
  confusionMatrix: {
    good: (draw) => {
      const n = draw.below(4);
      return [draw.indices(n, 2), draw.indices(n, 2), ["dry", "rain"]];
    },
  },
  brierScore: {
    good: (draw) => {
      const n = draw.below(4);
      return draw.below(2) ? [draw.shares(n), draw.indices(n, 2)] : [draw.probabilities(n, 3), draw.indices(n, 3)];
    },
    nan: /^$/,
  },
  cohensKappa: { good: (draw) => [confusion(draw)], nan: /^$/, unread: /classNames/ },
  matthewsCorrelation: { good: (draw) => [confusion(draw)], nan: /^$/, unread: /classNames/ },
  f1Scores: { good: (draw) => [confusion(draw)], nan: /classes|macro/, unread: /classNames/ },
  evaluate: {
    good: (draw) => [dataset(draw, 1 + draw.below(4))],
    call: (rows) => e.evaluate(sequential([dense(1)], { inputs: 2, seed: 1 }), rows),
    nan: /standardError|interval|reliability/,
    unread: /rowNumbers|Names/,
    says: /^(evaluate|model|sigmoid)\b/,
  },
  evaluateProbabilities: {
    good: (draw) => {
      const n = 1 + draw.below(4);
      return draw.below(2) ? [draw.shares(n), draw.indices(n, 2)] : [draw.probabilities(n, 3), draw.indices(n, 3)];
    },
    nan: /standardError|interval|reliability/,
  },
  wilsonInterval: { good: (draw) => [draw.below(4), 3 + draw.below(4)] },
  meanWithInterval: { good: (draw) => [draw.reals(1 + draw.below(4))], nan: /mean|standardError|interval/ },
  reliabilityBins: {
    good: (draw) => {
      const n = draw.below(4);
      return [draw.shares(n), draw.indices(n, 2), draw.maybe(() => 1 + draw.below(5))];
    },
    nan: /stated|observed/,
  },
  expectedCalibrationError: {
    good: (draw) => [e.reliabilityBins(draw.shares(3), draw.indices(3, 2))],
    nan: /^$/,
    keepsNaN: true,
    unread: /interval|lower|upper|stated|observed/,
  },
  rocCurve: {
    good: (draw) => [draw.reals(4), [0, 1, draw.below(2), draw.below(2)]],
  },
};
