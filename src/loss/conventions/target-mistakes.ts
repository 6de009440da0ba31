import { type Matrix, matrix } from "../../numerics/matrix.js";
import { type Case, mapped } from "./case.js";
import type { Mistake } from "./mistake.js";
import { counts, likeliestClass } from "./reckoning.js";

/** What is done to targets: other classes, other rows, hard instead of soft. */
export const targetMistakes: readonly Mistake[] = [
  {
    words: () => "the rows of class 0 are left out, as padding is",
    change: (c) => {
      const isPadding = (row: number) => c.targets.data[row * c.targets.cols] === 1;
      const mask = Array.from({ length: c.targets.rows }, (_, row) => counts(c, row) && !isPadding(row));
      const isLess = mask.some((kept, row) => !kept && counts(c, row));
      return c.kind === "softmax" && c.indexed && isLess && mask.includes(true) ? { ...c, mask } : undefined;
    },
  },
  {
    words: () => "the labels are one too low: every class is taken for the one before it",
    change: (c) => relabelled(c, (k, classes) => (classes > 2 ? (k + classes - 1) % classes : k)),
  },
  {
    words: () => "the labels are one too high: every class is taken for the one after it",
    change: (c) => relabelled(c, (k, classes) => (classes > 2 ? (k + 1) % classes : k)),
  },
  {
    words: ({ kind }) =>
      kind === "softmax"
        ? "the classes are in reverse order"
        : "yes and no are exchanged: the prediction is that of the other answer",
    change: (c) =>
      c.kind === "softmax"
        ? relabelled(c, (k, classes) => classes - 1 - k)
        : { ...c, targets: mapped(c.targets, (y) => 1 - y) },
  },
  {
    words: ({ kind }) =>
      kind === "softmax"
        ? "the targets are made hard: each is taken for its likeliest class (argmax)"
        : "the targets are made hard: each is rounded to yes or no",
    change: hardened,
  },
  {
    words: () => "the targets are in reverse order: the first row's are taken for the last row's",
    change: (c) => reordered(c, (row) => c.targets.rows - 1 - row),
  },
  {
    words: () => "every row is held against the target of the row after it, and the last row left out",
    change: (c) => reordered(c, (row) => row + 1),
  },
  {
    words: () => "every row is held against the target of the row before it, and the first row left out",
    change: (c) => reordered(c, (row) => row - 1),
  },
];

/** The targets with class k taken for class `to(k)`. */
function relabelled(c: Case, to: (k: number, classes: number) => number): Case | undefined {
  const { rows, cols, data } = c.targets;
  if (c.kind !== "softmax") return undefined;
  const targets: Matrix = matrix(rows, cols);
  for (let i = 0; i < data.length; i++) targets.data[i - (i % cols) + to(i % cols, cols)] = data[i];
  return { ...c, targets };
}

/** The targets with 1 for the likeliest answer and 0 for the others; undefined where they are so already. */
function hardened(c: Case): Case | undefined {
  const { rows, cols, data } = c.targets;
  const isSoft = data.some((t, i) => t > 0 && t < 1 && counts(c, Math.floor(i / cols)));
  if (!isSoft) return undefined;
  if (c.kind === "sigmoid") return { ...c, targets: mapped(c.targets, (y) => (y < 0.5 ? 0 : 1)) };
  const targets = matrix(rows, cols);
  for (let row = 0; row < rows; row++) targets.data[row * cols + likeliestClass(c, row)] = 1;
  return { ...c, targets, indexed: true };
}

/** Every row with the target of row `from(row)`; rows that have none, or one that is left out, are left out. */
function reordered(c: Case, from: (row: number) => number): Case | undefined {
  const { rows, cols, data } = c.targets;
  const targets: Matrix = matrix(rows, cols);
  const mask = Array.from({ length: rows }, (_, row) => {
    const other = from(row);
    if (!counts(c, row) || other < 0 || other >= rows || !counts(c, other)) return false;
    targets.data.set(data.subarray(other * cols, (other + 1) * cols), row * cols);
    return true;
  });
  if (!mask.includes(true)) return undefined;
  return { ...c, targets, mask: mask.includes(false) ? mask : undefined };
}
