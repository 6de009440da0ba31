import { Script } from "node:vm";
import { currentCell } from "./cell.js";
import { defineConstants } from "./constants.js";

/**
 * What an interrupt can stop. The first part of a cell or of a comm's listener, up to its first await, is ended by Node
 * whatever it does. After that cells and the reader's TypeScript modules look for themselves (`interruptible` writes it into them): loops at each
 * turn, awaits when they are resumed. Timers of an interrupted cell no longer fire. What a package computes in one go
 * after a first await cannot be stopped, nor can what it awaits for itself; what that writes is not shown. SIGINT is heard
 * whatever the kernel's thread does, an interrupt_request (on Windows) when it is free.
 */

/** Thrown into code that was interrupted, so that its `finally` blocks run. */
export class Interrupted extends Error {
  override name = "Interrupted";
}

/** By these names the compiled code knows them. */
export const names = { stop: "__stop", interrupted: "__interrupted", resume: "__resume" };
const startName = "__start";

/** Set to 1 by the watchdog at SIGINT; the kernel sets it back when it has interrupted the cell that runs. */
export const stop = new Int32Array(new SharedArrayBuffer(4));

/** What all interrupted code ends with. */
export const interrupted = new Interrupted("the cell was interrupted");

/** The value that was awaited, unless the cell that waits has been interrupted meanwhile. */
function resume(value: unknown): unknown {
  if (currentCell()?.interrupted) throw interrupted;
  return value;
}

/** Makes the names known to all code of this process, as constants, which V8 reads at no cost. */
export function installInterruption(): void {
  defineConstants({
    [names.stop]: stop,
    [names.interrupted]: interrupted,
    [names.resume]: resume,
    [startName]: () => toStart(),
  });
  stopTimers();
}

let toStart: () => unknown;
const starting = new Script(`${startName}()`);

/** What `work` returns; until then Node ends it at SIGINT, as tslab's executor has it end the first part of a cell. */
export function endedByNode<T>(work: () => T): T {
  toStart = work;
  return starting.runInThisContext({ breakOnSigint: true }) as T;
}

/** Timers of interrupted cells do nothing, but for those that only resolve a promise: somebody may clean up behind it. */
function stopTimers(): void {
  for (const name of ["setTimeout", "setInterval", "setImmediate"] as const) {
    const original = globalThis[name] as (callback: unknown, ...rest: unknown[]) => unknown;
    const replacement = (callback: unknown, ...rest: unknown[]): unknown =>
      typeof callback === "function"
        ? original(unlessInterrupted(callback as Callback), ...rest)
        : original(callback, ...rest);
    Object.defineProperties(replacement, Object.getOwnPropertyDescriptors(original));
    globalThis[name] = replacement as never;
  }
}

type Callback = (...values: unknown[]) => unknown;

function unlessInterrupted(callback: Callback): Callback {
  return function (this: unknown, ...values) {
    if (!currentCell()?.interrupted || isNative(callback)) return callback.apply(this, values);
    clearInterval(this as NodeJS.Timeout);
  };
}

/** As the functions that a promise's executor is given. */
function isNative(callback: Callback): boolean {
  return /\{ \[native code\] \}$/.test(Function.prototype.toString.call(callback));
}
