/** Ends what we started when this process ends first, by itself or by a signal. */

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const endings = new Set<() => void>();

/**
 * Calls `end` when this process exits.
 *
 * @param end synchronous, since an exiting process waits for nothing
 * @returns call it when the thing has ended: `end` is then forgotten
 */
export function endWithUs(end: () => void): () => void {
  if (endings.size === 0) {
    process.on("exit", endAll);
    for (const signal of signals) process.on(signal, onSignal);
  }
  endings.add(end);
  return () => {
    if (!endings.delete(end) || endings.size > 0) return;
    process.off("exit", endAll);
    for (const signal of signals) process.off(signal, onSignal);
  };
}

function endAll(): void {
  for (const end of endings) end();
}

/** A listener switches off Node's own ending by that signal. Whoever else listens decides; else we end as Node would. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  endAll();
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
}
