import { escapeHtml, jsonForScript } from "../html/escape.js";
import { drawing } from "../html/svg.js";
import type { PlotlyFigure } from "./plotly-figure.js";

export interface FigureParts {
  plotly?: PlotlyFigure;
  svg?: string;
  /** One sentence that says what the figure shows. */
  caption?: string;
}

/**
 * A figure of the page: the drawing, which is there without scripts and on paper, its sentence as the caption, and the
 * plotly JSON from which the page's script draws the interactive form when the figure comes into view.
 *
 * `name` is a prefix for the ids inside, one of its own for each figure of a page.
 */
export function figure({ plotly, svg, caption = "" }: FigureParts, name: string): string {
  const drawn = svg === undefined ? undefined : drawing(svg, name, caption || "Figure");
  const label = drawn?.title || plotlyTitle(plotly) || caption || "Figure";
  const parts = [
    `<figure class="figure${drawn && !drawn.themed ? " plate" : ""}" id="${name}">`,
    drawn
      ? `<div class="drawing" role="group" aria-label="${escapeHtml(label)}">${drawn.html}</div>`
      : `<p class="drawing">${escapeHtml(caption || "This figure is drawn by a script.")}</p>`,
  ];
  if (plotly) {
    const json = jsonForScript({ data: plotly.data, layout: plotly.layout });
    parts.push(`<div class="plot" role="img" aria-label="${escapeHtml(label)}" hidden></div>`);
    parts.push(`<script type="application/json">${json}</script>`);
  }
  if (caption) parts.push(`<figcaption>${escapeHtml(caption)}</figcaption>`);
  return `${parts.join("\n")}\n</figure>`;
}

function plotlyTitle(plotly: PlotlyFigure | undefined): string {
  const title = plotly?.layout.title;
  const text = typeof title === "object" && title !== null ? (title as { text?: unknown }).text : title;
  return typeof text === "string" ? text.replace(/<[^>]*>/g, "") : "";
}
