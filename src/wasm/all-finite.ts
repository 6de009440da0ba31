import { allFinite } from "../numerics/all-finite.js";
import { type Routines, wasmInstance } from "./instance.js";
import { everyPart } from "./staged-parts.js";

/** Fewer numbers are checked before a view of the memory is made. */
const FEW = 256;

/** As `allFinite` of numerics, by SIMD: the check before a loss reads good data, more quickly. */
export function simdAllFinite(data: Float32Array | Float64Array): boolean {
  const instance = data.length < FEW ? undefined : wasmInstance();
  if (!instance) return allFinite(data);
  return everyPart(data, instance, data instanceof Float32Array ? singles : doubles);
}

const singles = ({ allFinite32 }: Routines, at: number, count: number) => allFinite32(at, count) === 1;
const doubles = ({ allFinite64 }: Routines, at: number, count: number) => allFinite64(at, count) === 1;
