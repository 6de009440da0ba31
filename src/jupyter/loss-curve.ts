import { historyFigure } from "../figures/history-figure.js";
import type { Epoch, Run } from "../training/fit.js";
import { displayHook } from "./display-hook.js";
import type { MimeBundle } from "./notebook.js";
import { figureBundle, plotlyBundle } from "./show.js";
import { watchedRun } from "./watched-run.js";

/**
 * Shows the loss curve of a training while it grows, and leaves it standing: `historyFigure` of the epochs so far.
 *
 * It is the same run, to iterate or to run to its end. Outside of a kernel, in a plain script, the sentence of the
 * finished curve is printed.
 *
 * @param run what `fit` gives
 * @example
 * const history = await lossCurve(fit(model, train, options)).toEnd();
 */
export function lossCurve(run: Run): Run {
  return watchedRun(run, curveBundle);
}

/** Only what stays is worth a drawing. */
function curveBundle(history: readonly Epoch[], isOver: boolean): MimeBundle | Promise<MimeBundle> {
  const figure = historyFigure(history);
  return isOver && displayHook() ? figureBundle(figure) : plotlyBundle(figure);
}
