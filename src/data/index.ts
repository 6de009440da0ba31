export { batches } from "./batches.js";
export type { Dataset } from "./dataset.js";
export { type DatasetOptions, datasetFromTable, type TableDataset } from "./dataset-from-table.js";
export { logMelSpectrogram, type SpectrogramOptions } from "./log-mel-spectrogram.js";
export { type Split, type SplitOptions, split } from "./split.js";
export { splitAt } from "./split-at.js";
export { type Standardization, standardize } from "./standardize.js";
export type { Cell, Table } from "./table.js";
export { takeExamples } from "./take-examples.js";
