import type { Draw } from "./draw.js";

/** How one public function is fuzzed. Only good arguments need to be made: spoil.ts makes bad ones out of them. */
export interface Entry {
  /** Arguments that the function takes. */
  good(draw: Draw): readonly unknown[];
  /** What is called with them, where it is not the exported function itself. */
  // biome-ignore lint/suspicious/noExplicitAny: arguments of every kind are the point
  call?(...spoiled: any[]): unknown;
  /** What its errors begin with, where that is not its name. */
  says?: RegExp;
  /** NaN is a number like others to it, and its result may have it then. */
  keepsNaN?: boolean;
  /** Where its result may have NaN, as its comment says: paths such as "0.interval.1". */
  nan?: RegExp;
  /** Which arguments it is meant to write to: paths such as "2.gradient.data". */
  writes?: RegExp;
  /** What may be anything, since the function does not look at it: paths as in `writes`. */
  unread?: RegExp;
  /** Good arguments may be refused too, in ways that only the function can tell. */
  picky?: boolean;
  /** It takes longer than the others, and is called a hundredth as often. */
  costly?: boolean;
  /** Throws when the result is no right one. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  check?(result: any, ...given: any[]): void;
}

/** Entries by the names of the functions; a method is named as it is called: "Total.merge". */
export type Registry = Readonly<Record<string, Entry>>;
