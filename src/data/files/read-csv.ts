import {
  checkDatasetOptions,
  DATASET_OPTIONS,
  type DatasetOptions,
  datasetOf,
  type TableDataset,
} from "../dataset-from-table.js";
import { READ_TABLE_OPTIONS, type ReadTableOptions, readCsvTable } from "./read-csv-table.js";

/**
 * A CSV file (or .csv.gz, .tsv, .tsv.gz) as a dataset: what `datasetFromFrame` makes of what `readTable` reads, without
 * the detour through a DataFrame, so that danfojs-node need not be installed.
 *
 * @param path the file; a relative path starts at the working directory (a notebook's own folder)
 * @param options `target`, `features`, `classNames`, `missing`, `groups`, `times` (see `DatasetOptions`) and `delimiter`
 * @returns the dataset; its `rowNumbers` are lines of the file, the header being line 1; `dropped` says how many rows
 * `missing: "drop"` left out
 * @throws TypeError, RangeError when an option is unknown or not as described, before the file is read
 * @throws Error naming the file, the line and the column: see `parseCsv` and `datasetFromTable`
 * @example
 * const dataset = await readCsv("data/breast-cancer.csv", { target: "diagnosis" });
 * dataset.classNames; // ["benign", "malignant"]
 */
export async function readCsv(path: string, options: DatasetOptions & ReadTableOptions): Promise<TableDataset> {
  checkDatasetOptions("readCsv", options, { ...DATASET_OPTIONS, ...READ_TABLE_OPTIONS });
  return datasetOf(await readCsvTable(path, options), options);
}
