import { resolve } from "node:path";
import type { KernelSpec } from "../../../src/jupyter/client/kernelspecs.js";

/** One of the small kernels in test/fixtures/jupyter. */
export function fixtureKernel(file: string): KernelSpec {
  const argv = [process.execPath, resolve("test/fixtures/jupyter", file), "{connection_file}"];
  return { argv, display_name: "TypeScript", language: "typescript" };
}
