import type { Epoch, Run } from "../training/fit.js";
import { display, displayHook } from "./display-hook.js";
import type { MimeBundle } from "./notebook.js";

/** Milliseconds between two changes of the display: a kernel loses output when it must send much more often. */
const PAUSE = 100;

let displays = 0;

/**
 * The same run, to iterate or to run to its end, with one display in the cell that changes while it goes on.
 *
 * Outside of a kernel, in a plain script, the text of the end is printed.
 *
 * @param bundle what is shown of one epoch or more, and whether no epoch will follow
 */
export function watchedRun(
  run: Run,
  bundle: (history: readonly Epoch[], isOver: boolean) => MimeBundle | Promise<MimeBundle>,
): Run {
  const epochs = shownEpochs(run, bundle);
  return {
    get history() {
      return run.history;
    },
    [Symbol.asyncIterator]: () => epochs,
    async toEnd() {
      for await (const _ of epochs);
      return run.history;
    },
  };
}

async function* shownEpochs(
  run: Run,
  bundle: (history: readonly Epoch[], isOver: boolean) => MimeBundle | Promise<MimeBundle>,
): AsyncGenerator<Epoch, void, undefined> {
  displays++;
  const id = `surprisal-run-${displays}`;
  let last = Number.NEGATIVE_INFINITY;
  let update = false;
  const show = async (isOver: boolean) => {
    display(await bundle(run.history, isOver), { id, update });
    update = true;
  };
  try {
    for await (const epoch of run) {
      if (performance.now() - last >= PAUSE && displayHook()) {
        await show(false);
        last = performance.now();
      }
      yield epoch;
    }
  } finally {
    if (run.history.length > 0) await show(true);
  }
}
