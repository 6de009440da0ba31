/**
 * Colours of Okabe and Ito, which colour-blind readers tell apart, in an order that puts first those that stand out on
 * white and on black paper alike (contrast 3 or more on both).
 *
 * @see Okabe and Ito: Color universal design (2008)
 */
export const palette = {
  blue: "#0072b2",
  vermilion: "#d55e00",
  green: "#009e73",
  purple: "#cc79a7",
  sky: "#56b4e9",
  orange: "#e69f00",
} as const;

/** Lines that are only there for orientation, on white and on black paper. */
export const quiet = "#8a8a8a";

/** The colours of the first, second, ... series of a figure. */
export const seriesColors: readonly string[] = Object.values(palette);

/** Dashes go with the colours, so that lines differ without colour too. */
export const seriesDashes: readonly ("solid" | "dash" | "dot" | "dashdot")[] = ["solid", "dash", "dot", "dashdot"];
