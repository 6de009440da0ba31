import { checkLength, isShare } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import type { MatrixOf } from "../numerics/kinds.js";
import { isMatrix, type Matrix } from "../numerics/matrix.js";
import { checkTargetKind, type LossOptions } from "./options.js";

/** N, or N x K, numbers from 0 to 1: whether each label happened. */
export type LabelTargets = ArrayLike<number> | MatrixOf<"probabilities">;

/** What says how much a yes and a no count. */
export interface LabelCoefficientOptions extends Pick<LossOptions, "sampleWeights" | "mask" | "labelSmoothing"> {
  /** How much a "yes" counts against a "no", 0 or more. Default 1. */
  posWeight?: number;
}

/**
 * The coefficients of all losses over labels of yes or no: with label smoothing s, y becomes (1 - s) y + s / 2, and
 *
 * yes = sampleWeight * posWeight * y,  no = sampleWeight * (1 - y).
 *
 * @throws TypeError, RangeError when targets or options do not fit the logits, naming the row and the value
 */
export class LabelCoefficients {
  yes = 0;
  no = 0;
  private readonly y: ArrayLike<number>;

  constructor(
    name: string,
    targets: LabelTargets,
    private readonly options: LabelCoefficientOptions,
    private readonly shape: Matrix,
  ) {
    const { posWeight = 1 } = options;
    if (!(posWeight >= 0 && posWeight < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`${name}: posWeight is ${describeValue(posWeight)}; expected a finite number, 0 or more`);
    }
    this.y = checkedTargets(name, targets, shape, options.mask);
  }

  leavesOut(row: number): boolean {
    const { mask } = this.options;
    return mask !== undefined && !mask[row];
  }

  /** Goes to an entry, of which yes and no speak. */
  read(row: number, k: number): void {
    const { sampleWeights, labelSmoothing = 0, posWeight = 1 } = this.options;
    const target = (1 - labelSmoothing) * this.y[row * this.shape.cols + k] + labelSmoothing / 2;
    this.yes = (sampleWeights?.[row] ?? 1) * posWeight * target;
    this.no = (sampleWeights?.[row] ?? 1) * (1 - target);
  }
}

function checkedTargets(name: string, targets: LabelTargets, z: Matrix, mask: LossOptions["mask"]): ArrayLike<number> {
  checkTargetKind(name, targets);
  if (isMatrix(targets) && (targets.rows !== z.rows || targets.cols !== z.cols)) {
    throw new RangeError(
      `${name}: targets are ${targets.rows} x ${targets.cols}; expected the shape of the logits, ${z.rows} x ${z.cols}`,
    );
  }
  const y = isMatrix(targets) ? targets.data : targets;
  checkLength(`${name}: targets`, y, z.data.length, "numbers from 0 to 1, one a logit");
  for (let i = 0; i < y.length; i++) {
    const row = Math.floor(i / z.cols);
    if ((!mask || mask[row]) && !isShare(y[i])) {
      const place = z.cols === 1 ? `row ${row}` : `row ${row}, column ${i % z.cols}`;
      throw new RangeError(`${name}: targets: ${place} is ${describeValue(y[i])}; expected a number from 0 to 1`);
    }
  }
  return y;
}
