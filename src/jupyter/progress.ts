import { numberText } from "../figures/number-text.js";
import type { Epoch, Run } from "../training/fit.js";
import { escapeHtml } from "./escape-html.js";
import type { MimeBundle } from "./notebook.js";
import { watchedRun } from "./watched-run.js";

/**
 * Shows how a training goes on, in one line that changes: the epoch, the losses, the best epoch so far.
 *
 * It is the same run, to iterate or to run to its end. What is left standing has no times in it, so that a notebook
 * which runs again stays the same. Outside of a kernel, in a plain script, the last line is printed.
 *
 * @param run what `fit` gives
 * @example
 * const history = await progress(fit(model, train, options)).toEnd();
 * @example
 * for await (const epoch of progress(run)) if (epoch.validation.mean < 0.4) break;
 */
export function progress(run: Run): Run {
  return watchedRun(run, progressBundle);
}

/**
 * The state of a training as a bar with a line of text, and as the line alone.
 *
 * @param history one epoch or more
 * @param isOver whether no epoch will follow
 */
export function progressBundle(history: readonly Epoch[], isOver: boolean): MimeBundle {
  const line = progressLine(history, isOver);
  const { epoch, epochs } = history[history.length - 1];
  const bar = `<progress max="${epochs}" value="${epoch}" aria-label="training"></progress>`;
  return { "text/html": `<div class="surprisal-progress">${bar} ${escapeHtml(line)}</div>`, "text/plain": line };
}

function progressLine(history: readonly Epoch[], isOver: boolean): string {
  const { epoch, epochs, train, validation } = history[history.length - 1];
  const best = history.filter(({ improved }) => improved).at(-1);
  const parts = [
    isOver && epoch < epochs ? `stopped after epoch ${epoch} of ${epochs}` : `epoch ${epoch} of ${epochs}`,
  ];
  parts.push(`training ${numberText(train.mean)} nats per row`);
  if (validation.weight > 0) parts.push(`validation ${numberText(validation.mean)} nats per row`);
  if (best) parts.push(`best epoch ${best.epoch}: ${numberText(best.validation.mean)}`);
  return parts.join(" · ");
}
