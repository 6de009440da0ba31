/** The public names. */
export * from "./browser.js";
export * from "./data/files/index.js";
export * from "./model/files/index.js";
export * from "./training/files/index.js";
