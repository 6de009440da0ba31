import { setTimeout as sleep } from "node:timers/promises";
import type { KernelEnd } from "./kernel-process.js";
import type { KernelSession } from "./kernel-session.js";

/** How the run of one cell ended. */
export type CellEnding =
  /** `idle`: whether the kernel said that all output has been sent. */
  { state: "ok" | "error"; idle: boolean } | { state: "timeout" } | { state: "died"; end: KernelEnd };

export interface CellRunOptions {
  /** Milliseconds, or Infinity. */
  timeout: number;
  /** The cell may fail, and the next one is to run all the same. */
  mayFail: boolean;
  signal?: AbortSignal;
  /** Called with the id that the outputs of this cell carry in their parent header. */
  onRequest(id: string): void;
}

/** After its reply a kernel says "idle"; stock tslab loses that, with output, past about 500 writes in one turn. */
const idleLimit = 3000;
/** What an interrupted cell may take to stop. */
const interruptLimit = 2000;
/** What a dead kernel has sent is on its way for another moment. */
const lastWords = 100;
const longestTimer = 2 ** 31 - 1;

/**
 * Runs one cell. One that takes too long is interrupted; whether that stopped it is not known afterwards.
 *
 * @throws the reason of `signal` when it is aborted
 */
export async function runCell(session: KernelSession, code: string, options: CellRunOptions): Promise<CellEnding> {
  const { timeout, mayFail, signal, onRequest } = options;
  signal?.throwIfAborted();
  const over = new AbortController();
  const request = session.execute(code, { stopOnError: !mayFail });
  onRequest(request.id);

  async function done(): Promise<CellEnding> {
    const { content } = await request.reply;
    const silence = sleep(idleLimit, false, { signal: over.signal });
    const idle = await Promise.race([request.idle.then(() => true), silence]);
    return { state: content.status === "ok" ? "ok" : "error", idle };
  }
  const died = session.ended.then(async (end): Promise<CellEnding> => {
    await sleep(lastWords);
    return { state: "died", end };
  });
  const late = sleep<CellEnding>(Math.min(timeout, longestTimer), { state: "timeout" }, { signal: over.signal });
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { signal: over.signal });
  });

  try {
    const ending = await Promise.race([done(), died, late, aborted]);
    if (ending.state === "timeout") {
      session.interrupt();
      await Promise.race([request.idle, died, aborted, sleep(interruptLimit, undefined, { signal: over.signal })]);
    }
    return ending;
  } finally {
    over.abort();
  }
}
