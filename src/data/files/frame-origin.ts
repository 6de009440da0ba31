import type { FrameData } from "./frame.js";

/** The file a frame was read from, and the line of each row. */
export interface FrameOrigin {
  readonly source: string;
  readonly lines: Int32Array;
}

const origins = new WeakMap<object, FrameOrigin>();

/**
 * Remembers where the rows of a frame come from. danfojs makes a new index whenever rows are sorted, dropped or taken
 * into another frame, and keeps it when columns are added: so the lines belong to the index.
 */
export function rememberOrigin(frame: FrameData, origin: FrameOrigin): void {
  origins.set(frame.index, origin);
}

/** Where the rows of a frame come from; undefined when they are no longer the rows that were read. */
export function originOf(frame: FrameData): FrameOrigin | undefined {
  return origins.get(frame.index);
}
