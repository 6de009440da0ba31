import type { Dataset } from "./dataset.js";

/**
 * Datasets that are the parts of one, of any sizes, and come again whenever it is iterated: for more examples than the memory
 * holds. An array of datasets is one, and what `streamCsv` gives.
 */
export type DatasetStream = (Iterable<Dataset> | AsyncIterable<Dataset>) & {
  /** Says which examples they are, and in what parts: a training that is kept by a checkpoint asks for it. */
  readonly hash?: string;
};

/** Whether something can be iterated, which a dataset cannot. */
export function isDatasetStream(data: Dataset | DatasetStream): data is DatasetStream {
  if (typeof data !== "object" || data === null) return false;
  return Symbol.asyncIterator in data || Symbol.iterator in data;
}
