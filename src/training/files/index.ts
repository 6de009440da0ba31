export { checkpointFolder, type RunRecipe, readRecipe } from "./checkpoint-folder.js";
export type { PackageStamp } from "./package-stamp.js";
export { type Replay, type ReplayParts, replay } from "./replay.js";
