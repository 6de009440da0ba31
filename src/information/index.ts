export { crossEntropy, entropy, klDivergence, surprisal } from "./entropy.js";
export { bitsToNats, natsToBits, perplexity } from "./units.js";
