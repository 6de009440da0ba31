/**
 * Lets what waits on this thread have its turn: input, timers, drawing. `setTimeout` alone would sleep a millisecond in Node,
 * which is as long as a small network trains on a thousand examples.
 */
export function otherTasks(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve);
  });
}
