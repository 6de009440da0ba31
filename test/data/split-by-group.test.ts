import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { split } from "../../src/data/split.js";
import { groupedDataset } from "./grouped-dataset.js";
import { numberedDataset } from "./numbered-dataset.js";

describe("split of groups", () => {
  it("puts no group into two parts, every example into one, and leaves no part empty", () => {
    const cases = fc.record({
      groups: fc.array(fc.oneof(fc.nat(9), fc.constantFrom("a", "b", "1")), { minLength: 20, maxLength: 80 }),
      seed: fc.nat(),
      validation: fc.constantFrom(0, 0.1, 0.3),
      test: fc.constantFrom(0, 0.1, 0.6),
      stratified: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ groups, ...options }) => {
        fc.pre(new Set(groups).size >= 3);
        const dataset = groupedDataset(
          groups,
          groups.map((_, i) => i % 3),
        );
        const parts = Object.values<Dataset>({ ...split(dataset, options) });
        const numbers = parts.flatMap(({ rowNumbers }) => Array.from(rowNumbers));
        expect(numbers.sort((a, b) => a - b)).toEqual(groups.map((_, i) => i + 2));
        for (const part of parts) {
          part.rowNumbers.forEach((number, i) => void expect(part.groups?.[i]).toBe(groups[number - 2]));
        }
        const found = parts.flatMap((part) => [...new Set(Array.from(part.groups ?? []))]);
        expect(found.length).toBe(new Set(groups).size);
        expect(parts.map(({ targets }) => targets.length > 0)).toEqual([
          true,
          options.validation > 0,
          options.test > 0,
        ]);
      }),
    );
  });
  it("comes as near to the shares as the groups allow", () => {
    // 40 groups of 5 and classes that depend on the group: the shares are met to a group.
    const groups = Array.from({ length: 200 }, (_, i) => Math.floor(i / 5));
    const targets = groups.map((group) => (group < 12 ? 1 : 0));
    for (let seed = 0; seed < 20; seed++) {
      const { train, validation, test } = split(groupedDataset(groups, targets), { seed, validation: 0.2, test: 0.3 });
      expect([train, validation, test].map((part) => part.targets.length)).toEqual([100, 40, 60]);
      const events = [train, validation, test].map((part) => part.targets.filter((target) => target === 1).length);
      [30, 12, 18].forEach((expected, i) => void expect(Math.abs(events[i] - expected)).toBeLessThanOrEqual(5));
    }
  });
  it("gives the same parts for the same seed and others for another", () => {
    const drawn = (seed: number) =>
      Array.from(split(groupedDataset([..."aabbccddeeffgg"]), { seed }).train.groups ?? []);
    expect(drawn(1)).toEqual(drawn(1));
    expect(new Set([1, 2, 3, 4].map((seed) => drawn(seed).sort().join(""))).size).toBeGreaterThan(1);
  });
  it("takes examples one by one when told to", () => {
    const dataset = groupedDataset(new Array(20).fill("a"));
    expect(split(dataset, { seed: 1, groups: false }).test.targets.length).toBe(3);
    expect(() => split(dataset, { seed: 1 })).toThrow(
      "split: dataset has 1 group; expected 3 or more, one for each part",
    );
    expect(split(dataset, { seed: 1, validation: 0, test: 0 }).train.targets.length).toBe(20);
  });
  it("refuses to keep groups together that are not there, and groups that are no names of all examples", () => {
    expect(() => split(numberedDataset(new Array(20).fill(0)), { seed: 1, groups: true })).toThrow(
      "split: dataset has no groups; expected a name for each example",
    );
    expect(() => split(groupedDataset([..."abc"], [0, 1, 0, 1]), { seed: 1 })).toThrow(
      "split: dataset: groups has length 3; expected 4 names, one a row of the features",
    );
    expect(() => split(groupedDataset(["a", Number.NaN, "b"]), { seed: 1 })).toThrow(
      "split: dataset: groups: entry 1 is NaN; expected a text or a number",
    );
  });
});
