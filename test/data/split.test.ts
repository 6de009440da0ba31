import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type SplitOptions, split } from "../../src/data/split.js";
import { numberedDataset } from "./numbered-dataset.js";

const parts = (targets: number[], options: SplitOptions) => {
  const { train, validation, test } = split(numberedDataset(targets), options);
  return [train, validation, test];
};
const twoClasses = (n: number, positives: number) => Array.from({ length: n }, (_, i) => (i < positives ? 1 : 0));
const ofClass = (targets: ArrayLike<number>, k: number) => Array.from(targets).filter((target) => target === k).length;

describe("split", () => {
  it("puts 15 % into validation and into test unless told otherwise", () => {
    expect(parts(twoClasses(100, 30), { seed: 1 }).map((part) => part.targets.length)).toEqual([70, 15, 15]);
  });
  it("puts every row into exactly one part, whole", () => {
    const cases = fc.record({
      targets: fc.array(fc.nat(60), { minLength: 20, maxLength: 200 }),
      seed: fc.nat(),
      validation: fc.double({ min: 0.05, max: 0.45, noNaN: true }),
      test: fc.constantFrom(0, 0.1, 0.2, 0.4),
      stratified: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ targets, ...options }) => {
        const found = parts(targets, options);
        expect(found.flatMap((part) => Array.from(part.rowNumbers)).sort((a, b) => a - b)).toEqual(
          targets.map((_, i) => i + 2),
        );
        for (const part of found) {
          part.rowNumbers.forEach((number, i) => {
            expect(part.targets[i]).toBe(targets[number - 2]);
            expect(part.features.data[2 * i]).toBe(number - 2);
          });
        }
        expect(found[1].targets.length).toBe(Math.round(targets.length * options.validation));
        expect(found[2].targets.length).toBe(Math.round(targets.length * options.test));
      }),
    );
  });
  it("gives each part its share of each class, up to a row", () => {
    const cases = fc.tuple(fc.array(fc.nat(3), { minLength: 20, maxLength: 300 }), fc.nat());
    fc.assert(
      fc.property(cases, ([targets, seed]) => {
        const [, validation, test] = parts(targets, { seed, validation: 0.2, test: 0.3 });
        for (let k = 0; k < 4; k++) {
          const share = ofClass(targets, k) / targets.length;
          expect(Math.abs(ofClass(test.targets, k) - share * test.targets.length)).toBeLessThan(1);
          expect(Math.abs(ofClass(validation.targets, k) - share * validation.targets.length)).toBeLessThan(2);
        }
      }),
    );
  });
  it("leaves the classes to chance when not stratified", () => {
    const counts = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      const [, , test] = parts(twoClasses(100, 50), { seed, stratified: false });
      counts.add(ofClass(test.targets, 1));
    }
    expect(counts.size).toBeGreaterThan(2);
  });
  it("gives the same parts for the same seed and others for another", () => {
    const rows = (seed: number) => parts(twoClasses(60, 20), { seed }).map((part) => Array.from(part.rowNumbers));
    expect(rows(1)).toEqual(rows(1));
    expect(rows(1)).not.toEqual(rows(2));
  });
  it("mixes the classes inside of a part", () => {
    const [train] = parts(twoClasses(100, 50), { seed: 3 });
    expect(new Set(train.targets.subarray(0, 20)).size).toBe(2);
  });
  it("gives a row every place equally often", () => {
    const inTest = new Int32Array(10);
    for (let seed = 0; seed < 2000; seed++) {
      const [, , test] = parts(twoClasses(10, 5), { seed, validation: 0, test: 0.2 });
      for (const number of test.rowNumbers) inTest[number - 2]++;
    }
    // 2000 draws with chance 0.2: 400, standard deviation 18; five of them.
    for (const count of inTest) expect(Math.abs(count - 400)).toBeLessThan(90);
  });
  it.each([-0.1, 1, 1.5, Number.NaN, "0.2"])("refuses the share %j", (share) => {
    const options = { seed: 1, test: share } as SplitOptions;
    expect(() => parts(twoClasses(10, 5), options)).toThrow(/^split: test is .+; expected a share from 0 to below 1$/);
  });
  it("refuses shares that leave nothing to train on", () => {
    expect(() => parts(twoClasses(10, 5), { seed: 1, tset: 0.5 } as never)).toThrow("split: there is no option tset;");
    expect(() => parts(twoClasses(10, 5), { seed: 1, validation: 0.5, test: 0.5 })).toThrow(
      "split: validation 0.5 and test 0.5 leave none of 10 rows to train on; expected a sum below 1",
    );
  });
  it("refuses a share that comes to no row", () => {
    expect(() => parts(twoClasses(4, 2), { seed: 1, validation: 0.1 })).toThrow(
      "split: validation is 0.1, which of 4 rows is none; expected 0 or a larger share",
    );
  });
  it("names a target that is not the index of a class", () => {
    const dataset = { ...numberedDataset([0, 1, 0, 1, 0, 1, 0]), classNames: ["one"] };
    expect(() => split(dataset, { seed: 1 })).toThrow("split: targets: row 1 is 1; expected a class index");
  });
});
