import type { Layout, LayoutAxis, Template } from "plotly.js";
import { seriesColors } from "./palette.js";
import { plotlyText } from "./plotly-text.js";

/** Contrast above 4 on white and on near-black paper: for where nobody puts the page's own colours in. */
const ink = "#7a7a7a";
const rule = "rgba(128,128,128,0.25)";

const axisColors = {
  color: ink,
  gridcolor: rule,
  linecolor: rule,
  zerolinecolor: rule,
  tickcolor: rule,
  automargin: true,
  exponentformat: "power",
  title: { font: { size: 13 }, standoff: 10 },
} satisfies Partial<LayoutAxis>;

/**
 * Colours and letters of every figure. They are a template, which a page or JupyterLab may replace by its own; what a
 * figure sets itself, it keeps.
 */
const template = {
  layout: {
    font: { family: "system-ui, sans-serif", size: 13, color: ink },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    colorway: [...seriesColors],
    xaxis: axisColors,
    yaxis: axisColors,
  },
} satisfies Template;

/** Characters of a title that fit in one line on a telephone. */
const TITLE_WIDTH = 38;

/**
 * The layout that all figures share: title above, legend below, which makes itself room.
 *
 * @param title what is shown, in a few words
 * @param parts plotly's layout, added to and put over the shared one
 */
export function layout(title: string, parts: object): object {
  const text = plotlyText(title, TITLE_WIDTH);
  const lines = text.split("<br>").length;
  const shared = {
    template,
    title: {
      text,
      font: { size: 15, weight: 600 },
      x: 0,
      xref: "container",
      xanchor: "left",
      y: 1,
      yref: "container",
      yanchor: "top",
      pad: { t: lines > 1 ? 26 : 16, l: 12 },
    },
    margin: { t: 32 + 20 * lines, r: 24, b: 56, l: 64 },
    legend: { orientation: "h", x: 0, xanchor: "left", y: 0, yref: "container", yanchor: "bottom" },
  } satisfies Partial<Layout>;
  return { ...shared, ...parts };
}

/**
 * An axis with its title, which names the unit.
 *
 * @param title for instance "cross-entropy (nats)"
 * @param parts plotly's axis, added to and put over the shared one
 */
export function axis(title: string, parts: object = {}): object {
  return { title: { text: plotlyText(title) }, ...parts } satisfies Partial<LayoutAxis>;
}
