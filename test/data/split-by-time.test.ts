import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { readCsv } from "../../src/data/files/read-csv.js";
import { kFoldByTime } from "../../src/data/k-fold-by-time.js";
import { splitByTime } from "../../src/data/split-by-time.js";
import { takeExamples } from "../../src/data/take-examples.js";
import { numberedDataset } from "./numbered-dataset.js";

const fixture = JSON.parse(readFileSync(new URL("../fixtures/data/folds.json", import.meta.url), "utf8")) as {
  timed: { n: number; k: number; parts: number[][][] }[];
};

const plain = (n: number) => numberedDataset(new Array(n).fill(0));
const timed = (times: readonly number[]): Dataset => ({ ...plain(times.length), times: Float64Array.from(times) });
const rows = (part: Dataset) => Array.from(part.rowNumbers, (number) => number - 2);
const times = (part: Dataset) => Array.from(part.times ?? []);

/** That the parts are whole, in order, and each later than the one before it. */
function expectInOrder(parts: readonly Dataset[], given: readonly number[]): void {
  const all = parts.flatMap(rows);
  expect([...all].sort((a, b) => a - b)).toEqual([...given.keys()]);
  expect(parts.flatMap(times)).toEqual(all.map((row) => given[row]));
  const found = parts.filter((part) => part.targets.length > 0).map(times);
  found.forEach((of, i) => {
    expect(of).toEqual([...of].sort((a, b) => a - b));
    if (i > 0) expect(of[0]).toBeGreaterThan(found[i - 1][found[i - 1].length - 1]);
  });
}

describe("splitByTime", () => {
  it("cuts the rows in their order where there are no times", () => {
    const { train, validation, test } = splitByTime(plain(20), { validation: 0.1, test: 0.25 });
    expect([train, validation, test].map(rows)).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      [13, 14],
      [15, 16, 17, 18, 19],
    ]);
    expect(Object.values<Dataset>({ ...splitByTime(plain(100)) }).map((part) => part.targets.length)).toEqual([
      70, 15, 15,
    ]);
  });
  it("puts all that is validated on after all that is trained on, and all that is tested on after both", () => {
    const cases = fc.record({
      given: fc.array(fc.oneof(fc.nat(12), fc.double({ noNaN: true, noDefaultInfinity: true })), { minLength: 10 }),
      validation: fc.constantFrom(0, 0.1, 0.3),
      test: fc.constantFrom(0, 0.1, 0.5),
    });
    fc.assert(
      fc.property(cases, ({ given, ...options }) => {
        const wanted = [true, options.validation > 0, options.test > 0];
        fc.pre(new Set(given).size >= wanted.filter(Boolean).length);
        const parts = Object.values<Dataset>({ ...splitByTime(timed(given), options) });
        expectInOrder(
          parts,
          given.map((time) => time),
        );
        expect(parts.map(({ targets }) => targets.length > 0)).toEqual(wanted);
      }),
    );
  });
  it("puts the days of a file in order, whatever the order of its rows", async () => {
    const features = ["precipitation", "temp_max", "temp_min", "wind"];
    const weather = await readCsv("data/seattle-weather.csv", { target: "weather", features, times: "date" });
    const backwards = takeExamples(
      weather,
      Array.from(weather.rowNumbers, (_, i) => weather.targets.length - 1 - i),
    );
    const { train, test } = splitByTime(backwards, { validation: 0, test: 0.25 });
    expect([train.times?.at(-1), test.times?.[0]]).toEqual([Date.UTC(2014, 11, 31), Date.UTC(2015, 0, 1)]);
    expect(Array.from(train.rowNumbers)).toEqual(Array.from({ length: 1096 }, (_, i) => i + 2));
  });
  it("does not part examples of the same time, and cuts as near to the shares as can be", () => {
    const years = [2012, 2015, 2012, 2013, 2014, 2013, 2014, 2012, 2015, 2014];
    const { train, validation, test } = splitByTime(timed(years), { validation: 0.2, test: 0.3 });
    expect([train, validation, test].map(times)).toEqual([
      [2012, 2012, 2012, 2013, 2013],
      [2014, 2014, 2014],
      [2015, 2015],
    ]);
    expect(rows(train)).toEqual([0, 2, 7, 3, 5]);
  });
  it("refuses fewer times than parts, and shares that leave nothing", () => {
    expect(() => splitByTime(timed([1, 1, 1, 2, 2, 2]), { validation: 0.2, test: 0.2 })).toThrow(
      "splitByTime: dataset has 2 different times; expected 3 or more, one for each part",
    );
    expect(() => splitByTime(plain(10), { validation: 0.5, test: 0.5 })).toThrow(
      "splitByTime: validation 0.5 and test 0.5 leave none of 10 rows to train on",
    );
    expect(() => splitByTime(plain(10), { test: 1 })).toThrow("splitByTime: test is 1; expected a share");
    expect(() => splitByTime(plain(10), { seed: 1 } as never)).toThrow("splitByTime: there is no option seed");
  });
  it("refuses times that are no numbers", () => {
    expect(() => splitByTime(timed([1, Number.NaN, 3, 4]))).toThrow(
      "splitByTime: dataset: times: entry 1 is NaN; expected a finite number",
    );
    expect(() => splitByTime({ ...plain(4), times: Float64Array.of(1) })).toThrow(
      "times has length 1; expected 4 numbers",
    );
  });
});

describe("kFoldByTime", () => {
  it.each(fixture.timed)("cuts as scikit-learn's TimeSeriesSplit: $n examples, $k folds", ({ n, k, parts }) => {
    expect(kFoldByTime(plain(n), k).map(({ train, validation }) => [rows(train), rows(validation)])).toEqual(parts);
  });
  it("validates on what is later than all that is trained on, the next fold learning it too", () => {
    const cases = fc.tuple(fc.array(fc.nat(20), { minLength: 12, maxLength: 50 }), fc.integer({ min: 2, max: 5 }));
    fc.assert(
      fc.property(cases, ([given, k]) => {
        fc.pre(new Set(given).size > k);
        const folds = kFoldByTime(timed(given), k);
        expect(folds.length).toBe(k);
        expectInOrder([folds[0].train, ...folds.map(({ validation }) => validation)], given);
        folds.slice(1).forEach(({ train }, i) => {
          expect(rows(train)).toEqual([...rows(folds[i].train), ...rows(folds[i].validation)]);
        });
        for (const { train, validation } of folds) {
          expect(Math.min(train.targets.length, validation.targets.length)).toBeGreaterThan(0);
        }
      }),
    );
  });
  it.each([1, 1.5, Number.NaN])("refuses k = %d", (k) => {
    expect(() => kFoldByTime(plain(9), k)).toThrow("expected a whole number, 2 or more");
  });
  it("refuses more folds than there are examples, or times", () => {
    expect(() => kFoldByTime(plain(3), 3)).toThrow("kFoldByTime: dataset has 3 examples; expected 4 or more");
    expect(() => kFoldByTime(timed([1, 1, 2, 2, 2]), 2)).toThrow(
      "kFoldByTime: dataset has 2 different times; expected 3 or more, one for each part",
    );
  });
});
