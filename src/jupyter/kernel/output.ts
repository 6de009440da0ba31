import { type Cell, currentCell } from "./cell.js";
import type { Sockets } from "./sockets.js";
import type { DisplayData } from "./tslab.js";

export type StreamName = "stdout" | "stderr";

/** What cells write and show, on its way to the notebook. */
export interface Output {
  write(name: StreamName, text: string): void;
  display(data: DisplayData, update?: boolean): void;
  /** Removes what the cell has shown; with `wait` when there is something new. */
  clear(wait: boolean): void;
  /** Sends the text that still waits for more; that of the next cell does not wait for having come soon after it. */
  flush(): void;
}

const longestWait = 50; // ms
const mostCharacters = 1 << 16;

/**
 * Text is joined into few messages: after one has been sent the next text waits until somebody else writes, something is
 * shown, the cell ends, or the time is up. The time is looked at on every write, so that a loop that never awaits is
 * heard while it runs. Each cell's output carries the header of the request that started it, also when it comes late.
 */
export function createOutput(publish: Sockets["publish"]): Output {
  // Taken now: a cell may replace the timers of the globals.
  const { setTimeout, clearTimeout, performance } = globalThis;
  let waiting: { cell: Cell | undefined; name: StreamName; texts: string[]; length: number } | undefined;
  let lastSent = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!waiting) return;
    const { cell, name, texts } = waiting;
    waiting = undefined;
    lastSent = performance.now();
    if (!cell?.interrupted) publish("stream", { name, text: texts.join("") }, cell?.request);
  }

  return {
    write(name, text) {
      const cell = currentCell();
      if (waiting && (waiting.cell !== cell || waiting.name !== name)) flush();
      waiting ??= { cell, name, texts: [], length: 0 };
      timer ??= setTimeout(flush, longestWait);
      waiting.texts.push(text);
      waiting.length += text.length;
      if (waiting.length > mostCharacters || performance.now() - lastSent > longestWait) flush();
    },
    display({ data, metadata = {}, transient = {} }, update = false) {
      const cell = currentCell();
      if (cell?.interrupted) return;
      flush();
      publish(update ? "update_display_data" : "display_data", { data, metadata, transient }, cell?.request);
    },
    clear(wait) {
      const cell = currentCell();
      if (cell?.interrupted) return;
      flush();
      publish("clear_output", { wait }, cell?.request);
    },
    flush() {
      flush();
      lastSent = Number.NEGATIVE_INFINITY;
    },
  };
}

/** Sends what is written to the process's stdout and stderr to `output`: that of cells and of the packages they use. */
export function captureStreams(output: Output): void {
  for (const name of ["stdout", "stderr"] as const) {
    const decoder = new TextDecoder();
    const write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
      output.write(name, typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }));
      const callback = typeof encoding === "function" ? encoding : done;
      if (typeof callback === "function") process.nextTick(callback);
      return true;
    };
    process[name].write = write as typeof process.stdout.write;
  }
}
