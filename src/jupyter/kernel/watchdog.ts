/**
 * The thread beside the kernel's: it hears SIGINT also while a cell never lets go of the kernel's thread, and notices when
 * the process that started the kernel is gone. Started by `startWatchdog`.
 */
import { Script } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import type { WatchdogData } from "./start-watchdog.js";

const { stop, parent } = workerData as WatchdogData;
const lookEvery = 1000; // ms
const never = new Int32Array(new SharedArrayBuffer(4));

(globalThis as { __watch?: () => never }).__watch = () => {
  for (;;) {
    Atomics.wait(never, 0, 0, lookEvery);
    if (parent !== undefined && isGone(parent)) process.kill(process.pid, "SIGKILL");
  }
};
const watch = new Script("__watch()");

/**
 * Returns when SIGINT has come: `breakOnSigint` is how a thread that is not the main one can hear of it. While a cell
 * runs its first part it listens in the same way, and Node tells only the one who began to listen last.
 */
function untilSignal(): void {
  try {
    watch.runInThisContext({ breakOnSigint: true });
  } catch {}
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

parentPort?.postMessage("ready");
for (;;) {
  untilSignal();
  Atomics.store(stop, 0, 1);
  parentPort?.postMessage("interrupt");
}
