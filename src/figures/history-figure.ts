import type { Data } from "plotly.js";
import type { Total } from "../loss/total.js";
import type { Figure } from "./figure.js";
import { axis, layout } from "./layout.js";
import { countText, numberText } from "./number-text.js";
import { palette } from "./palette.js";
import { rounded, roundedAll } from "./rounded.js";

/** As much of an `Epoch` as is drawn. */
export interface EpochLosses {
  readonly epoch: number;
  readonly train: Total;
  readonly validation: Total;
  readonly improved: boolean;
}

/** Beyond as many epochs the points of a line would touch. */
const MOST_POINTS = 40;

/**
 * The training and validation loss, in nats per row, epoch by epoch; the best epoch is marked: the one whose weights a
 * stop rule puts back, else the one with the lowest validation loss.
 *
 * Numbers in the figure are rounded to six significant digits.
 *
 * @param history the epochs of a run: `run.history`
 * @throws RangeError when there is no epoch
 * @example
 * await show(historyFigure(run.history));
 */
export function historyFigure(history: readonly EpochLosses[]): Figure {
  if (history.length === 0) throw new RangeError("historyFigure: history is empty; expected one epoch or more");
  const epochs = history.map(({ epoch }) => epoch);
  const best = bestEpoch(history);
  const mode = history.length > MOST_POINTS ? "lines" : "lines+markers";
  const line = (name: string, losses: number[], color: string, dash: "solid" | "dash") =>
    ({
      type: "scatter",
      mode,
      name,
      x: epochs,
      y: roundedAll(losses),
      line: { color, dash, width: 2.5 },
      marker: { color, size: 5 },
      hovertemplate: "epoch %{x}: %{y:.4~g} nats",
    }) satisfies Data;
  const data: Data[] = [line("training", means(history, "train"), palette.blue, best ? "dash" : "solid")];
  if (best) {
    data.push(line("validation", means(history, "validation"), palette.vermilion, "solid"), {
      type: "scatter",
      mode: "markers",
      name: `best: epoch ${best.epoch}`,
      x: [best.epoch],
      y: [rounded(best.validation.mean)],
      marker: { symbol: "circle-open", size: 13, color: palette.vermilion, line: { width: 2.5 } },
      hoverinfo: "skip",
    });
  }
  return {
    data,
    layout: layout("Loss by epoch", {
      xaxis: axis("epoch", { ...(history.length < 10 && { dtick: 1 }), zeroline: false }),
      yaxis: axis("cross-entropy (nats per row)", { zeroline: false }),
    }),
    title: "Loss by epoch",
    text: sentence(history, best),
  };
}

function means(history: readonly EpochLosses[], part: "train" | "validation"): number[] {
  return history.map((epoch) => epoch[part].mean);
}

function bestEpoch(history: readonly EpochLosses[]): EpochLosses | undefined {
  const measured = history.filter(({ validation }) => validation.weight > 0);
  const chosen = measured.filter(({ improved }) => improved).at(-1);
  return (
    chosen ??
    measured.reduce<EpochLosses | undefined>(
      (best, epoch) => (best && best.validation.mean <= epoch.validation.mean ? best : epoch),
      undefined,
    )
  );
}

function sentence(history: readonly EpochLosses[], best: EpochLosses | undefined): string {
  const [first, last] = [history[0].train.mean, history[history.length - 1].train.mean];
  const change =
    last === first
      ? `stayed at ${numberText(first)}`
      : `${last < first ? "fell" : "rose"} from ${numberText(first)} to ${numberText(last)}`;
  const training =
    history.length === 1
      ? `After 1 epoch the training loss is ${numberText(first)} nats per row`
      : `In ${countText(history.length, "epoch")} the training loss ${change} nats per row`;
  if (!best) return `${training}.`;
  return `${training}; the validation loss was best after epoch ${best.epoch}, ${numberText(best.validation.mean)} nats per row.`;
}
