import type { Data } from "plotly.js";
import { expectedCalibrationError, type ReliabilityBin } from "../evaluation/reliability.js";
import type { Figure } from "./figure.js";
import { axis, layout } from "./layout.js";
import { countText, numberText } from "./number-text.js";
import { palette, quiet } from "./palette.js";
import { rounded, roundedAll } from "./rounded.js";

/**
 * Stated probabilities against how often the event happened: a point a bin with its 95 % interval (Wilson), the diagonal
 * of perfect calibration, and below how many rows each bin has.
 *
 * Numbers in the figure are rounded to six significant digits; bins without rows have no point.
 *
 * @param bins as `reliabilityBins` or `evaluate(...).reliability` gives them
 * @throws RangeError when no bin has a row
 * @example
 * await show(reliabilityDiagram(evaluate(model, test).reliability));
 */
export function reliabilityDiagram(bins: readonly ReliabilityBin[]): Figure {
  const filled = bins.filter(({ count }) => count > 0);
  if (filled.length === 0) throw new RangeError("reliabilityDiagram: no bin has a row; expected one row or more");
  const title = "Stated probability and what happened";
  const data: Data[] = [
    {
      type: "scatter",
      mode: "lines",
      name: "perfectly calibrated",
      x: [0, 1],
      y: [0, 1],
      line: { color: quiet, dash: "dash", width: 1.5 },
      hoverinfo: "skip",
    },
    {
      type: "scatter",
      mode: "markers",
      name: "observed, with 95 % interval",
      x: roundedAll(filled.map(({ stated }) => stated)),
      y: roundedAll(filled.map(({ observed }) => observed)),
      error_y: {
        type: "data",
        symmetric: false,
        array: filled.map(({ observed, interval }) => rounded(interval[1] - observed) ?? 0),
        arrayminus: filled.map(({ observed, interval }) => rounded(observed - interval[0]) ?? 0),
        color: palette.blue,
        thickness: 1.5,
        width: 4,
      },
      marker: { color: palette.blue, size: 8 },
      hovertemplate: "stated %{x:.3~g}, observed %{y:.3~g}<extra></extra>",
    },
    {
      type: "bar",
      name: "rows",
      x: roundedAll(bins.map(({ lower, upper }) => (lower + upper) / 2)),
      y: bins.map(({ count }) => count),
      width: bins.map(({ lower, upper }) => rounded(0.94 * (upper - lower)) ?? 0),
      ...(bins.length <= 12 && { text: bins.map(({ count }) => String(count)), textposition: "outside" }),
      textfont: { size: 11 },
      cliponaxis: false,
      yaxis: "y2",
      marker: { color: palette.sky },
      showlegend: false,
      hovertemplate: "%{y} rows<extra></extra>",
    },
  ];
  return {
    data,
    layout: layout(title, {
      height: 480,
      xaxis: axis("stated probability", { range: [-0.02, 1.02], dtick: 0.2, zeroline: false, anchor: "y2" }),
      yaxis: axis("observed share", { range: [-0.03, 1.03], dtick: 0.2, zeroline: false, domain: [0.34, 1] }),
      yaxis2: axis("rows", { domain: [0, 0.2], nticks: 3, zeroline: false }),
      bargap: 0,
    }),
    title,
    text: sentence(filled, bins),
  };
}

function sentence(filled: readonly ReliabilityBin[], bins: readonly ReliabilityBin[]): string {
  const rows = filled.reduce((sum, { count }) => sum + count, 0);
  const holds = filled.filter(({ stated, interval }) => interval[0] <= stated && stated <= interval[1]).length;
  const gap = ({ stated, observed }: ReliabilityBin) => Math.abs(stated - observed);
  const widest = filled.reduce((worst, bin) => (gap(bin) > gap(worst) ? bin : worst));
  return (
    `Over ${countText(rows, "row")} stated probability and observed share differ by ` +
    `${numberText(expectedCalibrationError(filled), 3)} on average, most between ${numberText(widest.lower)} and ` +
    `${numberText(widest.upper)} (stated ${numberText(widest.stated, 3)}, observed ${numberText(widest.observed, 3)}, ` +
    `${countText(widest.count, "row")}); the 95 % interval holds the stated probability in ${holds} of ` +
    `${countText(filled.length, "bin")}${filled.length < bins.length ? " with rows" : ""}.`
  );
}
