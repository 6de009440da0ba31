import { describe, expect, test } from "vitest";
import * as loss from "../../src/loss/index.js";
import type { Total } from "../../src/loss/total.js";
import { logits } from "../../src/numerics/kinds.js";
import { type Matrix, matrix } from "../../src/numerics/matrix.js";

/** What masks and ignoreIndex leave out, of every loss over rows: the same as if it were not there. */

const { NaN: nan } = Number;
const z = [
  [0.3, -1, 2],
  [1, 1, -4],
  [0, 5, 1],
];
const classes = [2, 0, 1];
const soft = [
  [0.2, 0.3, 0.5],
  [1, 0, 0],
  [0.1, 0.8, 0.1],
];
const weight = [
  [1, 0.5, 2],
  [0, 1, -1],
  [2, 2, 0.3],
];
const sampleWeights = [1, 0.5, 3];

interface Options {
  mask?: ArrayLike<boolean | number>;
  ignoreIndex?: number;
  sampleWeights?: number[];
  rowLosses?: boolean;
}

/** A loss of rows of numbers and their targets, with its gradient by the rows; `odd` is what a row left out may hold. */
interface Loss {
  readonly call: (rows: number[][], targets: never[], options: Options) => Total & { rowGradient?: Matrix };
  readonly targets: readonly unknown[];
  readonly odd: readonly [number[], unknown];
  readonly ignores?: true;
}

const plain = (f: (z: number[][], targets: never[], options: Options & { gradient: true }) => Total): Loss["call"] => {
  return (rows, targets, options) => withGradient(f(rows, targets, { ...options, gradient: true }));
};
const withGradient = (total: Total) => Object.assign(total, { rowGradient: total.gradient });
const labelsLeftOut: Loss["odd"] = [
  [nan, 0, 0],
  [2, 2, nan],
];
/** The brand is given before the numbers, so that a row left out may have NaN. */
const asLogits = (rows: number[][]) => {
  const branded = logits(matrix(rows.length, 3));
  branded.data.set(rows.flat());
  return branded;
};

const losses: Readonly<Record<string, Loss>> = {
  softmaxCrossEntropy: {
    call: plain(loss.softmaxCrossEntropy),
    targets: classes,
    odd: [[nan, 0, 0], 7],
    ignores: true,
  },
  softmaxFocalLoss: { call: plain(loss.softmaxFocalLoss), targets: classes, odd: [[nan, 0, 0], 0.5], ignores: true },
  polyLoss: {
    call: plain(loss.polyLoss),
    targets: classes,
    odd: [[-Infinity, -Infinity, -Infinity], -3],
    ignores: true,
  },
  "softmaxFocalLoss of soft targets": {
    call: plain(loss.softmaxFocalLoss),
    targets: soft,
    odd: [
      [nan, 0, 0],
      [2, 2, nan],
    ],
  },
  "polyLoss of soft targets": {
    call: plain(loss.polyLoss),
    targets: soft,
    odd: [
      [nan, 0, 0],
      [2, 2, nan],
    ],
  },
  "sigmoidCrossEntropy of labels": { call: plain(loss.sigmoidCrossEntropy), targets: soft, odd: labelsLeftOut },
  "sigmoidFocalLoss of labels": { call: plain(loss.sigmoidFocalLoss), targets: soft, odd: labelsLeftOut },
  distillationLoss: {
    call: (rows, teacher, options) =>
      withGradient(loss.distillationLoss(asLogits(rows), asLogits(teacher), { ...options, gradient: true })),
    targets: weight,
    odd: [
      [nan, 0, 0],
      [0, nan, 0],
    ],
  },
  "distillationLoss with targets": {
    call: (rows, targets, options) =>
      withGradient(
        loss.distillationLoss(
          rows,
          rows.map((row) => row.toReversed()),
          { ...options, targets, gradient: true },
        ),
      ),
    targets: classes,
    odd: [[nan, 0, 0], -100],
  },
  klDivergenceLoss: {
    call: (rows, targets, options) =>
      withGradient(loss.klDivergenceLoss(asLogits(rows), targets, { ...options, gradient: true })),
    targets: soft,
    odd: [
      [nan, 0, 0],
      [2, nan, 0],
    ],
  },
  reverseKlDivergenceLoss: {
    call: (rows, targets, options) =>
      withGradient(loss.reverseKlDivergenceLoss(asLogits(rows), targets, { ...options, gradient: true })),
    targets: [soft[0], [0.5, 0.25, 0.25], soft[2]],
    odd: [
      [nan, 0, 0],
      [2, nan, 0],
    ],
  },
  linearCrossEntropy: {
    call: (rows, targets, options) => {
      const hidden = rows.length === 0 ? matrix(0, 3) : rows;
      const total = loss.linearCrossEntropy({ hidden, weight }, targets, { ...options, gradients: true });
      return Object.assign(total, { rowGradient: total.gradients.hidden, shared: total.gradients.weight });
    },
    targets: classes,
    odd: [[1, 2, 3], 8],
    ignores: true,
  },
  sampledSoftmaxCrossEntropy: {
    call: (rows, targets, options) => {
      const hidden = rows.length === 0 ? matrix(0, 3) : rows;
      const draw = { samples: 2, seed: 1, gradients: true } as const;
      const total = loss.sampledSoftmaxCrossEntropy({ hidden, weight }, targets, { ...options, ...draw });
      return Object.assign(total, { rowGradient: total.gradients.hidden });
    },
    targets: classes,
    odd: [[1, 2, 3], 8],
  },
};

/** All but what depends on where the rows are. */
const numbersOf = ({ sum, weight, count, infinite }: Total) => ({ sum, weight, count, infinite });

