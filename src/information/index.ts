export { arithmeticDecode, arithmeticEncode } from "./arithmetic-coder.js";
export { codeLength } from "./code-length.js";
export { conditionalEntropy } from "./conditional-entropy.js";
export { contextModel } from "./context-model.js";
export { crossEntropy, entropy, jensenShannonDivergence, klDivergence, surprisal } from "./entropy.js";
export { type Frequencies, frequencies, symbolIndices } from "./frequencies.js";
export { mutualInformation } from "./mutual-information.js";
export { type SymbolModel, symbolModel } from "./symbol-model.js";
export { bitsPerByte, bitsToNats, natsToBits, perplexity } from "./units.js";
