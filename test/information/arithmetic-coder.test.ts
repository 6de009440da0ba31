import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  arithmeticDecode,
  arithmeticEncode,
  codeLength,
  contextModel,
  frequencies,
  natsToBits,
  type SymbolModel,
  symbolIndices,
} from "../../src/information/index.js";

describe("arithmeticEncode and arithmeticDecode", () => {
  test("a page of Hamlet comes back, at its code length", () => {
    const text = gunzipSync(readFileSync("data/shakespeare.txt.gz")).toString().slice(100_000, 110_000);
    const alphabet = frequencies(text).symbols;
    const sequence = symbolIndices(text, alphabet);
    for (const order of [0, 1, 3]) {
      const model = () => contextModel({ symbols: alphabet.length, order });
      const bytes = arithmeticEncode(sequence, model());
      const bits = natsToBits(codeLength(sequence, model()));
      expect(bytes.length * 8).toBeGreaterThanOrEqual(bits);
      expect(bytes.length * 8).toBeLessThan(bits + 2 + 8);
      expect(arithmeticDecode(bytes, sequence.length, model())).toEqual(sequence);
    }
  });

  test("any sequence comes back", () => {
    const sequences = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 200 });
    fc.assert(
      fc.property(sequences, fc.integer({ min: 0, max: 2 }), (sequence, order) => {
        const model = () => contextModel({ symbols: 5, order });
        const bytes = arithmeticEncode(sequence, model());
        expect(Array.from(arithmeticDecode(bytes, sequence.length, model()))).toEqual(sequence);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("weights as unequal as they can be, the rarest symbol first, last and in between", () => {
    const model = (): SymbolModel => ({
      symbols: 3,
      weights: () => ({ weights: Uint32Array.of(1, 2 ** 31, 1), total: 2 ** 31 + 2 }),
      see() {},
      restart() {},
    });
    const sequence = [0, 2, 1, 1, 1, 2, 2, 0, 0, 1];
    const bytes = arithmeticEncode(sequence, model());
    expect(Array.from(arithmeticDecode(bytes, sequence.length, model()))).toEqual(sequence);
  });

  test("nothing is one byte at the most", () => {
    const model = contextModel({ symbols: 2, order: 0 });
    expect(arithmeticEncode([], model).length).toBeLessThanOrEqual(1);
    expect(arithmeticDecode(new Uint8Array(), 0, model)).toEqual(new Int32Array());
  });

  test("a symbol that is none is refused", () => {
    expect(() => arithmeticEncode([0, 3], contextModel({ symbols: 3, order: 0 }))).toThrow(
      "arithmeticEncode: a symbol is 3; expected a whole number, 0 to 2",
    );
  });
});
