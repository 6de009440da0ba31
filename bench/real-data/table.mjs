// What came of a question, as rows of a table in Markdown.
import {
  evaluateProbabilities,
  expectedCalibrationError,
  logits,
  meanWithInterval,
  sigmoid,
  softmax,
} from "../../dist/index.js";

/** @typedef {import("../../dist/index.js").Evaluation} Evaluation */
/** @typedef {Record<string, number[][][]> & { hash: string }} Answers by model: for each seed, rows of logarithms */

export const HEAD = [
  "| question | model | log loss, ours | theirs | ours - theirs | accuracy, ours | theirs | calibration error, ours | theirs |",
  "|---|---|---|---|---|---|---|---|---|",
].join("\n");

/**
 * The rows of a question: a model each.
 *
 * @param {import("./questions.mjs").Question} question
 * @param {readonly import("./models.mjs").Model[]} models
 * @param {Answers} answers
 * @param {string} hash of the parts
 * @param {import("./questions.mjs").Parts} parts
 */
export async function rowsOf({ name, asks }, models, answers, hash, parts) {
  if (answers?.hash !== hash)
    throw new Error(`${name}: scikit-learn was asked about other rows; ask again, with --python`);
  const { train, test } = parts;
  const rows = [];
  for (const [i, model] of models.entries()) {
    const ours = summary(await model.evaluations(parts));
    const theirs = summary(
      answers[model.name].map((rows) => {
        const z = logits(rows);
        return evaluateProbabilities(z.cols === 1 ? sigmoid(z) : softmax(z), test.targets, {
          classNames: test.classNames,
        });
      }),
    );
    const difference = meanWithInterval(ours.losses.map((loss, row) => loss - theirs.losses[row]));
    const cells = [
      i === 0 ? `${name}: ${asks}; ${train.targets.length} rows, ${test.targets.length} for the test` : "",
      model.name,
      ...[ours, theirs].map(({ losses }) => withInterval(meanWithInterval(losses))),
      withInterval(difference, true),
      ...[ours, theirs].map(({ right }) => right.toFixed(3)),
      ...[ours, theirs].map(({ off }) => off.toFixed(3)),
    ];
    rows.push(`| ${cells.join(" | ")} |`);
  }
  return rows.join("\n");
}

/** The mean of some trainings' losses, row by row, and of the shares that they got right and were off by. */
function summary(/** @type {Evaluation[]} */ evaluations) {
  const mean = (/** @type {(evaluation: Evaluation) => number} */ of) =>
    evaluations.reduce((sum, evaluation) => sum + of(evaluation), 0) / evaluations.length;
  return {
    losses: evaluations[0].logLoss.rows.map((_, row) => mean(({ logLoss }) => logLoss.rows[row])),
    right: mean(({ accuracy }) => accuracy.share),
    off: mean(({ reliability }) => expectedCalibrationError(reliability)),
  };
}

function withInterval(/** @type {ReturnType<typeof meanWithInterval>} */ { mean, interval }, isSigned = false) {
  const text = (/** @type {number} */ x) => {
    const digits = x.toFixed(3).replace(/^-(0\.0+)$/, "$1");
    return isSigned && x > 0 && !/^0\.0+$/.test(digits) ? `+${digits}` : digits;
  };
  return `${text(mean)} (${interval.map(text).join(" to ")})`;
}
