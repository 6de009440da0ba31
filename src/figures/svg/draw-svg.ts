import { createHash } from "node:crypto";
import type { Figure } from "../figure.js";
import { newIds, withUsedClips } from "./clips.js";
import { compact } from "./compact.js";
import { type Drawn, drawnOf, FONT_SIZE } from "./drawn.js";
import { withPageColors } from "./page-colors.js";
import { plotlyWindow } from "./plotly-window.js";
import { escapeXml, serialize } from "./serialize.js";

/**
 * Draws a figure without a browser: one `<svg>` that runs nothing, fetches nothing and takes the colour of its letters
 * from the page (currentColor).
 *
 * Pictures among a figure's parts (`layout.images`) are left out. The same figure gives the same bytes; ids begin with a hash of the figure, so that two of them may share a page.
 *
 * @param figure what the functions of this room give, or any plotly figure of lines, points and bars with a title and text
 * @param size pixels; default 720 by what the figure's layout asks for, else 400
 * @throws Error when plotly cannot draw the figure without a browser: heatmaps, for instance, need a canvas
 * @example
 * const svg = await drawSvg(historyFigure(run.history)); // a text, to be written into a file
 */
export async function drawSvg(figure: Figure, size: { width?: number; height?: number } = {}): Promise<string> {
  const wanted = figure.layout as { width?: number; height?: number };
  const { width = wanted.width ?? 720, height = wanted.height ?? 400 } = size;
  const source = JSON.stringify([figure.data, figure.layout, figure.title, figure.text, width, height]);
  const prefix = `f${createHash("sha256").update(source).digest("hex").slice(0, 8)}`;
  const [data, layout] = JSON.parse(source) as [object[], object];
  const parts = await drawnParts(data, {
    ...withPageColors(layout),
    width,
    height,
    autosize: false,
    // Pictures would have to be fetched, and plotly would wait for them for ever.
    images: [],
  });
  const ids = newIds(parts, prefix);
  const drawing = parts.map((part) => serialize(part, ids)).join("");
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `role="img" aria-labelledby="${prefix}-title" aria-describedby="${prefix}-desc" ` +
    `font-family="system-ui, sans-serif" font-size="${FONT_SIZE}">` +
    `<title id="${prefix}-title">${escapeXml(figure.title)}</title>` +
    `<desc id="${prefix}-desc">${escapeXml(figure.text)}</desc>${drawing}</svg>`
  );
}

async function drawnParts(data: object[], layout: object): Promise<Drawn[]> {
  const { document, plotly } = await plotlyWindow();
  const place = document.body.appendChild(document.createElement("div"));
  try {
    await plotly.newPlot(place, data, layout, { staticPlot: true });
    // plotly stacks several <svg>: only what is in them is taken, into one.
    const parts = [...place.querySelectorAll("svg.main-svg")].flatMap((svg) => drawnOf(svg)?.children ?? []);
    const drawing = withUsedClips({ name: "svg", attributes: new Map(), children: parts });
    return compact(drawing).children.filter((child) => typeof child !== "string");
  } catch (error) {
    throw new Error(`drawSvg: plotly cannot draw this figure without a browser: ${(error as Error).message}`, {
      cause: error,
    });
  } finally {
    plotly.purge(place);
    place.remove();
  }
}
