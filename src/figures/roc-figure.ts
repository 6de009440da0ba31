import type { Data } from "plotly.js";
import type { RocCurve } from "../evaluation/roc.js";
import type { Figure } from "./figure.js";
import { axis, layout } from "./layout.js";
import { numberText } from "./number-text.js";
import { palette, quiet } from "./palette.js";
import { rounded } from "./rounded.js";
import { thinPath } from "./thin-path.js";

/** In units of a share: a fifth of a pixel in a figure 400 high. */
const INVISIBLE = 0.0005;

/** The false positive rate at which the sentence reads the curve. */
const READ_AT = 0.1;

/**
 * The ROC curve: which share of the 1 rows is found against which share of the 0 rows is called 1 by mistake.
 *
 * Corners that move the line by less than 0.0005 are left out, and numbers are rounded to six significant digits; the
 * area is that of the whole curve.
 *
 * @param curve as `rocCurve` gives it
 * @example
 * await show(rocFigure(rocCurve([0.9, 0.4, 0.6], [1, 0, 1])));
 */
export function rocFigure(curve: RocCurve): Figure {
  const { falsePositiveRate: x, truePositiveRate: y } = curve;
  const kept = thinPath(x, y, INVISIBLE);
  const area = numberText(curve.area, 3);
  const title = "ROC curve";
  const data: Data[] = [
    {
      type: "scatter",
      mode: "lines",
      name: "by chance: area 0.5",
      x: [0, 1],
      y: [0, 1],
      line: { color: quiet, dash: "dash", width: 1.5 },
      hoverinfo: "skip",
    },
    {
      type: "scatter",
      mode: "lines",
      name: `scores: area ${area}`,
      x: kept.map((i) => rounded(x[i])),
      y: kept.map((i) => rounded(y[i])),
      line: { color: palette.blue, width: 2.5 },
      hovertemplate: "%{y:.3~g} found, %{x:.3~g} by mistake<extra></extra>",
    },
  ];
  return {
    data,
    layout: layout(title, {
      height: 460,
      xaxis: axis("false positive rate (share of the 0 rows)", { range: [-0.02, 1.02], dtick: 0.2, zeroline: false }),
      yaxis: axis("true positive rate (share of the 1 rows)", { range: [-0.02, 1.03], dtick: 0.2, zeroline: false }),
    }),
    title,
    text:
      `The area under the ROC curve is ${area}, the chance that a random 1 row has a higher score than a random 0 row; ` +
      `with ${100 * READ_AT} % of the 0 rows called 1 by mistake, ${numberText(100 * foundAt(curve, READ_AT), 3)} % of ` +
      "the 1 rows are found.",
  };
}

/** The true positive rate at a false positive rate, on the line between the corners. */
function foundAt({ falsePositiveRate: x, truePositiveRate: y }: RocCurve, rate: number): number {
  let i = x.length - 1;
  while (i > 0 && x[i] > rate) i--;
  if (i === x.length - 1) return y[i];
  return y[i] + ((rate - x[i]) / (x[i + 1] - x[i])) * (y[i + 1] - y[i]);
}
