import { counted } from "../numerics/counted.js";
import { matrix } from "../numerics/matrix.js";
import type { Dataset } from "./dataset.js";

/**
 * The examples of `a` and then those of `b`; features and classes are called as in `a`. Groups and times, which no training looks
 * at, are left out.
 */
export function joinExamples(a: Dataset, b: Dataset): Dataset {
  const { rows, cols, data } = a.features;
  if (b.features.cols !== cols) {
    throw new RangeError(`a part has ${counted(b.features.cols, "features")}; expected ${cols}, as the part before it`);
  }
  const isSingle = data instanceof Float32Array && b.features.data instanceof Float32Array;
  const Kind = isSingle ? Float32Array : Float64Array;
  const ones = (part: Dataset) => part.weights ?? new Float64Array(part.targets.length).fill(1);
  const length = a.targets.length + b.targets.length;
  return {
    ...a,
    groups: undefined,
    times: undefined,
    features: matrix(
      rows + b.features.rows,
      cols,
      joined(new Kind(data.length + b.features.data.length), data, b.features.data),
    ),
    targets: joined(new Int32Array(length), a.targets, b.targets),
    rowNumbers: joined(new Int32Array(length), a.rowNumbers, b.rowNumbers),
    ...(a.weights || b.weights ? { weights: joined(new Float64Array(length), ones(a), ones(b)) } : {}),
  };
}

function joined<Numbers extends Int32Array | Float32Array | Float64Array>(
  to: Numbers,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): Numbers {
  to.set(a);
  to.set(b, a.length);
  return to;
}
