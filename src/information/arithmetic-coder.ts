import { describeValue } from "../numerics/describe-value.js";
import { checkedWeights, checkModel, checkSequence, type SymbolModel } from "./symbol-model.js";

/** The interval's ends are whole numbers of this many bits, so that sums and differences are exact in float64. */
const BITS = 53;
const WHOLE = 2 ** BITS;
const HALF = WHOLE / 2;
const QUARTER = WHOLE / 4;

/** How long a sequence may be: an Int32Array of 8 GB. */
const MOST_COUNT = 2 ** 31 - 1;

/**
 * Compresses a sequence with an arithmetic coder: into the bits of the model's code length, two more, and those that fill
 * the last byte.
 *
 * The interval [0, 1) is cut as the model's probabilities say, the part of the symbol that came is cut again, and so on;
 * a number in the last part, written in binary, is the code. The cuts are rounded, which costs at most 0.00001 bits a
 * symbol, and of symbols more likely than 1 in 1,000 less than 1e-11.
 *
 * @param sequence N whole numbers, 0 to K - 1
 * @param model what predicts, of text (`contextModel`) or by any probabilities (`symbolModel`); it learns on the way. To
 * decode, a model in the same state is needed
 * @returns the code; N is not in it
 * @throws TypeError when sequence is no array or model no symbol model
 * @throws RangeError when an entry is no symbol of the model, or one of probability 0
 * @example
 * const alphabet = [..."abdnr"];
 * const bytes = arithmeticEncode(symbolIndices("banana", alphabet), contextModel({ symbols: 5, order: 1 }));
 * arithmeticDecode(bytes, 6, contextModel({ symbols: 5, order: 1 })); // Int32Array [1, 0, 3, 0, 3, 0]
 * @see Witten, Neal, Cleary: Arithmetic coding for data compression (1987)
 */
export function arithmeticEncode(sequence: ArrayLike<number>, model: SymbolModel): Uint8Array {
  const out = bitWriter();
  let low = 0;
  let width = WHOLE;
  /** Bits that will be the opposite of the next one that is certain. */
  let pending = 0;
  const write = (bit: 0 | 1) => {
    out.write(bit);
    for (; pending > 0; pending--) out.write(bit === 0 ? 1 : 0);
  };
  checkSequence("arithmeticEncode", sequence, model);
  model.restart();
  for (let i = 0; i < sequence.length; i++) {
    const { weights, total } = checkedWeights("arithmeticEncode", model);
    const symbol = sequence[i];
    if (weights[symbol] === 0) {
      throw new RangeError(
        `arithmeticEncode: sequence: entry ${i} is ${symbol}, whose probability is 0; expected a symbol that the model calls possible`,
      );
    }
    let before = 0;
    for (let k = 0; k < symbol; k++) before += weights[k];
    const end = cut(width, before + weights[symbol], total);
    const begin = cut(width, before, total);
    low += begin;
    width = end - begin;
    model.see(symbol);
    for (let step = doubling(low, width); step !== undefined; step = doubling(low, width)) {
      if (step === QUARTER) pending++;
      else write(step === 0 ? 0 : 1);
      low = (low - step) * 2;
      width *= 2;
    }
  }
  // The interval holds the second quarter or the third: two bits say which.
  pending++;
  write(low < QUARTER ? 0 : 1);
  return out.bytes();
}

/**
 * The sequence that was compressed.
 *
 * The decoder takes the encoder's steps, so it knows how many bits the symbols decoded so far had been given. A code that
 * has fewer was cut short, or is of another model: an error. Where wrong symbols happen to need no more bits than there
 * are, nothing is noticed, and they are returned.
 *
 * @param bytes of `arithmeticEncode`
 * @param count N, the length of the sequence
 * @param model in the state in which the encoder's model was at the beginning
 * @returns N whole numbers, 0 to K - 1; of other bytes, or another model, other ones where it is no error
 * @throws TypeError when bytes are no Uint8Array or model no symbol model
 * @throws RangeError when count is no whole number, 0 or more, or bytes end before the code of so many symbols
 * @example
 * const coin = () => symbolModel(2, () => [0.9, 0.1]);
 * arithmeticDecode(arithmeticEncode([0, 0, 1], coin()), 3, coin()); // Int32Array [0, 0, 1]
 * @see Witten, Neal, Cleary: Arithmetic coding for data compression (1987)
 */
export function arithmeticDecode(bytes: Uint8Array, count: number, model: SymbolModel): Int32Array {
  checkModel("arithmeticDecode", model);
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`arithmeticDecode: bytes is ${describeValue(bytes)}; expected a Uint8Array`);
  }
  if (!Number.isInteger(count) || count < 0 || count > MOST_COUNT) {
    throw new RangeError(
      `arithmeticDecode: count is ${describeValue(count)}; expected a whole number, 0 to ${MOST_COUNT}`,
    );
  }
  if (count > 0 && bytes.length === 0) {
    throw new RangeError(`arithmeticDecode: bytes is empty; expected the code of ${count} symbols`);
  }
  const sequence = new Int32Array(count);
  let position = 0;
  const nextBit = () => {
    const bit = ((bytes[position >> 3] ?? 0) >> (7 - (position & 7))) & 1;
    position++;
    return bit;
  };
  let low = 0;
  let width = WHOLE;
  let code = 0;
  for (let i = 0; i < BITS; i++) code = code * 2 + nextBit();
  model.restart();
  for (let i = 0; i < count; i++) {
    const { weights, total } = checkedWeights("arithmeticDecode", model);
    let symbol = 0;
    let before = weights[0];
    let begin = 0;
    let end = cut(width, before, total);
    while (low + end <= code) {
      before += weights[++symbol];
      begin = end;
      end = cut(width, before, total);
    }
    low += begin;
    width = end - begin;
    sequence[i] = symbol;
    model.see(symbol);
    for (let step = doubling(low, width); step !== undefined; step = doubling(low, width)) {
      low = (low - step) * 2;
      code = (code - step) * 2 + nextBit();
      width *= 2;
    }
    // The encoder has written a bit for every doubling, and two at the end.
    if (position - BITS + 2 > 8 * bytes.length) {
      throw new RangeError(
        `arithmeticDecode: bytes ends within entry ${i}, after ${bytes.length} bytes; expected the code of ${count} symbols`,
      );
    }
  }
  return sequence;
}

/**
 * Where a part of the interval ends: floor(width * before / total), but for one, since the product may have been rounded.
 * A larger `before` gives no smaller cut, and one that is larger by 1 gives a larger one, since width is 2^51 or more and
 * total less than 2^32.
 */
function cut(width: number, before: number, total: number): number {
  if (before === total) return width;
  const unit = Math.floor(width / total);
  return unit * before + Math.floor(((width - unit * total) * before) / total);
}

/** What is taken off before the interval is doubled: it lies in the lower half, the upper, or the middle; else nothing. */
function doubling(low: number, width: number): number | undefined {
  if (low + width <= HALF) return 0;
  if (low >= HALF) return HALF;
  if (low >= QUARTER && low + width <= HALF + QUARTER) return QUARTER;
  return undefined;
}

function bitWriter(): { write(bit: 0 | 1): void; bytes(): Uint8Array } {
  const bytes: number[] = [];
  let bits = 0;
  return {
    write(bit) {
      if ((bits & 7) === 0) bytes.push(0);
      if (bit === 1) bytes[bytes.length - 1] |= 128 >> (bits & 7);
      bits++;
    },
    bytes: () => Uint8Array.from(bytes),
  };
}
