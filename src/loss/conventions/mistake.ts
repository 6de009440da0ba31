import type { Case } from "./case.js";

/** Something that was done otherwise on the way to the other number, whatever the framework. */
export interface Mistake {
  /** In words, with the figures. */
  words(c: Case): string;
  /** The inputs as they were taken; undefined where there is nothing to mistake. */
  change(c: Case): Case | undefined;
}