const known = (given: readonly unknown[]) => given as never[];
/** The rows and targets with one more of each, after the first. */
const withOdd = ({ targets, odd }: Loss, target = odd[1]) =>
  [z.toSpliced(1, 0, odd[0]), known(targets.toSpliced(1, 0, target))] as const;
const weights = sampleWeights.toSpliced(1, 0, 2);

function expectWithout({ call, targets }: Loss, total: ReturnType<Loss["call"]>): void {
  const expected = call(z, known(targets), { sampleWeights, rowLosses: true });
  expect({ ...numbersOf(total), ignored: total.ignored }).toEqual({ ...numbersOf(expected), ignored: 1 });
  const losses = Array.from(expected.rowLosses as Float64Array);
  expect(Array.from(total.rowLosses as Float64Array)).toEqual(losses.toSpliced(1, 0, 0));
  const gradient = (total.rowGradient as Matrix).data;
  expect(Array.from(gradient.subarray(3, 6), Math.abs)).toEqual([0, 0, 0]);
  const rest = Array.from((expected.rowGradient as Matrix).data);
  expect([...gradient.subarray(0, 3), ...gradient.subarray(6)]).toEqual(rest);
  if ("shared" in total) expect(total.shared).toEqual((expected as { shared?: unknown }).shared);
}

describe.each(Object.entries(losses))("%s", (name, loss) => {
  test("a masked row may hold anything, and is as if it were not there", () => {
    for (const mask of [[1, 0, 1, 1], [true, false, true, true], Uint8Array.of(1, 0, 1, 1)]) {
      expectWithout(loss, loss.call(...withOdd(loss), { mask, sampleWeights: weights, rowLosses: true }));
    }
  });

  test("when all are masked, or there are none, nothing is left to average", () => {
    const nothing = { sum: 0, weight: 0, count: 0, infinite: 0 };
    const all = loss.call(...withOdd(loss), { mask: [0, 0, 0, 0], rowLosses: true });
    expect(all).toMatchObject({ ...nothing, ignored: 4, mean: Number.NaN });
    expect(Array.from(all.rowGradient?.data ?? [], Math.abs)).toEqual(new Array(12).fill(0));
    expect(loss.call([], [], { rowLosses: true })).toMatchObject({ ...nothing, ignored: 0, mean: Number.NaN });
  });

  test("a mask that does not fit is refused", () => {
    const masked = (mask: number[]) => () => loss.call(z, known(loss.targets), { mask });
    const says = name.split(" ")[0];
    expect(masked([1, 0])).toThrow(`${says}: mask has length 2; expected 3 flags, one a row`);
    expect(masked([1, 0, 2])).toThrow(`${says}: mask: entry 2 is 2; expected true or false`);
  });
});

describe.each(Object.entries(losses).filter(([, { ignores }]) => ignores))("%s", (name, loss) => {
  test("a row with the target that ignoreIndex names is as if it were not there; a mask may leave out more", () => {
    for (const ignoreIndex of [-100, 99, -1]) {
      const options = { ignoreIndex, sampleWeights: weights, rowLosses: true };
      expectWithout(loss, loss.call(...withOdd(loss, ignoreIndex), options));
      expectWithout(loss, loss.call(...withOdd(loss), { ...options, mask: [1, 0, 1, 1] }));
    }
  });

  test("a class that is there can be the one that is ignored", () => {
    const total = loss.call(z, known(classes), { ignoreIndex: classes[1], rowLosses: true });
    expect(total).toMatchObject({ count: 2, ignored: 1 });
    expect(total.rowLosses?.[1]).toBe(0);
  });

  test("ignoreIndex is a whole number", () => {
    const call = () => loss.call(z, known(classes), { ignoreIndex: 0.5 });
    expect(call).toThrow(`${name}: ignoreIndex is 0.5; expected a whole number`);
  });
});

test.each(["softmaxFocalLoss", "polyLoss"])("%s: ignoreIndex is of class indices only", (name) => {
  const call = () => losses[`${name} of soft targets`].call(z, known(soft), { ignoreIndex: -100 });
  expect(call).toThrow(`${name}: ignoreIndex is -100; expected none with soft targets: use mask`);
});

test("what a mask of entries leaves out may be NaN, and no other entry", () => {
  const rows = [
    [nan, 1],
    [2, -1],
  ];
  const mask = [false, true, true, true];
  const of = (given: number[][]) => loss.sigmoidCrossEntropy(given, [0, 1, 1, 0], { mask, gradient: true });
  const left = of(rows);
  expect(left).toEqual(of([[0, 1], rows[1]]));
  expect([...left.gradient.data.subarray(0, 1)]).toEqual([0]);
  const expected = "logits: row 0, column 0 is NaN; expected a number";
  expect(() => loss.sigmoidCrossEntropy(rows, [0, 1, 1, 0], { mask: [true, false] })).toThrow(expected);
  expect(() => loss.sigmoidFocalLoss(rows, [0, 1, 1, 0], { mask: [true, false] })).toThrow(expected);
});

test("logLoss: a row that is left out may hold anything", () => {
  const mask = [false, true];
  const total = loss.logLoss(
    [
      [nan, 7],
      [0.2, 0.8],
    ],
    [0, 1],
    { mask, rowLosses: true },
  );
  expect(total).toMatchObject({
    sum: -Math.log(0.8),
    count: 1,
    ignored: 1,
    rowLosses: Float64Array.of(0, -Math.log(0.8)),
  });
  expect(loss.logLoss([nan, 0.8], [0, 1], { mask }).sum).toBe(-Math.log(0.8));
  expect(() => loss.logLoss([nan, 0.8], [0, 1], { mask: [true, true] })).toThrow("logLoss: probabilities: row 0");
  expect(() => loss.logLoss([nan, 0.8], [0, 1], { mask: [true] })).toThrow("logLoss");
});
