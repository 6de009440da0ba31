import { setTimeout as sleep } from "node:timers/promises";

/** Whether a process of this id runs. */
export function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until it does, at most fifteen seconds: a kernel starts slowly on a busy machine. */
export async function until(condition: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 750 && !condition(); tries += 1) await sleep(20);
  return condition();
}
