import { afterEach, describe, expect, test } from "vitest";
import * as library from "../../src/browser.js";
import { binary } from "../../src/wasm/binary.js";
import { isMultiplyAddFused, setFusedMultiplyAdd } from "../../src/wasm/index.js";
import { takeRoutines } from "../../src/wasm/instance.js";
import { TRAINED_BITS, trainedBits } from "../training/trained-bits.js";
import "../within-ulps.js";

const { createRandom, logits, matrix, softmaxCrossEntropy } = library;

afterEach(() => setFusedMultiplyAdd(false));

describe("setFusedMultiplyAdd", () => {
  test("is off until it is called, and off again", () => {
    expect(isMultiplyAddFused()).toBe(false);
    setFusedMultiplyAdd(true);
    expect(isMultiplyAddFused()).toBe(true);
    setFusedMultiplyAdd(true);
    setFusedMultiplyAdd(false);
    expect(isMultiplyAddFused()).toBe(false);
  });

  test("gives a training other bits while it is on, the same ones every time", async () => {
    setFusedMultiplyAdd(true);
    const bits = await trainedBits(library);
    expect(bits).not.toBe(TRAINED_BITS);
    expect(await trainedBits(library)).toBe(bits);
    setFusedMultiplyAdd(false);
    expect(await trainedBits(library)).toBe(TRAINED_BITS);
  });

  test.each([4, 10, 33, 1000])(
    "keeps the losses of %i classes within 2 units of float32, and gradients within 4",
    (classes) => {
      const random = createRandom(classes);
      const z = matrix(
        65,
        classes,
        new Float32Array(65 * classes).map(() => 20 * random.next() - 10),
      );
      const targets = Int32Array.from({ length: 65 }, () => random.integer(classes));
      const options = { gradient: true, rowLosses: true } as const;
      const exact = softmaxCrossEntropy(logits(matrix(65, classes, Float64Array.from(z.data))), targets, options);
      setFusedMultiplyAdd(true);
      const { rowLosses = [], gradient } = softmaxCrossEntropy(logits(z), targets, options);
      expect(Float32Array.from(rowLosses)).toBeRelativelyClose(exact.rowLosses as Float64Array, 2 * 2 ** -23);
      expect(gradient.data).toBeRelativelyClose(exact.gradient.data, 4 * 2 ** -23);
    },
  );

  test("refuses what is no flag", () => {
    expect(() => setFusedMultiplyAdd("yes" as never)).toThrow(
      'setFusedMultiplyAdd: on is "yes"; expected true or false',
    );
  });

  test("notices routines that do not fuse", () => {
    expect(takeRoutines(binary).routines.isFused()).toBe(0);
  });
});
