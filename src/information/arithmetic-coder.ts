import type { SymbolModel } from "./context-model.js";

/** The interval's ends are whole numbers below 2^48, so that all arithmetic on them is exact in float64. */
const WHOLE = 2 ** 48;
const HALF = WHOLE / 2;
const QUARTER = WHOLE / 4;

/**
 * Compresses a sequence with an arithmetic coder: into the bits of the model's code length, two more, and those that fill
 * the last byte. (Weights whose total comes near 2^46 cost a little more: their shares of the interval are rounded.)
 *
 * The interval [0, 1) is cut as the model's probabilities say, the part of the symbol that came is cut again, and so on;
 * a number in the last part, written in binary, is the code.
 *
 * @param sequence N whole numbers, 0 to K - 1
 * @param model what predicts; it learns on the way. To decode, a model in the same state is needed
 * @returns the code; N is not in it
 * @throws RangeError when an entry is no symbol of the model
 * @example
 * const alphabet = [..."abdnr"];
 * const bytes = arithmeticEncode(symbolIndices("banana", alphabet), contextModel({ symbols: 5, order: 1 }));
 * arithmeticDecode(bytes, 6, contextModel({ symbols: 5, order: 1 })); // the same six numbers
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
  model.restart();
  for (let i = 0; i < sequence.length; i++) {
    const { weights, total } = model.weights();
    const before = weightBefore(weights, sequence[i]);
    const part = Math.floor(width / total);
    low += part * before;
    width = before + weights[sequence[i]] === total ? width - part * before : part * weights[sequence[i]];
    model.see(sequence[i]);
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
 * @param bytes of `arithmeticEncode`
 * @param count N, the length of the sequence
 * @param model in the state in which the encoder's model was at the beginning
 * @returns N whole numbers, 0 to K - 1
 */
export function arithmeticDecode(bytes: Uint8Array, count: number, model: SymbolModel): Int32Array {
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
  for (let i = 0; i < 48; i++) code = code * 2 + nextBit();
  model.restart();
  for (let i = 0; i < count; i++) {
    const { weights, total } = model.weights();
    const part = Math.floor(width / total);
    const target = Math.min(total - 1, Math.floor((code - low) / part));
    let symbol = 0;
    let before = 0;
    while (before + weights[symbol] <= target) before += weights[symbol++];
    low += part * before;
    width = before + weights[symbol] === total ? width - part * before : part * weights[symbol];
    sequence[i] = symbol;
    model.see(symbol);
    for (let step = doubling(low, width); step !== undefined; step = doubling(low, width)) {
      low = (low - step) * 2;
      code = (code - step) * 2 + nextBit();
      width *= 2;
    }
  }
  return sequence;
}

/** What is taken off before the interval is doubled: it lies in the lower half, the upper, or the middle; else nothing. */
function doubling(low: number, width: number): number | undefined {
  if (low + width <= HALF) return 0;
  if (low >= HALF) return HALF;
  if (low >= QUARTER && low + width <= HALF + QUARTER) return QUARTER;
  return undefined;
}

function weightBefore(weights: Uint32Array, symbol: number): number {
  if (!(Number.isInteger(symbol) && symbol >= 0 && symbol < weights.length)) {
    throw new RangeError(
      `arithmeticEncode: a symbol is ${symbol}; expected a whole number, 0 to ${weights.length - 1}`,
    );
  }
  let sum = 0;
  for (let k = 0; k < symbol; k++) sum += weights[k];
  return sum;
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
