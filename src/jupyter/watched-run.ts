import type { Epoch, Run, Step } from "../training/run.js";
import { display, displayHook } from "./display-hook.js";
import type { MimeBundle } from "./notebook.js";
import { TerminalLine } from "./terminal-line.js";

/** Milliseconds between two changes of the display: a kernel loses output when it must send much more often. */
const PAUSE = 100;
/** Between two lines where none can be changed, as in a file that is printed to. */
const PAUSE_OF_LINES = 10_000;

/** How a training is shown. */
export interface View {
  /** What is shown after some epochs, and after a step of the next; whether no more will follow. */
  bundle(
    history: readonly Epoch[],
    isOver: boolean,
    step?: Step,
  ): MimeBundle | undefined | Promise<MimeBundle | undefined>;
  /** Whether its text is a line, which outside of a kernel is shown meanwhile too. */
  readonly isLine: boolean;
}

let displays = 0;

/**
 * The same run, to iterate or to run to its end, with one display in the cell that changes while it goes on.
 *
 * Outside of a kernel, in a plain script, the text of the end is printed. Until then, where the text is a line, it stands at the end of
 * a terminal and changes; elsewhere it is printed every ten seconds.
 */
export function watchedRun(run: Run, view: View): Run {
  const watch = new Watch(run, view);
  const epochs = watched(run, watch);
  return {
    get history() {
      return run.history;
    },
    [Symbol.asyncIterator]: () => epochs,
    steps: () => watched(run.steps(), watch),
    async toEnd() {
      for await (const _ of epochs);
      return run.history;
    },
  };
}

async function* watched<Event extends Epoch | Step>(
  events: AsyncIterable<Event>,
  watch: Watch,
): AsyncGenerator<Event, void, undefined> {
  watch.begin();
  try {
    for await (const event of events) {
      await watch.see("step" in event ? event : undefined);
      yield event;
      watch.goOn();
    }
  } finally {
    await watch.end();
  }
}

class Watch {
  readonly #run: Run;
  readonly #view: View;
  readonly #line = new TerminalLine();
  #text = "";
  #step: Step | undefined;
  #last = Number.NEGATIVE_INFINITY;
  #display: { id: string; update: boolean } | undefined;

  constructor(run: Run, view: View) {
    this.#run = run;
    this.#view = view;
  }

  begin(): void {
    if (this.#place() === "lines") this.#last = performance.now();
  }

  /** Takes note of a step, or an epoch in the history, and shows it when it is time to. */
  async see(step: Step | undefined): Promise<void> {
    this.#step = step;
    this.#line.hide();
    const place = this.#place();
    const now = performance.now();
    if (place === "nowhere" || now - this.#last < (place === "lines" ? PAUSE_OF_LINES : PAUSE)) return;
    this.#last = now;
    const bundle = await this.#bundle(false);
    if (!bundle) return;
    if (place === "terminal") this.#text = String(bundle["text/plain"]);
    else this.#show(bundle);
  }

  /** The reader has looked, and what is printed has been: the line stands below it. */
  goOn(): void {
    if (this.#text !== "" && this.#place() === "terminal") this.#line.show(this.#text);
  }

  async end(): Promise<void> {
    this.#line.hide();
    const bundle = await this.#bundle(true);
    if (bundle) this.#show(bundle);
  }

  #place(): "kernel" | "terminal" | "lines" | "nowhere" {
    if (displayHook()) return "kernel";
    if (!this.#view.isLine) return "nowhere";
    return TerminalLine.isPossible() ? "terminal" : "lines";
  }

  async #bundle(isOver: boolean): Promise<MimeBundle | undefined> {
    const { history } = this.#run;
    const step = (this.#step?.epoch ?? 0) > (history.at(-1)?.epoch ?? 0) ? this.#step : undefined;
    return history.length > 0 || step ? this.#view.bundle(history, isOver, step) : undefined;
  }

  #show(bundle: MimeBundle): void {
    this.#display ??= { id: `surprisal-run-${++displays}`, update: false };
    display(bundle, this.#display);
    this.#display.update = true;
  }
}
