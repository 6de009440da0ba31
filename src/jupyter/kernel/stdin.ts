import type { Message } from "../wire.js";
import { type Cell, currentCell } from "./cell.js";
import { Interrupted } from "./interruption.js";
import type { Sockets } from "./sockets.js";

/** Questions of cells to the reader. */
export interface Stdin {
  ask(prompt: string, password: boolean): Promise<string>;
  /** Takes in an input_reply. */
  receive(message: Message): void;
  /** Gives up the question of a cell that is interrupted. */
  interrupt(): void;
}

export function createStdin(reply: Sockets["reply"]): Stdin {
  let waiting: { answer(text: string): void; fail(error: Error): void } | undefined;
  /** The question before: the frontend shows one at a time. */
  let before: Promise<unknown> = Promise.resolve();

  function askNow(cell: Cell, prompt: string, password: boolean): Promise<string> {
    return new Promise<string>((answer, fail) => {
      waiting = { answer, fail };
      reply({ channel: "stdin", message: cell.request }, "input_request", { prompt, password });
    }).finally(() => {
      waiting = undefined;
    });
  }

  return {
    ask(prompt, password) {
      const cell = currentCell();
      if (cell?.request.content.allow_stdin !== true) {
        return Promise.reject(
          new Error("input: nobody can answer here, as the notebook is run without asking (allow_stdin)"),
        );
      }
      const asked = before.then(() => askNow(cell, prompt, password));
      before = asked.catch(() => {});
      return asked;
    },
    receive({ header, content }) {
      if (header.msg_type === "input_reply") waiting?.answer(String(content.value ?? ""));
    },
    interrupt() {
      waiting?.fail(new Interrupted("the cell was interrupted"));
    },
  };
}
