import { checkFlag } from "../numerics/check.js";
import { binary } from "./binary.js";
import { binary as fusedBinary } from "./fused-binary.js";
import { takeRoutines, wasmInstance } from "./instance.js";

/**
 * Whether what is of float32 multiplies and adds in one operation, rounded once, where the processor has one: a b + c instead
 * of the rounded a b and then + c. It is off until this is called with true.
 *
 * On, losses and training take less time (see bench/README.md), within the same bounds of error, but the bits are others: those
 * of any machine that fuses. Off, they are the same on every machine. Call it before anything is trained: a recipe says with
 * which the run was made, and `replay` asks for the same.
 *
 * @param on whether to fuse
 * @throws TypeError when `on` is neither true nor false
 * @throws Error when the engine has no relaxed SIMD (Node 20 and later have it, Chromium 114, Firefox 145), or the processor
 * does not fuse; then nothing has changed
 * @example
 * setFusedMultiplyAdd(false);
 * isMultiplyAddFused(); // false
 * @see IEEE 754-2019, section 5.4.1, fusedMultiplyAdd; WebAssembly relaxed SIMD, relaxed_madd
 */
export function setFusedMultiplyAdd(on: boolean): void {
  checkFlag("setFusedMultiplyAdd: on", on);
  if (on === isMultiplyAddFused()) return;
  if (!on) {
    takeRoutines(binary);
    return;
  }
  allowRelaxedSimd();
  let reason: unknown;
  try {
    if (takeRoutines(fusedBinary).routines.isFused() === 1) return;
  } catch (error) {
    reason = error;
  }
  if (wasmInstance()) takeRoutines(binary);
  throw new Error(
    reason
      ? "setFusedMultiplyAdd: there is no WebAssembly with relaxed SIMD here; expected Node 20 or later, or a browser that has it"
      : "setFusedMultiplyAdd: this processor rounds the product before it adds; expected one that fuses them",
    { cause: reason },
  );
}

/**
 * Whether multiply-add is one operation: see `setFusedMultiplyAdd`.
 *
 * @returns false until that was called with true
 * @example
 * isMultiplyAddFused(); // false
 * @see IEEE 754-2019, section 5.4.1
 */
export function isMultiplyAddFused(): boolean {
  return wasmInstance()?.routines.isFused() === 1;
}

/** Node 20 has relaxed SIMD behind a flag, which may be set before something is compiled that needs it. */
function allowRelaxedSimd(): void {
  const { process } = globalThis as { process?: Partial<NodeJS.Process> };
  if (!process?.version?.startsWith("v20.")) return;
  process.getBuiltinModule?.("node:v8")?.setFlagsFromString("--experimental-wasm-relaxed-simd");
}
