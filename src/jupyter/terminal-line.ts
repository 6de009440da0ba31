import { stdout } from "node:process";

/** A line at the end of a terminal that changes, as wide as the terminal at the most. */
export class TerminalLine {
  #isShown = false;

  /** Whether the program writes to a terminal. */
  static isPossible(): boolean {
    return stdout.isTTY === true;
  }

  /** Puts a text in the place of the last. */
  show(text: string): void {
    const most = (stdout.columns || 80) - 1;
    stdout.write(`\r\x1b[K${text.length > most ? `${text.slice(0, most - 1)}…` : text}`);
    this.#isShown = true;
  }

  /** Makes room for what others print. */
  hide(): void {
    if (this.#isShown) stdout.write("\r\x1b[K");
    this.#isShown = false;
  }
}
