import type { Dataset } from "../data/dataset.js";
import { type DatasetStream, isDatasetStream } from "../data/dataset-stream.js";
import { joinExamples } from "../data/join-examples.js";
import { splitAt } from "../data/split-at.js";

/** Examples that a pass over the training data goes through before others. */
export interface Part {
  readonly examples: Dataset;
  readonly isLast: boolean;
}

/**
 * The parts of training data, each of whole batches but the last one: what is left of a part of a stream is joined to the next.
 * A dataset is its only part.
 *
 * @param check throws when a part is not as it should be
 */
export async function* partsOf(
  train: Dataset | DatasetStream,
  batchSize: number,
  check: (part: Dataset) => void,
): AsyncGenerator<Part> {
  if (!isDatasetStream(train)) {
    yield { examples: train, isLast: true };
    return;
  }
  // One part is kept back until there is another: the last one has what is left, however little.
  let held: Dataset | undefined;
  for await (const part of train) {
    check(part);
    if (part.targets.length === 0) continue;
    const rows = held?.targets.length ?? 0;
    const whole = rows - (rows % batchSize);
    if (!held || whole === 0) {
      held = held ? joinExamples(held, part) : part;
      continue;
    }
    const [examples, rest] = whole < rows ? splitAt(held, whole) : [held];
    yield { examples, isLast: false };
    held = rest ? joinExamples(rest, part) : part;
  }
  if (!held) throw new RangeError("fit: train has given no rows; expected one or more, each time that it is iterated");
  yield { examples: held, isLast: true };
}
