export { checkpointFolder, readRecipe } from "./checkpoint-folder.js";
export { historyTable } from "./history-table.js";
export type { PackageStamp } from "./package-stamp.js";
export { type Replay, type ReplayParts, replay } from "./replay.js";
export type { RunRecipe } from "./run-recipe.js";
