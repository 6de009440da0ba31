/** What of the package runs anywhere, browsers included: bundlers take this file in place of index.ts there. */
export * from "./data/index.js";
export * from "./evaluation/index.js";
export * from "./figures/index.js";
export * from "./information/index.js";
export * from "./loss/index.js";
export * from "./model/index.js";
export * from "./numerics/index.js";
export * from "./training/index.js";
export * from "./wasm/index.js";
