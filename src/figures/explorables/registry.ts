import type { Explorable } from "./explorable.js";
import { surprisalSlider } from "./surprisal-slider.js";

/** Names by which a notebook asks for an explorable. They stand in saved notebooks, so none is ever renamed. */
export type ExplorableName = "surprisal";

/**
 * Every explorable by its name.
 *
 * @example
 * explorables.surprisal.figure({ p: 0.5 }).text.includes("1 bit"); // true
 */
export const explorables: Readonly<Record<ExplorableName, Explorable>> = {
  surprisal: surprisalSlider,
};
