import { describe, expect, test } from "vitest";
import { codeLength, contextModel, crossEntropy } from "../../src/information/index.js";

describe("contextModel", () => {
  test("before anything was seen all symbols are equally likely", () => {
    expect(contextModel({ symbols: 3, order: 2 }).weights()).toEqual({ weights: Uint32Array.of(1, 1, 1), total: 3 });
  });

  test("order 0 counts symbols, each beginning with 1/32", () => {
    const model = contextModel({ symbols: 2, order: 0 });
    for (const symbol of [0, 0, 1]) model.see(symbol);
    expect(model.weights()).toEqual({ weights: Uint32Array.of(1 + 2 * 32, 1 + 32), total: 2 + 3 * 32 });
  });

  test("order 2 counts what followed the last two", () => {
    const model = contextModel({ symbols: 2, order: 2 });
    for (const symbol of [0, 1, 1, 0, 1]) model.see(symbol);
    expect(model.weights().weights).toEqual(Uint32Array.of(1, 33)); // after 0 1 came 1
    model.see(1);
    expect(model.weights().weights).toEqual(Uint32Array.of(33, 1)); // after 1 1 came 0
  });

  test("without learning it only moves on; a restart forgets the context alone", () => {
    const model = contextModel({ symbols: 2, order: 1 });
    model.see(1);
    model.see(0);
    model.see(1, { learn: false });
    expect(model.weights().weights).toEqual(Uint32Array.of(33, 1));
    model.restart();
    expect(model.weights().weights).toEqual(Uint32Array.of(1, 33));
  });

  test.each([
    [{ symbols: 1, order: 0 }, "contextModel: symbols is 1; expected a whole number, 2 to 65536"],
    [{ symbols: 2, order: -1 }, "contextModel: order is -1; expected a whole number, 0 or more"],
  ])("%j is refused", (options, message) => expect(() => contextModel(options)).toThrow(message));

  test("a symbol that is none is refused", () => {
    expect(() => contextModel({ symbols: 2, order: 0 }).see(2)).toThrow(/row 0 is 2; expected .* 0 to 1/);
  });
});

describe("codeLength", () => {
  test("the first symbols of a learning model, by hand", () => {
    const expected = -Math.log(1 / 2) - Math.log(33 / 34) - Math.log(1 / 66);
    expect(codeLength([0, 0, 1], contextModel({ symbols: 2, order: 0 }))).toBeCloseTo(expected, 12);
  });

  test("of a model that does not learn it is N times the cross-entropy of shares and model", () => {
    const model = contextModel({ symbols: 3, order: 0 });
    codeLength([0, 0, 1, 2, 0], model);
    const { weights, total } = model.weights();
    const q = Array.from(weights, (weight) => weight / total);
    const length = codeLength([2, 1, 1, 2], model, { learn: false });
    expect(length).toBeCloseTo(4 * crossEntropy([0, 0.5, 0.5], q), 12);
    expect(codeLength([2, 1, 1, 2], model, { learn: false })).toBe(length);
  });
});
