import type { Request } from "./sockets.js";

export interface RequestQueue {
  add(request: Request): void;
  /**
   * Has the executions that wait handled as aborted: those that were sent before anybody could know that the one before
   * them fails. To be awaited before that is told.
   */
  abortWaiting(): Promise<void>;
}

/** What has been sent is in our sockets by then. */
const arrival = 20; // ms

/**
 * Handles requests one after another.
 *
 * @param handle never rejects
 */
export function createRequestQueue(handle: (request: Request, aborted: boolean) => Promise<void>): RequestQueue {
  const { setTimeout } = globalThis;
  const waiting: { request: Request; aborted: boolean }[] = [];
  let working = false;

  async function work(): Promise<void> {
    working = true;
    for (let next = waiting.shift(); next; next = waiting.shift()) await handle(next.request, next.aborted);
    working = false;
  }

  return {
    add(request) {
      waiting.push({ request, aborted: false });
      if (!working) void work();
    },
    async abortWaiting() {
      await new Promise((resolve) => setTimeout(resolve, arrival));
      for (const entry of waiting) entry.aborted ||= entry.request.message.header.msg_type === "execute_request";
    },
  };
}
