import { type Cell, runInCell } from "./cell.js";
import { Interrupted, interrupted, stop } from "./interruption.js";

/** What the kernel waits for, one at a time: a cell, or the listener of a comm. */
export interface CurrentWork {
  /**
   * What `work` comes to, done in the name of this cell.
   *
   * @throws Interrupted when it is interrupted; it is no longer waited for then
   */
  run<T>(cell: Cell, work: () => Promise<T>): Promise<T>;
  /** Ends what is waited for, if anything is. */
  interrupt(): void;
}

export function createCurrentWork(): CurrentWork {
  let end: (reason: Interrupted) => void = () => {};
  return {
    async run(cell, work) {
      const interruption = new Promise<never>((_, reject) => {
        end = reject;
      });
      try {
        return await Promise.race([runInCell(cell, async () => work()), interruption]);
      } catch (error) {
        if (!isInterruption(error)) throw error;
        cell.interrupted = true;
        // What is still to be heard of this interrupt is not to end what comes next.
        if (stop[0]) await interruption.catch(() => {});
        throw interrupted;
      }
    },
    interrupt() {
      stop[0] = 0;
      end(interrupted);
    },
  };
}

/** What code ends with by Node before its first await, and what its loops and awaits end with after that. */
function isInterruption(thrown: unknown): boolean {
  if (thrown instanceof Interrupted) return true;
  return thrown instanceof Error && (thrown as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}
