import type { MimeBundle } from "../notebook.js";
import type { Comms } from "./comms.js";

/** What the functions of `surprisal/kernel` reach the notebook by. */
export interface Frontend {
  display(data: MimeBundle, options: { id?: string; update?: boolean; metadata?: Record<string, unknown> }): void;
  clearOutput(wait: boolean): void;
  ask(prompt: string, password: boolean): Promise<string>;
  comms: Comms;
}

/** In the process rather than in this module: a notebook's project may have a copy of this package of its own. */
const place = globalThis as { [key: symbol]: Frontend | undefined };
const key = Symbol.for("surprisal.frontend");

export function setFrontend(frontend: Frontend): void {
  place[key] = frontend;
}

/** undefined when this process is no kernel, or another one */
export function currentFrontend(): Frontend | undefined {
  return place[key];
}

/** @throws Error when this process is no kernel */
export function frontend(): Frontend {
  const current = currentFrontend();
  if (current) return current;
  throw new Error('The functions of "surprisal/kernel" work in cells that run in the surprisal kernel only');
}
