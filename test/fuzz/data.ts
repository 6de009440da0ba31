import { expect } from "vitest";
import * as d from "../../src/data/index.js";
import { createRandom, matrix } from "../../src/numerics/index.js";
import type { Draw } from "./draw.js";
import type { Registry } from "./entry.js";

export const dataset = (draw: Draw, rows: number): d.Dataset => ({
  features: matrix(rows, 2, Float64Array.from(draw.list(2 * rows, () => draw.share()))),
  targets: Int32Array.from(draw.list(rows, (i) => i % 2)),
  featureNames: ["a", "b"],
  classNames: ["no", "yes"],
  rowNumbers: Int32Array.from(draw.list(rows, (i) => i)),
});
/** Of twelve examples, with groups and times or without. */
const labelled = (draw: Draw): d.Dataset => ({
  ...dataset(draw, 12),
  groups: draw.maybe(() => draw.list(12, (i) => `of ${i % 4}`)),
  times: draw.maybe(() => Float64Array.from(draw.list(12, (i) => i % 7))),
});
const text = (draw: Draw): string =>
  draw.list(2 + draw.below(9), () => draw.pick("ab", " ", "é", "🙂", "!\n")).join("");
const table = (draw: Draw): d.Table => ({
  columns: ["age", "kind"],
  rows: draw.list(3, (i) => [draw.below(9), i % 2 ? "cat" : "dog"]),
  rowNumbers: Int32Array.of(2, 3, 4),
  source: "pets.csv",
  rowWord: "line",
});

export const data: Registry = {
  batches: {
    good: (draw) => [draw.below(9), 1 + draw.below(4), draw.maybe(() => createRandom(1))],
    call: (...args: Parameters<typeof d.batches>) => [...d.batches(...args)],
  },
  bytePairTokenizer: {
    good: (draw) => [text(draw), { size: 256 + draw.below(9) }],
    check: (tokenizer: d.Tokenizer, given: string) => expect(tokenizer.decode(tokenizer.encode(given))).toBe(given),
  },
  byteTokenizer: { good: () => [] },
  datasetFromTable: {
    good: (draw) => [table(draw), { target: "kind" }],
    says: /^(datasetFromTable|pets\.csv|features|classNames)\b/,
    unread: /rowNumbers|source|rowWord/,
  },
  kFold: {
    good: (draw) => [labelled(draw), 2, { seed: draw.below(9), groups: draw.maybe(() => false) }],
    unread: /rowNumbers|Names|features/,
    nan: /features/,
    says: /^(kFold|createRandom)\b/,
  },
  kFoldByTime: {
    good: (draw) => [labelled(draw), 2 + draw.below(3)],
    unread: /rowNumbers|Names|features|targets/,
    nan: /features/,
  },
  logMelSpectrogram: {
    good: (draw) => [draw.reals(6 + draw.below(5)), { sampleRate: 200, bands: 1 + draw.below(2) }],
  },
  split: {
    good: (draw) => [labelled(draw), { seed: draw.below(9) }],
    unread: /rowNumbers|Names|features/,
    nan: /features/,
    says: /^(split|createRandom)\b/,
  },
  splitAt: {
    good: (draw) => [dataset(draw, 5), 1 + draw.below(4)],
    unread: /rowNumbers|Names|features|targets/,
    nan: /features/,
  },
  splitByTime: {
    good: (draw) => [labelled(draw), { validation: draw.pick(0, 0.2) }],
    unread: /rowNumbers|Names|features|targets/,
    nan: /features/,
  },
  standardize: {
    good: (draw) => [draw.pick<unknown>(draw.matrix(2, 2), dataset(draw, 4))],
    unread: /rowNumbers|Names|targets/,
    nan: /^apply/,
  },
  takeExamples: {
    good: (draw) => [dataset(draw, 5), draw.indices(draw.below(4), 5)],
    unread: /rowNumbers|Names|features/,
    nan: /features/,
  },
  tokenizerFromJson: {
    good: (draw) => {
      const merges = [
        [97, 98],
        [256, 97],
      ];
      return [
        draw.pick({ kind: "bytes" }, { kind: "words", words: [text(draw), " ab"] }, { kind: "bytePairs", merges }),
      ];
    },
    picky: true,
  },
  wordTokenizer: {
    good: (draw) => [text(draw), { size: 256 + draw.below(9) }],
    check: (tokenizer: d.Tokenizer, given: string) => expect(tokenizer.decode(tokenizer.encode(given))).toBe(given),
  },
};
