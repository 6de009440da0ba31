import { checkClassIndices } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import type { SymbolModel } from "./symbol-model.js";

/** What one occurrence adds to a weight; every weight begins with 1. */
const STEP = 32;

/** How a context model counts. */
interface ContextModelOptions {
  /** K, 2 to 65536. */
  symbols: number;
  /** How many symbols before count, 0 or more. */
  order: number;
}
const OPTIONS: OptionNames<ContextModelOptions> = { symbols: true, order: true };

/**
 * Counts what followed the last `order` symbols: p(k | context) = (count of k + 1/32) / (count of all + K/32). The
 * 1/32 is what keeps a symbol that was never seen from being called impossible.
 *
 * @param options symbols: K, 2 to 65536; order: how many symbols before count, 0 or more
 * @throws TypeError when options is no object
 * @throws RangeError when an option is not such a whole number, or unknown
 * @example
 * const model = contextModel({ symbols: 26, order: 1 });
 * codeLength(symbolIndices("banana", [..."abcdefghijklmnopqrstuvwxyz"]), model); // 14.160... nats
 * @see Shannon (1948), section 3; the added share is Lidstone's (1920)
 */
export function contextModel(options: ContextModelOptions): SymbolModel {
  checkOptionNames("contextModel", options, OPTIONS);
  const { symbols, order } = options;
  if (!Number.isInteger(symbols) || symbols < 2 || symbols > 65536) {
    throw new RangeError(`contextModel: symbols is ${describeValue(symbols)}; expected a whole number, 2 to 65536`);
  }
  if (!Number.isInteger(order) || order < 0) {
    throw new RangeError(`contextModel: order is ${describeValue(order)}; expected a whole number, 0 or more`);
  }
  const contexts = new Map<string, { weights: Uint32Array; total: number }>();
  const unseen = { weights: new Uint32Array(symbols).fill(1), total: symbols };
  /** The last symbols, a character of 16 bits each: the key of the context. */
  let recent = "";
  return {
    symbols,
    weights: () => contexts.get(recent) ?? unseen,
    see(symbol, { learn = true } = {}) {
      checkClassIndices("contextModel: see", [symbol], symbols);
      if (learn) {
        let counts = contexts.get(recent);
        if (!counts) {
          counts = { weights: unseen.weights.slice(), total: symbols };
          contexts.set(recent, counts);
        }
        counts.weights[symbol] += STEP;
        counts.total += STEP;
      }
      if (order > 0) recent = (recent + String.fromCharCode(symbol)).slice(-order);
    },
    restart() {
      recent = "";
    },
  };
}
