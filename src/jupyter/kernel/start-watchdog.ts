import { once } from "node:events";
import { Worker } from "node:worker_threads";

export interface WatchdogData {
  /** Its first entry becomes 1 at SIGINT, whatever the kernel's thread is doing. */
  stop: Int32Array;
  /** The process without which the kernel is to end. */
  parent: number | undefined;
}

/**
 * Listens for SIGINT, and for the end of the process that started this one, in a thread of its own.
 *
 * @param stop over shared memory; set to 1 at SIGINT
 * @param interrupt called after that, as soon as this thread is free
 */
export async function startWatchdog(stop: Int32Array, interrupt: () => void): Promise<void> {
  leaveSigintAlone();
  const data: WatchdogData = { stop, parent: parentProcess() };
  const worker = new Worker(new URL("./watchdog.js", import.meta.url), {
    workerData: data,
    stdout: true,
    stderr: true,
  });
  worker.unref();
  await once(worker, "message"); // it listens
  worker.on("message", interrupt);
}

/**
 * A listener on the process would take SIGINT away from the watchdog, and its removal would leave it to end the process.
 * Packages that add one keep it; it is not called.
 */
function leaveSigintAlone(): void {
  const listeners = process.listeners("newListener" as NodeJS.Signals) as ((name: string) => void)[];
  const start = listeners.find(({ name }) => name === "startListeningIfSignal");
  if (!start) return;
  process.off("newListener", start);
  process.on("newListener", (name: string) => {
    if (name !== "SIGINT") start(name);
  });
}

/** Jupyter tells it; on Windows the number is that of a handle, which is of no use here. */
function parentProcess(): number | undefined {
  const pid = Number(process.env.JPY_PARENT_PID);
  return process.platform !== "win32" && Number.isInteger(pid) && pid > 1 ? pid : undefined;
}
