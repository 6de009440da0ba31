import { describeValue } from "../numerics/describe-value.js";
import { entrywise } from "./entrywise.js";

/**
 * e^x of float32 numbers, by SIMD where there is WebAssembly: 0.91 units in the last place off at the most, over all of them
 * (test/wasm/sweep.mjs), also where the result is denormal.
 *
 * @param x N numbers
 * @param out N numbers to write to; x itself is one. Default: a new array
 * @returns out
 * @throws TypeError when x or out is no Float32Array
 * @throws RangeError when out has another length
 * @example
 * float32.exp(Float32Array.of(0, 1)); // Float32Array(2) [1, 2.7182817459106445]
 * @see Cody and Waite: Software manual for the elementary functions (1980), chapter 6
 */
export function exp(x: Float32Array, out?: Float32Array): Float32Array {
  return map("exp", x, out);
}

/**
 * The natural logarithm of float32 numbers, by SIMD where there is WebAssembly: 0.90 units in the last place off at the most, over
 * all of them. That of 0 is -Infinity, of less NaN.
 *
 * @param x N numbers
 * @param out N numbers to write to; x itself is one. Default: a new array
 * @returns out, in nats
 * @throws TypeError when x or out is no Float32Array
 * @throws RangeError when out has another length
 * @example
 * float32.log(Float32Array.of(1, 2)); // Float32Array(2) [0, 0.6931471824645996]
 * @see Cody and Waite: Software manual for the elementary functions (1980), chapter 5
 */
export function log(x: Float32Array, out?: Float32Array): Float32Array {
  return map("log", x, out);
}

/**
 * log(1 + x) of float32 numbers, by SIMD where there is WebAssembly: 1.48 units in the last place off at the most, over all of them,
 * however near to 0.
 *
 * @param x N numbers, -1 or more
 * @param out N numbers to write to; x itself is one. Default: a new array
 * @returns out, in nats
 * @throws TypeError when x or out is no Float32Array
 * @throws RangeError when out has another length
 * @example
 * float32.log1p(Float32Array.of(0, 1e-10)); // Float32Array(2) [0, 1.000000013351432e-10]
 * @see Cody and Waite: Software manual for the elementary functions (1980), chapter 5
 */
export function log1p(x: Float32Array, out?: Float32Array): Float32Array {
  return map("log1p", x, out);
}

/**
 * The hyperbolic tangent of float32 numbers, by SIMD where there is WebAssembly: 1.33 units in the last place off at the most, over
 * all of them.
 *
 * @param x N numbers
 * @param out N numbers to write to; x itself is one. Default: a new array
 * @returns out
 * @throws TypeError when x or out is no Float32Array
 * @throws RangeError when out has another length
 * @example
 * float32.tanh(Float32Array.of(0, 20)); // Float32Array(2) [0, 1]
 * @see Cody and Waite: Software manual for the elementary functions (1980), chapter 13
 */
export function tanh(x: Float32Array, out?: Float32Array): Float32Array {
  return map("tanh", x, out);
}

function map(name: "exp" | "log" | "log1p" | "tanh", x: Float32Array, given?: Float32Array): Float32Array {
  const out = given ?? new Float32Array(x?.length ?? 0);
  for (const [argument, numbers] of Object.entries({ x, out })) {
    if (numbers instanceof Float32Array) continue;
    throw new TypeError(`float32.${name}: ${argument} is ${describeValue(numbers)}; expected a Float32Array`);
  }
  if (out.length !== x.length) {
    throw new RangeError(`float32.${name}: out has ${out.length} numbers; expected ${x.length}, as x`);
  }
  if (out !== x) out.set(x);
  if (!entrywise((routines, n, at) => routines[name](at, n), out)) {
    for (let i = 0; i < out.length; i++) out[i] = Math[name](out[i]);
  }
  return out;
}
