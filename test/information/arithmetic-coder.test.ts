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
  symbolModel,
} from "../../src/information/index.js";
import { createRandom } from "../../src/numerics/index.js";

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

  test("a code is as long as its decoder needs: a byte less is noticed, or other symbols come back", () => {
    const model = () => symbolModel(3, () => [0.6, 0.3, 0.1]);
    const sequences = fc.array(fc.nat(2), { minLength: 1, maxLength: 60 });
    let noticed = 0;
    fc.assert(
      fc.property(sequences, (sequence) => {
        const short = arithmeticEncode(sequence, model()).slice(0, -1);
        try {
          expect(Array.from(arithmeticDecode(short, sequence.length, model()))).not.toEqual(sequence);
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          noticed++;
        }
      }),
      { seed: 1, numRuns: 300 },
    );
    expect(noticed).toBeGreaterThan(100);
  });

  test("what ends too early is an error: empty, detached or cut short", () => {
    const model = () => contextModel({ symbols: 3, order: 0 });
    const bytes = arithmeticEncode([2, 1, 0, 2, 1, 0, 2, 1, 0, 2], model());
    expect(() => arithmeticDecode(bytes.slice(0, 1), 10, model())).toThrow(
      /^arithmeticDecode: bytes ends within entry \d, after 1 bytes; expected the code of 10 symbols$/,
    );
    structuredClone(bytes, { transfer: [bytes.buffer as ArrayBuffer] });
    for (const empty of [bytes, new Uint8Array(0)]) {
      expect(() => arithmeticDecode(empty, 3, model())).toThrow(
        "arithmeticDecode: bytes is empty; expected the code of 3 symbols",
      );
    }
  });

  test("a symbol that is none is refused, and the model has learned nothing", () => {
    const model = contextModel({ symbols: 3, order: 0 });
    expect(() => arithmeticEncode([0, 3], model)).toThrow(
      "arithmeticEncode: sequence: entry 1 is 3; expected a symbol, a whole number from 0 to 2",
    );
    expect(model.weights()).toEqual({ weights: Uint32Array.of(1, 1, 1), total: 3 });
  });

  const silent = { see() {}, restart() {} };
  test.each<[string, () => unknown, string]>([
    [
      "weights that do not sum to the total",
      () =>
        arithmeticEncode([0], { symbols: 2, weights: () => ({ weights: Uint32Array.of(1, 2), total: 4 }), ...silent }),
      "arithmeticEncode: model: a Uint32Array of 2 weights sum to 3, total 4; expected a Uint32Array of 2 and their sum",
    ],
    [
      "weights of another number of symbols",
      () =>
        arithmeticDecode(Uint8Array.of(1), 1, {
          symbols: 3,
          weights: () => ({ weights: Uint32Array.of(1), total: 1 }),
          ...silent,
        }),
      "arithmeticDecode: model: a Uint32Array of 1 weights sum to 1, total 1; expected a Uint32Array of 3",
    ],
    [
      "no model",
      () => arithmeticEncode([0], {} as never),
      "arithmeticEncode: model is an object; expected a symbol model",
    ],
    [
      "a negative count",
      () => arithmeticDecode(Uint8Array.of(1), -1, contextModel({ symbols: 2, order: 0 })),
      "arithmeticDecode: count is -1; expected a whole number, 0 to",
    ],
    [
      "bytes as an array",
      () => arithmeticDecode([1] as never, 1, contextModel({ symbols: 2, order: 0 })),
      "arithmeticDecode: bytes is an Array of 1; expected a Uint8Array",
    ],
  ])("%s: refused", (_name, call, message) => expect(call).toThrow(message));
});

