import type { MimeBundle } from "../notebook.js";
import type { Comms } from "./comms.js";

/** What the functions of `surprisal/kernel` reach the notebook by. */
export interface Frontend {
  display(data: MimeBundle, options: { id?: string; update?: boolean; metadata?: Record<string, unknown> }): void;
  clearOutput(wait: boolean): void;
  ask(prompt: string, password: boolean): Promise<string>;
  comms: Comms;
}

let current: Frontend | undefined;

export function setFrontend(frontend: Frontend): void {
  current = frontend;
}

/** @throws Error when this process is no kernel */
export function frontend(): Frontend {
  if (current) return current;
  throw new Error('The functions of "surprisal/kernel" work in cells that run in the surprisal kernel only');
}
