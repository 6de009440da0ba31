import { historyFigure } from "../figures/history-figure.js";
import type { Epoch, Run, Step } from "../training/run.js";
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
  return watchedRun(run, { bundle: curveBundle, isLine: false });
}

/** Only what stays is worth a drawing; a step changes nothing. */
function curveBundle(
  history: readonly Epoch[],
  isOver: boolean,
  step?: Step,
): MimeBundle | undefined | Promise<MimeBundle> {
  if (history.length === 0 || (step && !isOver)) return undefined;
  const figure = historyFigure(history);
  return isOver && displayHook() ? figureBundle(figure) : plotlyBundle(figure);
}
