import { inspect } from "node:util";

/**
 * Node hangs on each promise what follows asynchronous calls, to which cell they belong among it, and shows that wherever
 * it shows the promise: a request's header and numbers that no second run repeats. From now on it shows the promise only.
 */
export function installPromiseText(): void {
  Object.defineProperty(Promise.prototype, inspect.custom, {
    configurable: true,
    writable: true,
    // What gives itself is shown as ever.
    value(this: Promise<unknown>) {
      for (const key of Object.getOwnPropertySymbols(this)) {
        if (internals.has(key.description ?? "")) Reflect.defineProperty(this, key, { enumerable: false });
      }
      return this;
    },
  });
}

const internals = new Set(["async_id_symbol", "trigger_async_id_symbol", "kResourceStore"]);
