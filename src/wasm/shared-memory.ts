import { MemoryParts, reserveBytes } from "./memory.js";
import { type Span, Spans } from "./spans.js";

/** Below this the routines have what they work with themselves. */
const FIRST = 128 * 1024;
/** Of a cache line. */
const UNIT = 64;

/** What of the memory that threads share is used: by matrices that were allocated, and by works while they last. */
const spans = new Spans(FIRST);

/**
 * Takes so many bytes of the memory of `sharedInstance`, which grows where it has to.
 *
 * @throws RangeError when there is no room, saying for how much; nothing is taken then
 */
export function takeShared(bytes: number, memory: WebAssembly.Memory): Span {
  const span = spans.take(Math.ceil(bytes / UNIT) * UNIT);
  try {
    reserveBytes(memory, span.at + span.bytes);
    return span;
  } catch (error) {
    spans.give(span);
    throw error;
  }
}

/** Gives back what `takeShared` has given. */
export function giveShared(span: Span): void {
  spans.give(span);
}

/** Deals out the parts that a work needs in the memory of `sharedInstance`: its own until something else is taken from there. */
export function layoutShared<T>(layout: (parts: MemoryParts) => T, memory: WebAssembly.Memory): T {
  const needed = new MemoryParts(0);
  layout(needed);
  const span = takeShared(needed.bytes, memory);
  giveShared(span);
  return layout(new MemoryParts(span.at));
}
