import type { Annotations, Data } from "plotly.js";
import { surprisal } from "../information/entropy.js";
import { describeValue } from "../numerics/describe-value.js";
import type { Figure } from "./figure.js";
import { axis, layout } from "./layout.js";
import { numberText } from "./number-text.js";
import { palette, quiet } from "./palette.js";
import { plotlyText } from "./plotly-text.js";
import { rounded, roundedAll } from "./rounded.js";

/** A probability to mark on the curve. */
export interface MarkedProbability {
  /** Above 0, at most 1. */
  readonly p: number;
  readonly label: string;
}

const STEPS = 80;

/**
 * The surprise -log p of an outcome, in nats, against the probability it was given, with points of interest.
 *
 * Numbers in the figure are rounded to six significant digits.
 *
 * @param points probabilities to mark, each with a few words
 * @throws RangeError when a probability is outside (0, 1]: at 0 the curve has no end
 * @example
 * await show(surprisalCurve([{ p: 0.2, label: "said 20 %" }]));
 */
export function surprisalCurve(points: readonly MarkedProbability[] = []): Figure {
  for (const [i, { p }] of points.entries()) {
    if (!(p > 0 && p <= 1)) {
      throw new RangeError(`surprisalCurve: points: entry ${i}: p is ${describeValue(p)}; expected 0 < p <= 1`);
    }
  }
  const lowest = Math.min(0.01, ...points.map(({ p }) => p));
  // Even steps of log p: as many where the curve is steep as where it is flat.
  const p = Array.from({ length: STEPS + 1 }, (_, i) => lowest ** (1 - i / STEPS));
  const title = "Surprise of an outcome";
  const data: Data[] = [
    {
      type: "scatter",
      mode: "lines",
      x: roundedAll(p),
      y: roundedAll(p.map(surprisal)),
      line: { color: palette.blue, width: 2.5 },
      showlegend: false,
      hovertemplate: "p = %{x:.3~g}: %{y:.4~g} nats<extra></extra>",
    },
  ];
  if (points.length > 0) {
    data.push({
      type: "scatter",
      mode: "markers",
      x: roundedAll(points.map((point) => point.p)),
      y: roundedAll(points.map((point) => surprisal(point.p))),
      marker: { color: palette.vermilion, size: 9 },
      showlegend: false,
      hovertemplate: "p = %{x:.3~g}: %{y:.4~g} nats<extra></extra>",
      cliponaxis: false,
    });
  }
  return {
    data,
    layout: layout(title, {
      xaxis: axis("probability p given to what happened", { range: [-0.02, 1.02], dtick: 0.2, zeroline: false }),
      yaxis: axis("surprise -log p (nats)", { rangemode: "tozero", zeroline: false }),
      ...(points.length > 0 && { annotations: labels(points) }),
    }),
    title,
    text: sentence(points),
  };
}

/** Words beside the points: right of the curve where it is steep, above it where it is flat, each clear of the next. */
function labels(points: readonly MarkedProbability[]): Partial<Annotations>[] {
  const ordered = [...points].sort((a, b) => a.p - b.p);
  let above = 0;
  return ordered.map(({ p, label }, i) => {
    const flat = p > 0.55;
    const close = i > 0 && p - ordered[i - 1].p < (flat ? 0.4 : 0.08);
    above = close ? above + 1 : 0;
    return {
      x: rounded(p) ?? 0,
      y: rounded(surprisal(p)) ?? 0,
      text: `${plotlyText(label)}: ${numberText(surprisal(p), 3)} nats`,
      showarrow: true,
      arrowhead: 0,
      arrowwidth: 1,
      arrowcolor: quiet,
      standoff: 6,
      ax: flat ? -12 : 36,
      ay: flat ? -72 - 34 * above : -14 - 22 * above,
      xanchor: flat ? "right" : "left",
      align: "left",
    };
  });
}

function sentence(points: readonly MarkedProbability[]): string {
  const named = points.map(({ p, label }) => `${label} (p = ${numberText(p)}): ${numberText(surprisal(p))} nats`);
  const halving = `halving the probability adds ln 2 = ${numberText(Math.LN2)} nats`;
  return named.length > 0
    ? `The surprise -log p: ${named.join("; ")}; ${halving}.`
    : `The surprise -log p falls from ${numberText(surprisal(0.01))} nats at p = 0.01 to 0 at p = 1; ${halving}.`;
}
