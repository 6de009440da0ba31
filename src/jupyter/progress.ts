import { numberText } from "../figures/number-text.js";
import type { Epoch, Run, Step } from "../training/run.js";
import { escapeHtml } from "./escape-html.js";
import type { MimeBundle } from "./notebook.js";
import { watchedRun } from "./watched-run.js";

/**
 * Shows how a training goes on, in one line that changes: the epoch, the losses, the best epoch so far.
 *
 * It is the same run, to iterate or to run to its end. What is left standing has no times in it, so that a notebook
 * which runs again stays the same. In a plain script the line changes at the end of the terminal; where there is none it is
 * printed every ten seconds, and at the end. Iterated by `steps()`, it tells the steps too.
 *
 * @param run what `fit` gives
 * @example
 * const history = await progress(fit(model, train, options)).toEnd();
 * @example
 * for await (const epoch of progress(run)) if (epoch.validation.mean < 0.4) break;
 */
export function progress(run: Run): Run {
  return watchedRun(run, { bundle: progressBundle, isLine: true });
}

/**
 * The state of a training as a bar with a line of text, and as the line alone.
 *
 * @param history one epoch or more, or none before a step of the first
 * @param isOver whether nothing will follow
 * @param step of the epoch after them
 */
export function progressBundle(history: readonly Epoch[], isOver: boolean, step?: Step): MimeBundle {
  const line = [
    ...(step ? ofStep(step, isOver) : ofEpoch(history[history.length - 1], isOver)),
    ...ofBest(history),
  ].join(" · ");
  const { epochs } = step ?? history[history.length - 1];
  const value = history.length + (step?.steps ? step.step / step.steps : 0);
  const bar = `<progress max="${epochs}" value="${value}" aria-label="training"></progress>`;
  return { "text/html": `<div class="surprisal-progress">${bar} ${escapeHtml(line)}</div>`, "text/plain": line };
}

const nats = (mean: number) => `${numberText(mean)} nats per row`;

function ofStep({ epoch, epochs, step, steps, train }: Step, isOver: boolean): string[] {
  const where = `epoch ${epoch} of ${epochs}, step ${step}${steps === undefined ? "" : ` of ${steps}`}`;
  return [isOver ? `stopped in ${where}` : where, `batch ${nats(train.mean)}`];
}

function ofEpoch({ epoch, epochs, train, validation }: Epoch, isOver: boolean): string[] {
  const where = `epoch ${epoch} of ${epochs}`;
  return [
    isOver && epoch < epochs ? `stopped after ${where}` : where,
    `training ${nats(train.mean)}`,
    ...(validation.weight > 0 ? [`validation ${nats(validation.mean)}`] : []),
  ];
}

function ofBest(history: readonly Epoch[]): string[] {
  const best = history.findLast(({ improved }) => improved);
  return best ? [`best epoch ${best.epoch}: ${numberText(best.validation.mean)}`] : [];
}
