export { arithmeticDecode, arithmeticEncode } from "./arithmetic-coder.js";
export { codeLength } from "./code-length.js";
export { contextModel, type SymbolModel } from "./context-model.js";
export { crossEntropy, entropy, klDivergence, surprisal } from "./entropy.js";
export { type Frequencies, frequencies, symbolIndices } from "./frequencies.js";
export { bitsToNats, natsToBits, perplexity } from "./units.js";
