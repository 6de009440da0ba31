import { checkClassIndices, isArrayLike } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkDistribution } from "./distribution.js";

/** Says what comes next, and learns from what came. */
export interface SymbolModel {
  /** K, the number of symbols. */
  readonly symbols: number;
  /**
   * K whole numbers, 0 or more, and their sum, below 2^32: the next symbol is k with probability weights[k] / total, and
   * impossible where the weight is 0. To be read, not kept.
   */
  weights(): { readonly weights: Uint32Array; readonly total: number };
  /** What came: the model learns from it, unless told not to, and moves on. */
  see(symbol: number, options?: { learn?: boolean }): void;
  /** Forgets the symbols before the next one, not what was learned. */
  restart(): void;
}

/** The most that K can be: the total of the weights stays below 2^32 then. */
const MOST_SYMBOLS = 2 ** 24;

/** Weights are shares of this whole. */
const WHOLE = 2 ** 31;

/**
 * A model out of any function that states the probabilities of the next symbol: a neural network's softmax, a table.
 * With it `arithmeticEncode` writes a file as long as the network's cross-entropy.
 *
 * The weight of a symbol is its probability times 2^31, rounded up: so every symbol that is possible, be it by 1e-300,
 * can be coded, one of probability 0 cannot, and whatever the symbols are, each costs -log p and at most
 * log(1 + K / 2^31) nats more, which for K = 65536 is 0.00003. (Probabilities that sum to 1 only up to rounding are
 * divided by their sum.) The rounding is exact arithmetic: equal probabilities give equal weights on every machine. That
 * the decoder's probabilities equal the encoder's to the last bit is up to the function.
 *
 * @param symbols K, 2 to 2^24
 * @param probabilities of the next symbol, K numbers that sum to 1, for somebody who has seen the symbols before it. The
 * array it is given grows: to be read, not kept
 * @throws TypeError when probabilities is no function
 * @throws RangeError when symbols is no such whole number; `weights`, when the probabilities are no distribution of K
 * @example
 * // After a 1 comes a 1, nine times of ten.
 * const model = symbolModel(2, (before) => (before.at(-1) === 1 ? [0.1, 0.9] : [0.5, 0.5]));
 * codeLength([0, 1, 1], model); // 1.4916...
 * @see Cover and Thomas: Elements of information theory (2006), section 13.3
 */
export function symbolModel(
  symbols: number,
  probabilities: (before: readonly number[]) => ArrayLike<number>,
): SymbolModel {
  if (!Number.isInteger(symbols) || symbols < 2 || symbols > MOST_SYMBOLS) {
    throw new RangeError(`symbolModel: symbols is ${describeValue(symbols)}; expected a whole number, 2 to 2^24`);
  }
  if (typeof probabilities !== "function") {
    throw new TypeError(`symbolModel: probabilities is ${describeValue(probabilities)}; expected a function`);
  }
  const before: number[] = [];
  const weights = new Uint32Array(symbols);
  return {
    symbols,
    weights() {
      const p = probabilities(before);
      const name = `symbolModel: probabilities after ${before.length} symbols`;
      checkDistribution(name, p);
      if (p.length !== symbols) throw new RangeError(`${name} are ${p.length} numbers; expected ${symbols}`);
      let total = 0;
      for (let k = 0; k < symbols; k++) {
        weights[k] = Math.ceil(p[k] * WHOLE);
        total += weights[k];
      }
      return { weights, total };
    },
    see(symbol) {
      checkClassIndices("symbolModel: see", [symbol], symbols);
      before.push(symbol);
    },
    restart() {
      before.length = 0;
    },
  };
}

/** The model's weights; throws when they are none, or do not sum to their total: no coder could work with those. */
export function checkedWeights(name: string, model: SymbolModel): ReturnType<SymbolModel["weights"]> {
  const { weights, total } = model.weights();
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k];
  if (!(weights instanceof Uint32Array) || weights.length !== model.symbols || sum !== total || !(total < 2 ** 32)) {
    throw new RangeError(
      `${name}: model: ${describeValue(weights)} weights sum to ${sum}, total ${describeValue(total)}; expected a Uint32Array of ${model.symbols} and their sum, below 2^32`,
    );
  }
  return { weights, total };
}

/** Throws for a sequence that holds something else than symbols of the model. */
export function checkSequence(name: string, sequence: ArrayLike<number>, model: SymbolModel): void {
  checkModel(name, model);
  if (!isArrayLike(sequence)) {
    throw new TypeError(`${name}: sequence is ${describeValue(sequence)}; expected an array of symbols`);
  }
  for (let i = 0; i < sequence.length; i++) {
    const symbol = sequence[i];
    if (!(Number.isInteger(symbol) && symbol >= 0 && symbol < model.symbols)) {
      throw new RangeError(
        `${name}: sequence: entry ${i} is ${describeValue(symbol)}; expected a symbol, a whole number from 0 to ${model.symbols - 1}`,
      );
    }
  }
}

/** Throws for something that is no model. */
export function checkModel(name: string, model: SymbolModel): void {
  const { symbols, weights, see, restart } = (model ?? {}) as Partial<SymbolModel>;
  if (!Number.isInteger(symbols) || [weights, see, restart].some((method) => typeof method !== "function")) {
    throw new TypeError(
      `${name}: model is ${describeValue(model)}; expected a symbol model, as contextModel and symbolModel make`,
    );
  }
}
