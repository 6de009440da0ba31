import {
  checkDatasetOptions,
  DATASET_OPTIONS,
  type DatasetOptions,
  datasetOf,
  type TableDataset,
} from "../dataset-from-table.js";
import { readParquetTable } from "./read-parquet-table.js";

/**
 * A Parquet file as a dataset, as `readCsv` makes it of a CSV file. Only the columns that are used are read.
 *
 * A null and a NaN are missing values. Dates and times are text (ISO 8601), whole numbers beyond 2^53, which a number cannot
 * hold, too. Pages may be plain or packed by Snappy, gzip or Brotli, and by Zstandard where Node has it (22.15 or later).
 *
 * @param path the file; a relative path starts at the working directory (a notebook's own folder)
 * @param options `target`, `features`, `classNames`, `missing`, `groups`, `times`; see `DatasetOptions`
 * @returns the dataset; its `rowNumbers` are rows of the file, the first being 0; `dropped` says how many rows
 * `missing: "drop"` left out
 * @throws TypeError, RangeError when an option is unknown or not as described, before the file is read
 * @throws Error naming the file when it cannot be read, is no Parquet, is damaged, or is packed otherwise; and the row and
 * the column: see `datasetFromTable`
 * @example
 * const dataset = await readParquet("pets.parquet", { target: "kind", features: ["age", "weight"] });
 * dataset.classNames; // ["cat", "dog"]
 * @see the format: https://parquet.apache.org/docs/file-format/
 */
export async function readParquet(path: string, options: DatasetOptions): Promise<TableDataset> {
  checkDatasetOptions("readParquet", options, DATASET_OPTIONS);
  const { target, features, groups, times } = options;
  const used = features && [target, ...features, groups ?? target, times ?? target];
  return datasetOf(await readParquetTable(path, used), options);
}
