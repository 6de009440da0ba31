import { describeValue } from "../../numerics/describe-value.js";
import {
  checkDatasetOptions,
  DATASET_OPTIONS,
  type DatasetOptions,
  datasetOf,
  type TableDataset,
} from "../dataset-from-table.js";
import type { Cell } from "../table.js";
import type { FrameData } from "./frame.js";
import { originOf } from "./frame-origin.js";

/**
 * A dataset from a DataFrame of danfojs: one column to predict, the others, or those named, to predict it from.
 *
 * Rows are called by their line in the file as long as they are the rows that `readTable` read (columns may have been
 * added), and by their label in the frame's index after that.
 *
 * @param frame rows of named columns
 * @param options `target`, `features`, `classNames`, `missing`, `groups`, `times`; see `DatasetOptions`
 * @throws Error naming the row and column of a feature that is not a finite number (true and false count as 1 and 0), of
 * a missing value (null, undefined, NaN, empty text), and of a target that is not among `classNames`; or the column
 * that the frame does not have
 * @example
 * const weather = await readTable("data/seattle-weather.csv");
 * const rainy = (weather.column("precipitation").values as number[]).map((millimetres) => millimetres > 0);
 * weather.addColumn("rain", rainy, { inplace: true });
 * datasetFromFrame(weather, { target: "rain", features: ["temp_max", "wind"] }).features.rows; // 1461
 */
export function datasetFromFrame(frame: FrameData, options: DatasetOptions): TableDataset {
  if (!Array.isArray(frame?.columns) || !Array.isArray(frame.values) || !frame.values.every(Array.isArray)) {
    throw new TypeError(`datasetFromFrame: frame is ${describeValue(frame)}; expected a DataFrame`);
  }
  const rows = frame.values as Cell[][];
  const origin = originOf(frame);
  checkDatasetOptions("datasetFromFrame", options, DATASET_OPTIONS);
  return datasetOf(
    {
      columns: frame.columns,
      rows,
      rowNumbers: origin
        ? origin.lines
        : Int32Array.from(frame.index, (label, i) => (Number.isInteger(label) ? +label : i)),
      source: origin ? origin.source : "the frame",
      rowWord: origin ? "line" : "row",
    },
    options,
  );
}
