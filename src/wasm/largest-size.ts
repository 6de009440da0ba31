import { largestSize } from "../numerics/largest-size.js";
import { wasmInstance } from "./instance.js";
import { everyPart } from "./staged-parts.js";

/** As `largestSize` of numerics, of finite numbers: those of float32 by SIMD. */
export function simdLargestSize(data: Float32Array | Float64Array): number {
  const instance = data instanceof Float32Array ? wasmInstance() : undefined;
  if (!instance) return largestSize(data);
  let largest = 0;
  everyPart(data, instance, ({ largestSize32 }, at, count) => {
    largest = Math.max(largest, largestSize32(at, count));
    return true;
  });
  return largest;
}
