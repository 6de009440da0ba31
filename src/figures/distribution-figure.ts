import type { Data } from "plotly.js";
import { crossEntropy, entropy, klDivergence } from "../information/entropy.js";
import { checkLength } from "../numerics/check.js";
import type { Figure } from "./figure.js";
import { axis, layout } from "./layout.js";
import { countText, numberText } from "./number-text.js";
import { palette } from "./palette.js";
import { plotlyText } from "./plotly-text.js";
import { roundedAll } from "./rounded.js";

export interface Distributions {
  /** n outcomes */
  readonly labels: readonly string[];
  /** n probabilities that sum to 1: what is true */
  readonly p: ArrayLike<number>;
  /** n probabilities that sum to 1: what is believed */
  readonly q?: ArrayLike<number>;
  /** What to call p and q in the legend. Default "p" and "q". */
  readonly names?: readonly [p: string, q?: string];
  readonly title?: string;
}

/**
 * One distribution, or two side by side, as bars; the sentence says their entropy, cross-entropy and divergence in nats.
 *
 * Numbers in the figure are rounded to six significant digits.
 *
 * @throws RangeError when p or q is no distribution over the labels
 * @example
 * await show(distributionFigure({ labels: ["dry", "rain"], p: [0.6, 0.4], q: [0.8, 0.2] }));
 */
export function distributionFigure({ labels, p, q, names = ["p", "q"], title }: Distributions): Figure {
  checkLength("distributionFigure: labels", labels, p.length, "names, one for each probability of p");
  const [pName, qName = "q"] = names;
  const heading =
    title ?? (q ? `Two distributions over ${labels.length} outcomes` : `A distribution over ${labels.length} outcomes`);
  const bars = (name: string, values: ArrayLike<number>, color: string): Data => ({
    type: "bar",
    name: plotlyText(name),
    x: labels.map((label) => plotlyText(label)),
    y: roundedAll(values),
    ...(labels.length <= 8 && { text: Array.from(values, (value) => numberText(value, 3)), textposition: "outside" }),
    textfont: { size: 11 },
    cliponaxis: false,
    marker: { color },
    hovertemplate: "%{x}: %{y:.4~g}",
  });
  return {
    data: q
      ? [bars(pName, p, palette.blue), bars(qName, q, palette.vermilion)]
      : [{ ...bars(pName, p, palette.blue), showlegend: false }],
    layout: layout(heading, {
      barmode: "group",
      bargap: 0.25,
      bargroupgap: 0.06,
      xaxis: axis("outcome", { type: "category" }),
      yaxis: axis("probability", { rangemode: "tozero" }),
    }),
    title: heading,
    text: q ? comparison(pName, p, qName, q) : single(pName, p),
  };
}

function single(name: string, p: ArrayLike<number>): string {
  const entropyText = numberText(entropy(p));
  return `The entropy of ${name} is ${entropyText} nats; ${countText(p.length, "outcome")} equally likely would have ${numberText(Math.log(p.length))}.`;
}

function comparison(pName: string, p: ArrayLike<number>, qName: string, q: ArrayLike<number>): string {
  const [own, cross, extra] = [entropy(p), crossEntropy(p, q), klDivergence(p, q)].map((nats) => numberText(nats));
  return (
    `Whoever believes ${qName} where ${pName} is true must expect ${cross} nats of surprise (the cross-entropy): ` +
    `${own} nats are the entropy of ${pName}, ${extra} nats the divergence, the price of the wrong belief.`
  );
}
