import { checkControls } from "../figures/explorables/check-controls.js";
import { type ComputedExplorable, startValues } from "../figures/explorables/explorable.js";
import { type ExplorableName, explorables } from "../figures/explorables/registry.js";
import { describeValue } from "../numerics/describe-value.js";
import { answerSliders } from "./answer-sliders.js";
import { display, displayHook } from "./display-hook.js";
import { explorableType } from "./explorable-comm.js";
import type { MimeBundle } from "./notebook.js";
import { figureBundle } from "./show.js";

/** Where the sliders stand, by their names. */
type Values = Readonly<Record<string, number>>;

/**
 * Shows an explorable in the cell: with its sliders where this package's JupyterLab extension is (`npm run lab`), else
 * the figure as it is at the start.
 *
 * One of the library's is drawn where the reader is. One of your own is computed by the kernel, each time a slider is
 * moved; without the kernel that ran its cell it stays as it was left, and says so. Its title is the name by which it
 * finds the kernel: give each its own.
 *
 * Outside of a kernel, in a plain script, the figure's sentence is printed.
 *
 * @param explorable which one, `Object.keys(explorables)`, or one of your own
 * @param values where the sliders begin, by their names; default: each slider's own
 * @throws RangeError when there is no such explorable or slider, or a number is outside its slider
 * @throws TypeError when your own lacks a part
 * @example
 * await explore("surprisal", { p: 0.2 });
 * @example
 * await explore({
 *   title: "Softmax of three logits",
 *   sliders: [{ name: "T", label: "temperature", min: 0.1, max: 5, step: 0.1, value: 1 }],
 *   figure: ({ T }) => distributionFigure({ labels: ["a", "b", "c"], p: softmax(logits([[2 / T, 1 / T, 0]])).data }),
 * });
 */
export async function explore(explorable: ExplorableName | ComputedExplorable, values: Values = {}): Promise<void> {
  const bundle = await explorableBundle(explorable, values);
  if (typeof explorable === "object") {
    answerSliders(explorable.title, (moved) => computedBundle(explorable, moved));
  }
  display(displayHook() ? bundle : { "text/plain": bundle["text/plain"] });
}

/** An explorable in every form that a frontend may want: itself, then plotly's JSON, an SVG and a sentence. */
export async function explorableBundle(
  explorable: ExplorableName | ComputedExplorable,
  values: Values = {},
): Promise<MimeBundle> {
  if (typeof explorable === "object") return computedBundle(explorable, values);
  if (!Object.hasOwn(explorables, explorable)) {
    const known = Object.keys(explorables).join(", ");
    throw new RangeError(`explore: there is no explorable ${describeValue(explorable)}; expected one of ${known}`);
  }
  const known = explorables[explorable];
  const start = startValues(known, values);
  return { [explorableType]: { name: explorable, values: start }, ...(await figureBundle(known.figure(start))) };
}

async function computedBundle(explorable: ComputedExplorable, values: Values): Promise<MimeBundle> {
  checkControls(explorable);
  if (typeof explorable.figure !== "function") {
    throw new TypeError(`explorable: figure is ${describeValue(explorable.figure)}; expected a function`);
  }
  const { title, sliders } = explorable;
  const start = startValues(explorable, values);
  const figure = await explorable.figure(start);
  return { [explorableType]: { title, sliders, values: start }, ...(await figureBundle(figure)) };
}
