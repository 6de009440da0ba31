import { confusionMatrix } from "../../src/evaluation/confusion-matrix.js";
import { reliabilityBins } from "../../src/evaluation/reliability.js";
import { rocCurve } from "../../src/evaluation/roc.js";
import { confusionMatrixFigure } from "../../src/figures/confusion-matrix-figure.js";
import { distributionFigure } from "../../src/figures/distribution-figure.js";
import type { Figure } from "../../src/figures/figure.js";
import { type EpochLosses, historyFigure } from "../../src/figures/history-figure.js";
import { lineFigure } from "../../src/figures/line-figure.js";
import { reliabilityDiagram } from "../../src/figures/reliability-diagram.js";
import { rocFigure } from "../../src/figures/roc-figure.js";
import { surprisalCurve } from "../../src/figures/surprisal-curve.js";
import { Total } from "../../src/loss/total.js";
import { createRandom } from "../../src/numerics/random.js";
import { sigmoid, softplus } from "../../src/numerics/sigmoid.js";

/** An epoch with these means, over 80 rows of training and 20 of validation. */
export function epochOf(epoch: number, train: number, validation?: number, improved = false): EpochLosses {
  return {
    epoch,
    train: new Total({ sum: 80 * train, weight: 80, count: 80 }),
    validation: validation === undefined ? Total.zero : new Total({ sum: 20 * validation, weight: 20, count: 20 }),
    improved,
  };
}

/** 365 forecasts that are somewhat too sure, and what happened. */
export function forecasts(): { scores: number[]; stated: number[]; happened: number[] } {
  const random = createRandom(7);
  const scores = Array.from({ length: 365 }, () => random.normal());
  const happened = scores.map((z) => (random.next() < sigmoid(1.1 * z - 0.4) ? 1 : 0));
  return { scores, stated: scores.map((z) => sigmoid(1.8 * z - 0.4)), happened };
}

function tenClasses(): Figure {
  const random = createRandom(3);
  const targets = Array.from({ length: 600 }, () => random.integer(10));
  const predicted = targets.map((k) => (random.next() < 0.8 ? k : random.integer(10)));
  return confusionMatrixFigure(confusionMatrix(predicted, targets, [..."0123456789"]));
}

const { scores, stated, happened } = forecasts();
const logits = Array.from({ length: 81 }, (_, i) => (i - 40) / 4);

/** One figure of every kind, and some that are hard to draw. */
export const figures: Readonly<Record<string, Figure>> = {
  history: historyFigure(
    Array.from({ length: 34 }, (_, i) =>
      epochOf(i + 1, 0.3 + 0.39 * 0.92 ** i, 0.42 + 0.27 * 0.85 ** i + 0.0022 * i, i <= 20),
    ),
  ),
  "history-of-training-only": historyFigure([epochOf(1, 0.7), epochOf(2, 0.6), epochOf(3, 0.55)]),
  reliability: reliabilityDiagram(reliabilityBins(stated, happened)),
  "reliability-of-few": reliabilityDiagram(reliabilityBins([0.1, 0.12, 0.8], [0, 1, 1])),
  confusion: confusionMatrixFigure(
    confusionMatrix(
      stated.map((p) => (p > 0.5 ? 1 : 0)),
      happened,
      ["dry", "rain"],
    ),
  ),
  "confusion-of-three": confusionMatrixFigure(
    confusionMatrix([0, 0, 1, 1, 2, 2, 2, 0, 1], [0, 0, 1, 1, 2, 2, 2, 1, 1], ["Adelie", "Chinstrap", "Gentoo"]),
  ),
  "confusion-of-ten": tenClasses(),
  surprisal: surprisalCurve(),
  "surprisal-marked": surprisalCurve([
    { p: 0.05, label: "wrong and sure" },
    { p: 0.2, label: "said 20 %" },
    { p: 0.5, label: "a coin" },
    { p: 0.8, label: "said 80 %" },
    { p: 0.95, label: "nearly certain" },
  ]),
  roc: rocFigure(rocCurve(scores, happened)),
  distributions: distributionFigure({
    labels: ["drizzle", "fog", "rain", "snow", "sun"],
    p: [0.05, 0.1, 0.4, 0.05, 0.4],
    q: [0.2, 0.2, 0.2, 0.2, 0.2],
    names: ["the weather", "no idea"],
  }),
  "one-distribution": distributionFigure({
    labels: [..."abcdefghijklmnopqrstuvwxyz"],
    p: Array.from({ length: 26 }, (_, i) => (i + 1) / 351),
  }),
  lines: lineFigure({
    x: logits,
    series: [
      { name: "target 1: -log sigmoid(z)", y: logits.map((z) => softplus(-z)) },
      { name: "target 0: -log(1 - sigmoid(z))", y: logits.map((z) => softplus(z)) },
    ],
    xTitle: "logit z",
    yTitle: "loss (nats)",
    title:
      "The loss of a logit is nearly a straight line where the model is confidently wrong, and flat where it is right",
  }),
  "lines-on-logarithms": lineFigure({
    x: [1e-6, 1e-4, 1e-2, 1],
    series: [
      { name: "a < b & <i>c</i>", y: [1e-12, 3e-9, Number.NaN, 4e-2] },
      { name: "d", y: [1e-3, 1e-2, 1e-1, 1] },
    ],
    xTitle: "learning rate",
    yTitle: "loss after 50 epochs (nats)",
    title: "Learning rates",
    xScale: "log",
    yScale: "log",
  }),
};
