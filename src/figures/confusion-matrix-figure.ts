import type { Data } from "plotly.js";
import type { ConfusionMatrix } from "../evaluation/confusion-matrix.js";
import { rowOf } from "../numerics/matrix.js";
import type { Figure } from "./figure.js";
import { axis, layout } from "./layout.js";
import { countText, percentText } from "./number-text.js";
import { quiet } from "./palette.js";
import { plotlyText } from "./plotly-text.js";
import { rounded } from "./rounded.js";
import { textOn, tint } from "./tint.js";

/** Beyond as many classes a tile has no room for its share beside the count, beyond the second number not for a count. */
const MOST_SHARES = 6;
const MOST_COUNTS = 25;

interface Tile {
  row: number;
  col: number;
  count: number;
  /** Of the rows of the true class. */
  share: number;
}

/**
 * The confusion matrix: a row a true class, a column a predicted one; each tile is the darker the larger its share of
 * the true class, and says its count; with up to six classes the share too.
 *
 * It is drawn with bars, since plotly's heatmap needs a canvas, which is not there where SVGs are drawn without a browser.
 *
 * @param confusion as `confusionMatrix` or `evaluate(...).confusion` gives it
 * @throws RangeError when it counts no rows
 * @example
 * await show(confusionMatrixFigure(evaluate(model, test).confusion));
 */
export function confusionMatrixFigure(confusion: ConfusionMatrix): Figure {
  const { classNames, counts } = confusion;
  const k = classNames.length;
  const tiles: Tile[] = [];
  for (let row = 0; row < k; row++) {
    const ofRow = Array.from(rowOf(counts, row));
    const total = ofRow.reduce((sum, count) => sum + count, 0);
    for (let col = 0; col < k; col++) tiles.push({ row, col, count: ofRow[col], share: ofRow[col] / total });
  }
  const rows = tiles.reduce((sum, { count }) => sum + count, 0);
  if (rows === 0) throw new RangeError("confusionMatrixFigure: confusion counts no rows; expected one or more");
  const filled = tiles.filter(({ count }) => count > 0);
  const names = classNames.map((name) => plotlyText(name));
  const ticks = {
    tickmode: "array",
    tickvals: names.map((_, i) => i),
    ticktext: names,
    showgrid: false,
    zeroline: false,
  };
  const title = "True and predicted classes";
  return {
    data: [
      tileTrace(filled, names),
      ...(k <= MOST_COUNTS ? [zeroTrace(tiles.filter(({ count }) => count === 0))] : []),
    ],
    layout: layout(title, {
      height: Math.min(640, 200 + Math.max(2, k) * (k <= MOST_SHARES ? 64 : 30)),
      bargap: 0,
      showlegend: false,
      xaxis: axis("predicted class", { ...ticks, range: [-0.52, k - 0.48] }),
      yaxis: axis("true class", { ...ticks, range: [k - 0.48, -0.52] }),
    }),
    title,
    text: sentence(filled, classNames, rows),
  };
}

/** A tile is a horizontal bar of length 1 that begins at its column's left edge. */
function tileTrace(tiles: readonly Tile[], names: readonly string[]): Data {
  const k = names.length;
  const label = ({ count, share }: Tile) => (k <= MOST_SHARES ? `${count}<br>${percentText(share)}` : String(count));
  // plotly's types lack `base`.
  const base: object = { base: tiles.map(({ col }) => col - 0.49) };
  return {
    ...base,
    type: "bar",
    orientation: "h",
    x: tiles.map(() => 0.98),
    y: tiles.map(({ row }) => row),
    width: 0.97,
    marker: { color: tiles.map(({ share }) => tint(share)) },
    ...(k <= MOST_COUNTS && {
      text: tiles.map(label),
      textposition: "inside",
      insidetextanchor: "middle",
      textangle: 0,
      insidetextfont: { size: k <= MOST_SHARES ? 14 : 12, color: tiles.map(({ share }) => textOn(tint(share))) },
    }),
    customdata: tiles.map(({ row, col, share }) => [names[row], names[col], rounded(share) ?? 0]),
    hovertemplate: "true %{customdata[0]}, predicted %{customdata[1]}: %{customdata[2]:.1%}<extra></extra>",
  };
}

/** A zero stands on no tile: what never happened should not catch the eye. */
function zeroTrace(tiles: readonly Tile[]): Data {
  return {
    type: "scatter",
    mode: "text",
    x: tiles.map(({ col }) => col),
    y: tiles.map(({ row }) => row),
    text: tiles.map(() => "0"),
    textfont: { color: quiet },
    hoverinfo: "skip",
  };
}

function sentence(filled: readonly Tile[], classNames: readonly string[], rows: number): string {
  const right = filled.filter(({ row, col }) => row === col).reduce((sum, { count }) => sum + count, 0);
  const start = `${right} of ${countText(rows, "row")} (${percentText(right / rows)}) were predicted as their true class`;
  const wrong = filled.filter(({ row, col }) => row !== col);
  if (wrong.length === 0) return `${start}.`;
  const worst = wrong.reduce((most, tile) => (tile.count > most.count ? tile : most));
  return (
    `${start}; the most frequent mistake: ${countText(worst.count, "row")} of ${classNames[worst.row]} ` +
    `(${percentText(worst.share)} of them) predicted as ${classNames[worst.col]}.`
  );
}
