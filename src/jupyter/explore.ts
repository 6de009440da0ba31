import { startValues } from "../figures/explorables/explorable.js";
import { type ExplorableName, explorables } from "../figures/explorables/registry.js";
import { describeValue } from "../numerics/describe-value.js";
import { display, displayHook } from "./display-hook.js";
import type { MimeBundle } from "./notebook.js";
import { figureBundle } from "./show.js";

/** What an explorable is in a notebook: its name and where its sliders stand. */
export const explorableType = "application/vnd.surprisal.explorable.v1+json";

/**
 * Shows an explorable in the cell: with its sliders where this package's JupyterLab extension is (`npm run lab`), else
 * the figure as it is at the start.
 *
 * Outside of a kernel, in a plain script, the figure's sentence is printed.
 *
 * @param name which one: `Object.keys(explorables)`
 * @param values where the sliders begin, by their names; default: each slider's own
 * @throws RangeError when there is no such explorable or slider, or a number is outside its slider
 * @example
 * await explore("surprisal", { p: 0.2 });
 */
export async function explore(name: ExplorableName, values: Readonly<Record<string, number>> = {}): Promise<void> {
  const bundle = await explorableBundle(name, values);
  display(displayHook() ? bundle : { "text/plain": bundle["text/plain"] });
}

/** An explorable in every form that a frontend may want: itself, then plotly's JSON, an SVG and a sentence. */
export async function explorableBundle(
  name: ExplorableName,
  values: Readonly<Record<string, number>> = {},
): Promise<MimeBundle> {
  if (!Object.hasOwn(explorables, name)) {
    const known = Object.keys(explorables).join(", ");
    throw new RangeError(`explore: there is no explorable ${describeValue(name)}; expected one of ${known}`);
  }
  const explorable = explorables[name];
  const start = startValues(explorable, values);
  return { [explorableType]: { name, values: start }, ...(await figureBundle(explorable.figure(start))) };
}
