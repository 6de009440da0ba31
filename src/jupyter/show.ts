import type { Figure } from "../figures/figure.js";
import { drawSvg } from "../figures/svg/draw-svg.js";
import { display, displayHook } from "./display-hook.js";
import type { MimeBundle } from "./notebook.js";

/**
 * Shows a figure in the cell: interactive where plotly is, else as a drawing, and always with its sentence.
 *
 * Outside of a kernel, in a plain script, the sentence is printed.
 *
 * @param figure what the functions of `figures` give, or your own `{ data, layout, title, text }`
 * @throws Error when the figure cannot be drawn without a browser; lines, points and bars can
 * @example
 * await show(historyFigure(run.history));
 */
export async function show(figure: Figure): Promise<void> {
  display(displayHook() ? await figureBundle(figure) : { "text/plain": figure.text });
}

/** A figure in every form that a frontend may want: plotly's JSON, an SVG, a sentence. */
export async function figureBundle(figure: Figure): Promise<MimeBundle> {
  const { "application/vnd.plotly.v1+json": plain, ...text } = plotlyBundle(figure);
  return {
    "application/vnd.plotly.v1+json": plain,
    "image/svg+xml": await drawSvg({ ...figure, ...(plain as object) }),
    ...text,
  };
}

/** A figure that will be another in a moment: plotly's JSON and a sentence, without a drawing. */
export function plotlyBundle({ data, layout, text }: Figure): MimeBundle {
  return { "application/vnd.plotly.v1+json": { data: plainJson(data), layout: plainJson(layout) }, "text/plain": text };
}

/** As JSON will hold it, with typed arrays as arrays: JSON itself would make objects of them. */
function plainJson(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      ArrayBuffer.isView(part) && !(part instanceof DataView) ? Array.from(part as unknown as ArrayLike<number>) : part,
    ),
  );
}
