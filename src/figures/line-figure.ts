import type { Data } from "plotly.js";
import { checkLength } from "../numerics/check.js";
import type { Figure } from "./figure.js";
import { axis, layout } from "./layout.js";
import { numberText } from "./number-text.js";
import { seriesColors, seriesDashes } from "./palette.js";
import { plotlyText } from "./plotly-text.js";
import { roundedAll } from "./rounded.js";

/** A line of a `lineFigure`. */
export interface Series {
  readonly name: string;
  /** As many numbers as x has; what is not finite leaves a gap. */
  readonly y: ArrayLike<number>;
}

export interface LineFigureOptions {
  /** N numbers */
  readonly x: ArrayLike<number>;
  readonly series: readonly Series[];
  /** With its unit: "logit z". */
  readonly xTitle: string;
  /** With its unit: "loss (nats)". */
  readonly yTitle: string;
  readonly title: string;
  /** What the figure says, with its numbers; without it, the ends of every line are stated. */
  readonly text?: string;
  /** Default "linear". */
  readonly xScale?: "linear" | "log";
  /** Default "linear". */
  readonly yScale?: "linear" | "log";
}

/** Up to as many numbers a line also shows its points. */
const MOST_POINTS = 20;

/**
 * Lines over a common x axis: the figure for everything that has no figure of its own.
 *
 * Numbers in the figure are rounded to six significant digits.
 *
 * @throws RangeError when there is no line, or one has another length than x
 * @example
 * const z = Array.from({ length: 81 }, (_, i) => (i - 40) / 4);
 * await show(lineFigure({
 *   x: z, series: [{ name: "target 1", y: z.map((v) => softplus(-v)) }],
 *   xTitle: "logit z", yTitle: "loss (nats)", title: "Loss of a logit",
 * }));
 */
export function lineFigure(options: LineFigureOptions): Figure {
  const { x, series, xTitle, yTitle, title, xScale = "linear", yScale = "linear" } = options;
  if (series.length === 0) throw new RangeError("lineFigure: series is empty; expected one line or more");
  for (const { name, y } of series) checkLength(`lineFigure: ${name}: y`, y, x.length, "numbers, as x has");
  const shared = roundedAll(x);
  const data = series.map(
    ({ name, y }, i): Data => ({
      type: "scatter",
      mode: x.length > MOST_POINTS ? "lines" : "lines+markers",
      name: plotlyText(name),
      x: shared,
      y: roundedAll(y),
      line: {
        color: seriesColors[i % seriesColors.length],
        dash: seriesDashes[i % seriesDashes.length],
        width: 2.5,
      },
      marker: { size: 6 },
      showlegend: series.length > 1,
    }),
  );
  return {
    data,
    layout: layout(title, {
      xaxis: axis(xTitle, { type: xScale, zeroline: false }),
      yaxis: axis(yTitle, { type: yScale, zeroline: false }),
    }),
    title,
    text: options.text ?? sentence(options),
  };
}

function sentence({ x, series, xTitle, yTitle }: LineFigureOptions): string {
  const [from, to] = [numberText(x[0]), numberText(x[x.length - 1])];
  const ends = series.map(({ name, y }) => `${name} goes from ${numberText(y[0])} to ${numberText(y[y.length - 1])}`);
  return `From ${from} to ${to} of ${xTitle}, ${yTitle}: ${ends.join("; ")}.`;
}
