import type { Data } from "plotly.js";
import { surprisal } from "../../information/entropy.js";
import { natsToBits } from "../../information/units.js";
import { axis } from "../layout.js";
import { numberText } from "../number-text.js";
import { palette, quiet } from "../palette.js";
import { rounded } from "../rounded.js";
import { surprisalCurve } from "../surprisal-curve.js";
import type { Explorable } from "./explorable.js";

const least = 0.01;

/** The probability that what happened had been given, and its surprise -log p in nats and in bits. */
export const surprisalSlider: Explorable = {
  title: "Surprise of an outcome",
  sliders: [{ name: "p", label: "probability p given to what happened", min: least, max: 1, step: 0.01, value: 0.5 }],
  figure({ p }) {
    const nats = surprisal(p);
    const curve = surprisalCurve();
    const x = rounded(p) ?? p;
    const y = rounded(nats) ?? 0;
    const guide = { type: "line", line: { color: quiet, width: 1, dash: "dot" } } as const;
    const point: Data = {
      type: "scatter",
      mode: "markers",
      x: [x],
      y: [y],
      marker: { color: palette.vermilion, size: 11 },
      hoverinfo: "skip",
      showlegend: false,
      cliponaxis: false,
    };
    return {
      data: [...curve.data, point],
      layout: {
        ...curve.layout,
        // The same axis at every p: only the point moves.
        yaxis: axis("surprise -log p (nats)", { range: [-0.1, 1.04 * surprisal(least)], zeroline: false }),
        shapes: [
          { ...guide, x0: x, x1: x, y0: 0, y1: y },
          { ...guide, x0: 0, x1: x, y0: y, y1: y },
        ],
        annotations: [
          {
            x,
            y,
            text: inBoth(nats, 3),
            showarrow: false,
            // Clear of the curve, and of the right edge.
            xanchor: p > 0.6 ? "right" : "left",
            xshift: p > 0.6 ? 0 : 12,
            yshift: p > 0.6 ? 22 : 12,
          },
        ],
      },
      title: curve.title,
      text: sentence(p, nats),
    };
  },
};

function sentence(p: number, nats: number): string {
  return `What happened had been given p = ${numberText(p)}: a surprise of -log p = ${inBoth(nats, 4)}.`;
}

function inBoth(nats: number, digits: number): string {
  const bits = numberText(natsToBits(nats), digits);
  return `${numberText(nats, digits)} nats = ${bits} ${bits === "1" ? "bit" : "bits"}`;
}
