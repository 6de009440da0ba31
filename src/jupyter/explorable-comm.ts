/**
 * What a notebook and its kernel say to each other about an explorable that the kernel computes.
 *
 * The notebook opens a comm of the explorable's target. A kernel in which the cell has run answers `{ ready: true }`, any
 * other closes the comm. From then on the notebook sends where the sliders stand, `{ values }`, and is sent an output in
 * place of the one it shows, `{ bundle }`. What went wrong, an interrupt too, it hears by Jupyter's `error` message.
 */

/** What an explorable is in a notebook: `{ name, values }` of a known one, `{ title, sliders, values }` of a cell's own. */
export const explorableType = "application/vnd.surprisal.explorable.v1+json";

/** The target of the comms of the explorable with this title. No other can be reached from a saved output. */
export function explorableTarget(title: string): string {
  return `surprisal.explorable:${title}`;
}
