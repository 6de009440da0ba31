export type { DatasetOptions, TableDataset } from "../dataset-from-table.js";
export { datasetFromFrame } from "./dataset-from-frame.js";
export type { Frame, FrameColumn, FrameData, FrameGroups, FrameValue } from "./frame.js";
export { type CsvOptions, parseCsv } from "./parse-csv.js";
export { readCsv } from "./read-csv.js";
export type { ReadTableOptions } from "./read-csv-table.js";
export { readNpy } from "./read-npy.js";
export { readSprite, type SpriteOptions } from "./read-sprite.js";
export { readTable } from "./read-table.js";
