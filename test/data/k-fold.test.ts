import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { type KFoldOptions, kFold } from "../../src/data/k-fold.js";
import { groupedDataset } from "./grouped-dataset.js";
import { numberedDataset } from "./numbered-dataset.js";

const fixture = JSON.parse(readFileSync(new URL("../fixtures/data/folds.json", import.meta.url), "utf8")) as {
  plain: { n: number; k: number; sizes: number[] }[];
  stratified: { targets: number[]; k: number; counts: number[][] }[];
  grouped: { groups: number[]; targets: number[]; k: number; sizes: number[]; counts: number[][] }[];
};

const rows = (part: Dataset) => Array.from(part.rowNumbers, (number) => number - 2);
const sorted = (numbers: number[]) => numbers.sort((a, b) => a - b);
const sizes = (dataset: Dataset, k: number, options: Partial<KFoldOptions>) =>
  kFold(dataset, k, { seed: 1, ...options }).map(({ validation }) => validation.targets.length);
const counts = (dataset: Dataset, k: number, options: Partial<KFoldOptions>) =>
  kFold(dataset, k, { seed: 1, ...options }).map(({ validation }) =>
    dataset.classNames.map((_, index) => validation.targets.filter((target) => target === index).length),
  );

/** How far the classes of the folds are from their shares: root mean square over folds and classes. */
function unevenness(folds: number[][]): number {
  const shares = folds[0].flatMap((_, c) => {
    const total = folds.reduce((sum, fold) => sum + fold[c], 0);
    return folds.map((fold) => fold[c] / total - 1 / folds.length);
  });
  return Math.sqrt(shares.reduce((sum, share) => sum + share * share, 0) / shares.length);
}

describe("kFold", () => {
  it.each(fixture.plain)("has scikit-learn's sizes: $n examples, $k folds", ({ n, k, sizes: expected }) => {
    expect(sizes(numberedDataset(new Array(n).fill(0)), k, { stratified: false })).toEqual(expected);
  });
  it.each(fixture.stratified)(
    "has as many of each class as scikit-learn's: $k folds",
    ({ targets, k, counts: expected }) => {
      expect(counts(numberedDataset(targets), k, {})).toEqual(expected);
    },
  );
  it.each(fixture.grouped)("has the sizes of scikit-learn's GroupKFold: $k folds", ({ groups, k, sizes: expected }) => {
    expect(sorted(sizes(groupedDataset(groups), k, {}))).toEqual(expected);
  });
  it.each(fixture.grouped)(
    "spreads the classes of groups as evenly as scikit-learn's, or more so: $k folds",
    (given) => {
      const ours = counts(groupedDataset(given.groups, given.targets), given.k, {});
      expect(unevenness(ours)).toBeLessThanOrEqual(unevenness(given.counts));
    },
  );
  it("spreads a rare class evenly, though groups of many sizes carry it", () => {
    const sizes = Array.from({ length: 30 }, (_, group) => 3 + ((5 * group) % 7));
    const groups = sizes.flatMap((size, group) => new Array(size).fill(group));
    const targets = groups.map((group, i) => (group % 5 === 0 && groups[i - 1] !== group ? 1 : 0));
    expect(counts(groupedDataset(groups, targets), 3, {}).map(([, events]) => events)).toEqual([2, 2, 2]);
  });
  it("validates every example once, and trains on it in all other folds", () => {
    const cases = fc.record({
      labels: fc.array(fc.tuple(fc.nat(1), fc.nat(30)), { minLength: 8, maxLength: 60 }),
      k: fc.integer({ min: 2, max: 8 }),
      seed: fc.nat(),
      grouped: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ labels, k, seed, grouped }) => {
        const groups = labels.map(([, group]) => group);
        fc.pre(!grouped || new Set(groups).size >= k);
        const dataset = groupedDataset(
          groups,
          labels.map(([target]) => target),
        );
        const folds = kFold(dataset, k, { seed, stratified: false, groups: grouped });
        const all = labels.map((_, i) => i);
        expect(sorted(folds.flatMap(({ validation }) => rows(validation)))).toEqual(all);
        for (const { train, validation } of folds) {
          expect(validation.targets.length).toBeGreaterThan(0);
          expect(sorted([...rows(train), ...rows(validation)])).toEqual(all);
          rows(train).forEach((row, i) => {
            expect([train.targets[i], train.groups?.[i]]).toEqual(labels[row]);
          });
          if (!grouped) continue;
          const apart = new Set(Array.from(train.groups ?? []));
          expect(Array.from(validation.groups ?? []).filter((group) => apart.has(group))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
  it("gives the same folds for the same seed and others for another, in mixed order", () => {
    const dataset = numberedDataset(Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 1)));
    const drawn = (seed: number) =>
      kFold(dataset, 2, { seed }).map(({ train, validation }) => [rows(train), rows(validation)]);
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
    const [{ train, validation }] = kFold(dataset, 2, { seed: 1 });
    for (const part of [train, validation]) expect(new Set(part.targets.subarray(0, 10)).size).toBe(2);
  });
  it("lets a class that does not occur be", () => {
    const dataset = { ...numberedDataset([0, 1, 0, 1]), classNames: ["a", "b", "c"] };
    expect(counts(dataset, 2, {})).toEqual([
      [1, 1, 0],
      [1, 1, 0],
    ]);
  });
  it.each([1, 0, -3, 2.5, Number.NaN, "3"])("refuses k = %j", (k) => {
    expect(() => kFold(numberedDataset([0, 1, 0]), k as number, { seed: 1 })).toThrow(
      /^kFold: k is .+; expected a whole number, 2 or more$/,
    );
  });
  it("refuses more folds than examples, or than groups", () => {
    expect(() => kFold(numberedDataset([0, 1, 0]), 4, { seed: 1 })).toThrow(
      "kFold: k is 4; expected 2 to 3, the number of examples",
    );
    expect(() => kFold(groupedDataset([..."aabb"]), 3, { seed: 1, stratified: false })).toThrow(
      "kFold: dataset has 2 groups; expected 3 or more, one for each part",
    );
  });
  it("refuses a class that is not there for every fold", () => {
    expect(() => kFold(numberedDataset([0, 0, 0, 1, 1]), 3, { seed: 1 })).toThrow(
      'kFold: class "class 1" is in 2 of the examples; expected 3 or more, one for each fold. { stratified: false } leaves',
    );
    expect(() => kFold(groupedDataset([..."aabbbc"], [0, 0, 0, 1, 1, 0]), 2, { seed: 1 })).toThrow(
      'kFold: class "class 1" is in 1 of the groups; expected 2 or more, one for each fold.',
    );
  });
  it("refuses to keep groups together that are not there", () => {
    expect(() => kFold(numberedDataset([0, 1]), 2, { seed: 1, groups: true })).toThrow(
      "kFold: dataset has no groups; expected a name for each example",
    );
  });
  it("refuses a flag that is none, and an option it does not know", () => {
    expect(() => kFold(numberedDataset([0, 1]), 2, { seed: 1, groups: "patient" } as never)).toThrow(
      'kFold: groups is "patient"; expected true or false',
    );
    expect(() => kFold(numberedDataset([0, 1]), 2, { seed: 1, stratify: true } as never)).toThrow(
      "kFold: there is no option stratify",
    );
  });
});
