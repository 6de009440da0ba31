import { setTimeout as sleep } from "node:timers/promises";
import { type CodeCell, joinLines, type Notebook, type Output } from "../notebook.js";
import type { Message } from "../wire.js";
import { type CellFailure, errorInCell, type FailedCell, failedCell, nameCell } from "./cell-failure.js";
import { collectOutputs } from "./cell-outputs.js";
import { describeEnd } from "./kernel-process.js";
import { type KernelSession, KernelStartError, startKernel } from "./kernel-session.js";
import type { KernelSpec } from "./kernelspecs.js";
import { type CellEnding, runCell } from "./run-cell.js";

export interface RunOptions {
  kernel: KernelSpec;
  /** The kernel's working directory: the notebook's folder. */
  cwd: string;
  /** Milliseconds a cell may take. Default 600000, ten minutes. */
  timeout?: number;
  /** Milliseconds the kernel may take to start. Default 60000. */
  startTimeout?: number;
  /** Called when a cell begins and when it has ended. */
  onCell?(progress: CellProgress): void;
  /** Ends the kernel and rejects with the signal's reason. */
  signal?: AbortSignal;
}

export interface CellProgress {
  state: "started" | "finished";
  /** Position among all cells, from 0. */
  index: number;
  id: string;
  /** Position among the code cells to run, from 1, and how many there are. */
  number: number;
  of: number;
}

export interface NotebookRun {
  /** A copy with the outputs of this run. Cells that were not run have none. */
  notebook: Notebook;
  /** Empty when every cell ran. The first failure ends the run. */
  errors: CellFailure[];
  /** What did not stop the run and may have spoilt it, as sentences. */
  warnings: string[];
  /** How many code cells were started, of how many that are not empty. */
  ran: number;
  of: number;
}

/** Stock tslab refuses the cells of the 200 ms after a failed one. */
const recovery = 300;

/**
 * Runs a notebook's code cells in order on a fresh kernel and stops at the first that fails. Empty cells are skipped,
 * as in JupyterLab; a cell tagged "raises-exception" may fail, as in nbclient. No kernel is left when this returns.
 *
 * @throws Error when zeromq is not installed; the signal's reason when it is aborted. Every failure of a kernel or a
 * cell is returned in `errors` instead.
 * @example
 * const run = await runNotebook(readNotebook("a.ipynb"), { kernel: surprisalKernel(), cwd: "." });
 * for (const { message } of run.errors) console.error(message);
 */
export async function runNotebook(notebook: Notebook, options: RunOptions): Promise<NotebookRun> {
  const { kernel, cwd, timeout = 600_000, startTimeout, onCell, signal } = options;
  const copy = withoutOutputs(notebook);
  const cells = copy.cells.flatMap((cell, index) =>
    cell.cell_type === "code" && joinLines(cell.source).trim() !== "" ? [{ cell, index }] : [],
  );
  const run: NotebookRun = { notebook: copy, errors: [], warnings: [], ran: 0, of: cells.length };
  const outputs = collectOutputs();
  const cellOf = new Map<string, number>();
  const onOutput = (message: Message) => {
    const index = cellOf.get(message.parent_header.msg_id ?? "");
    if (index !== undefined) outputs.receive(index, message);
  };

  let session: KernelSession;
  try {
    session = await startKernel(kernel, { cwd, startTimeout, onOutput, signal });
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof KernelStartError)) throw error;
    run.errors.push({ kind: "kernel could not start", message: error.message, text: error.message });
    return run;
  }

  try {
    for (const [at, { cell, index }] of cells.entries()) {
      const progress = { index, id: cell.id, number: at + 1, of: cells.length };
      onCell?.({ state: "started", ...progress });
      run.ran += 1;
      const code = joinLines(cell.source);
      const mayFail = mayRaise(cell);
      const onRequest = (id: string) => cellOf.set(id, index);
      const ending = await runCell(session, code, { timeout, mayFail, signal, onRequest });
      cell.execution_count = at + 1;
      onCell?.({ state: "finished", ...progress });

      const named = failedCell(cell, index, at + 1);
      if ("idle" in ending && !ending.idle) run.warnings.push(outputMayBeLost(named));
      if (ending.state === "error" && mayFail) await sleep(recovery);
      else if (ending.state !== "ok") {
        run.errors.push(explain(ending, named, outputs.of(index), timeout));
        break;
      }
    }
  } finally {
    const orderly = !signal?.aborted && run.errors.every(({ kind }) => kind === "error in cell");
    await session.shutdown({ kill: !orderly });
    for (const { cell, index } of cells) cell.outputs = outputs.of(index);
  }
  return run;
}

function withoutOutputs(notebook: Notebook): Notebook {
  const copy = structuredClone(notebook);
  for (const cell of copy.cells) {
    if (cell.cell_type === "code") Object.assign(cell, { execution_count: null, outputs: [] });
  }
  return copy;
}

function mayRaise(cell: CodeCell): boolean {
  return Array.isArray(cell.metadata.tags) && cell.metadata.tags.includes("raises-exception");
}

function explain(
  ending: Exclude<CellEnding, { state: "ok" }>,
  cell: FailedCell,
  outputs: Output[],
  timeout: number,
): CellFailure {
  switch (ending.state) {
    case "timeout": {
      const message = `Timeout: ${nameCell(cell)} took longer than ${timeout / 1000} s and was ended.`;
      return { kind: "timeout", message, cell, text: message };
    }
    case "died": {
      const message = `The kernel died in ${nameCell(cell)}: ${describeEnd(ending.end)}`;
      return { kind: "kernel died", message, cell, text: ending.end.tail || message };
    }
    default:
      return errorInCell(cell, outputs);
  }
}

function outputMayBeLost(cell: FailedCell): string {
  return (
    `The kernel never said it was done with ${nameCell(cell)}: output may be missing. ` +
    "Stock tslab loses it past about 500 writes in one turn: join the lines into one console.log."
  );
}