describe("driven by stated probabilities, the file is within 64 bits of the cross-entropy", () => {
  /** The surprise of a sequence in bits, from the probabilities themselves. */
  const surprise = (sequence: ArrayLike<number>, probabilities: (before: readonly number[]) => ArrayLike<number>) => {
    const before: number[] = [];
    let nats = 0;
    for (let i = 0; i < sequence.length; i++) {
      nats -= Math.log(probabilities(before)[sequence[i]]);
      before.push(sequence[i]);
    }
    return natsToBits(nats);
  };
  const expectToFit = (sequence: Int32Array, symbols: number, p: (before: readonly number[]) => ArrayLike<number>) => {
    const bytes = arithmeticEncode(sequence, symbolModel(symbols, p));
    expect(bytes.length * 8 - surprise(sequence, p)).toBeLessThan(64);
    expect(arithmeticDecode(bytes, sequence.length, symbolModel(symbols, p))).toEqual(sequence);
    return bytes;
  };
  const normalized = (values: readonly number[]) => {
    const sum = values.reduce((a, b) => a + b, 0);
    return Float64Array.from(values, (value) => value / sum);
  };

  test("random distributions that change with what came, rare symbols and impossible ones among them", () => {
    const share = fc.oneof(fc.double({ min: 1e-3, max: 1, noNaN: true }), fc.constantFrom(0, 1e-300, 5e-324, 1e-12));
    const rows = fc.integer({ min: 2, max: 6 }).chain((k) => {
      const row = fc.array(share, { minLength: k, maxLength: k }).filter((values) => values.some((x) => x >= 1e-3));
      return fc.array(row.map(normalized), { minLength: k, maxLength: k });
    });
    const choices = fc.array(fc.nat(100), { maxLength: 300 });
    fc.assert(
      fc.property(rows, choices, (table, chosen) => {
        const p = (before: readonly number[]) => table[before.at(-1) ?? 0];
        const sequence: number[] = [];
        for (const choice of chosen) {
          const possible = Array.from(p(sequence).keys()).filter((k) => p(sequence)[k] > 0);
          sequence.push(possible[choice % possible.length]);
        }
        expectToFit(Int32Array.from(sequence), table.length, p);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test("100,000 symbols of 256, drawn from them: within 12 bits", () => {
    const random = createRandom(5);
    const rows = Array.from({ length: 16 }, () =>
      normalized(Array.from({ length: 256 }, () => Math.exp(4 * random.normal()))),
    );
    const p = (before: readonly number[]) => rows[(before.at(-1) ?? 0) % 16];
    const sequence: number[] = [];
    for (let i = 0; i < 100_000; i++) {
      const row = p(sequence);
      let symbol = 0;
      for (let left = random.next(); symbol < 255 && left >= row[symbol]; symbol++) left -= row[symbol];
      sequence.push(symbol);
    }
    const { length } = expectToFit(Int32Array.from(sequence), 256, p);
    expect(Math.abs(length * 8 - surprise(sequence, p))).toBeLessThan(12);
  });

  test("100,000 times what had been given 1 in 2^31: still within 12 bits, so no average is needed", () => {
    const sequence = new Int32Array(100_000).fill(1);
    const p = [0.5, 2 ** -31, 0.5 - 2 ** -31];
    const { length } = expectToFit(sequence, 3, () => p);
    expect(Math.abs(length * 8 - 3_100_000)).toBeLessThan(12);
  });

  test("a page of Hamlet, by a bigram model in float64", () => {
    const text = gunzipSync(readFileSync("data/shakespeare.txt.gz")).toString().slice(100_000, 120_000);
    const alphabet = frequencies(text).symbols;
    const sequence = symbolIndices(text, alphabet);
    const counts = alphabet.map(() => alphabet.map(() => 0.1));
    for (let i = 1; i < sequence.length; i++) counts[sequence[i - 1]][sequence[i]]++;
    const rows = counts.map(normalized);
    const bytes = expectToFit(sequence, alphabet.length, (before) => rows[before.at(-1) ?? 0]);
    expect(bytes.length).toBeLessThan(0.5 * text.length);
  });

  test("a symbol of probability 0 cannot be coded: which, and where", () => {
    const model = () => symbolModel(3, () => [0.5, 0, 0.5]);
    expect(() => arithmeticEncode([0, 2, 1, 0], model())).toThrow(
      "arithmeticEncode: sequence: entry 2 is 1, whose probability is 0; expected a symbol that the model calls possible",
    );
    expect(codeLength([0, 2, 1, 0], model())).toBe(Number.POSITIVE_INFINITY);
  });
});
