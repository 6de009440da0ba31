import { Total, type TotalWithGradient } from "../loss/total.js";
import { TotalBuilder } from "../loss/total-builder.js";
import { describeValue } from "../numerics/describe-value.js";
import { dtypeOf, zeros } from "../numerics/dtype.js";
import type { Logits } from "../numerics/kinds.js";
import { made } from "../numerics/made.js";
import type { Matrix } from "../numerics/matrix.js";
import { LOSSES, nameOfLoss } from "./known-losses.js";
import { checkedTotal, checkTrainingLoss, type TrainingLoss } from "./training-loss.js";

interface MixedOptions {
  gradient?: true | Matrix;
  sampleWeights?: ArrayLike<number>;
  rowLosses?: true;
}

type Parts = readonly (readonly [number, TrainingLoss])[];

/**
 * A loss that is a mixture of others, in nats: loss = sum_j share_j loss_j, of every row, and its gradient the same of theirs.
 *
 * @param parts pairs of a share, above 0, and a loss on logits and class indices; the losses must weigh rows alike
 * @returns a loss for `fit`; a run's recipe knows it when its parts are known
 * @throws TypeError when parts are no such pairs; when it is called, where a loss gives no total, or not its gradient
 * @throws RangeError when there are none, or a share is no finite number above 0; when it is called, where the weights of the losses
 * differ
 * @example
 * const loss = mixedLoss([
 *   [0.7, softmaxCrossEntropy],
 *   [0.3, softmaxFocalLoss],
 * ]);
 * loss(logits([[2, 1, 0.1]]), [0]).mean; // 0.3064...
 * @see Caruana: Multitask learning (1997), for sums of losses
 */
export function mixedLoss(parts: Parts): TrainingLoss {
  if (!Array.isArray(parts)) {
    throw new TypeError(`mixedLoss: parts is ${describeValue(parts)}; expected pairs of a share and a loss`);
  }
  if (parts.length === 0) throw new RangeError("mixedLoss: parts is empty; expected pairs of a share and a loss");
  for (const [i, part] of parts.entries()) {
    if (!Array.isArray(part)) {
      throw new TypeError(`mixedLoss: part ${i} is ${describeValue(part)}; expected a pair of a share and a loss`);
    }
    const [share, loss] = part;
    if (!(Number.isFinite(share) && share > 0)) {
      throw new RangeError(
        `mixedLoss: the share of part ${i} is ${describeValue(share)}; expected a finite number above 0`,
      );
    }
    checkTrainingLoss(`mixedLoss: the loss of part ${i}`, loss);
  }
  const mixed = (z: Logits, targets: ArrayLike<number>, options: MixedOptions = {}): Total => {
    const { gradient, sampleWeights } = options;
    const asked: MixedOptions = {
      rowLosses: true,
      ...(gradient && { gradient: true }),
      ...(sampleWeights && { sampleWeights }),
    };
    const totals = parts.map(([share, loss], i) => {
      const total = loss(z, targets, asked as { gradient: true });
      return { share, total: checkedTotal(`mixedLoss: the loss of part ${i}`, total, gradient && z) };
    });
    checkSameWeight(totals.map(({ total }) => total));
    const to = gradient === true ? zeros(z.rows, z.cols, dtypeOf(z)) : gradient;
    if (to) writeGradient(to, totals);
    return totalOf(totals, to, sampleWeights);
  };
  return made("mixedLoss", [parts.map(([share, loss]) => [share, nameOfLoss(loss) ?? loss])], mixed as TrainingLoss);
}

/** As a recipe tells of it: losses of this package are names. */
export function mixedLossOf(parts: readonly (readonly [number, TrainingLoss | string])[]): TrainingLoss {
  const lossOf = (loss: TrainingLoss | string) =>
    typeof loss === "string" && Object.hasOwn(LOSSES, loss) ? LOSSES[loss] : loss;
  const isList = Array.isArray(parts) && parts.every(Array.isArray);
  return mixedLoss((isList ? parts.map(([share, loss]) => [share, lossOf(loss)]) : parts) as Parts);
}

type Shared = { readonly share: number; readonly total: TotalWithGradient };

function checkSameWeight(totals: readonly Total[]): void {
  const [{ weight }] = totals;
  const other = totals.find((total) => total.weight !== weight);
  if (!other) return;
  throw new RangeError(
    `mixedLoss: the rows weigh ${weight} in one loss and ${other.weight} in another; expected losses that weigh them alike`,
  );
}

function writeGradient({ data }: Matrix, totals: readonly Shared[]): void {
  for (let i = 0; i < data.length; i++) {
    let sum = 0;
    for (const { share, total } of totals) sum += share * total.gradient.data[i];
    data[i] = sum;
  }
}

/** Row by row, so that it merges exactly and has a standard error, where the rows' losses and weights are known. */
function totalOf(totals: readonly Shared[], gradient: Matrix | undefined, weights?: ArrayLike<number>): Total {
  const [{ total: first }] = totals;
  const builder = new TotalBuilder({ gradient });
  const losses = totals.map(({ total }) => total.rowLosses);
  const rows = losses[0]?.length ?? 0;
  for (let row = 0; row < rows; row++) {
    const loss = totals.reduce((sum, { share }, j) => sum + share * (losses[j]?.[row] ?? Number.NaN), 0);
    if (Number.isNaN(loss)) return summed(totals, gradient);
    builder.add(row, loss, weights?.[row] ?? 1);
  }
  const total = builder.finish();
  return total.weight === first.weight ? total : summed(totals, gradient);
}

function summed(totals: readonly Shared[], gradient: Matrix | undefined): Total {
  const [{ total }] = totals;
  const { weight, count, ignored, infiniteRows } = total;
  const sum = totals.reduce((all, { share, total }) => all + share * total.sum, 0);
  return new Total({ sum, weight, count, ignored, infiniteRows, gradient });
}
