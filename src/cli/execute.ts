import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { performance } from "node:perf_hooks";
import {
  type CellFailure,
  type KernelSpec,
  runNotebook,
  stockTslab,
  surprisalKernel,
} from "../jupyter/client/index.js";
import type { Notebook } from "../jupyter/notebook.js";
import { concurrently } from "./concurrently.js";

export interface ExecuteOptions {
  /** "surprisal" or "tslab". */
  kernel: string;
  /** Seconds a cell may take. */
  timeout: number;
}

/** A notebook that came out of its kernel. */
export interface Executed {
  path: string;
  notebook: Notebook;
  /** Why it did not run to its end. */
  failure: CellFailure | undefined;
}

/** Two kernels at once keep two cores busy; more would only fight for memory. */
const KERNELS_AT_ONCE = Math.min(2, availableParallelism());

/**
 * Runs notebooks, each in a kernel of its own in its own folder, and prints a line for each that ends.
 *
 * @throws the signal's reason when it is aborted; no kernel is left then
 */
export async function execute(
  notebooks: readonly { path: string; notebook: Notebook }[],
  options: ExecuteOptions,
  signal: AbortSignal,
): Promise<Executed[]> {
  const kernel: KernelSpec = options.kernel === "tslab" ? await stockTslab() : surprisalKernel();
  const width = Math.max(...notebooks.map(({ path }) => path.length));
  return concurrently(notebooks, KERNELS_AT_ONCE, async ({ path, notebook }) => {
    const start = performance.now();
    const run = await runNotebook(notebook, { kernel, cwd: dirname(path), timeout: options.timeout * 1000, signal });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const failure = run.errors.at(0);
    const cells = failure ? `failed in cell ${run.ran} of ${run.of}` : `${run.of} cells`;
    console.log(`${path.padEnd(width)}  ${cells}, ${seconds} s`);
    for (const warning of run.warnings) console.error(`${path}: ${warning}`);
    return { path, notebook: run.notebook, failure };
  });
}

/** Prints why a notebook failed: the cell, its line, the error, and all that the kernel said. */
export function printFailure(path: string, failure: CellFailure): void {
  console.error(`\n${path}: ${failure.message}`);
  if (failure.text && failure.text !== failure.message) console.error(failure.text.replace(/^/gm, "    "));
}
