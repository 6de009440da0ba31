import { format } from "node:util";
import { bindName, createBindings } from "./bindings.js";
import { type Cell, currentCell, runInCell } from "./cell.js";
import { cellPositions } from "./cell-positions.js";
import type { Compiler } from "./compiler.js";
import { defineConstants } from "./constants.js";
import { type ErrorReport, reportThrown } from "./error-report.js";
import { Interrupted, names, stop } from "./interruption.js";
import { mimeBundle } from "./mime-bundle.js";
import type { Output } from "./output.js";
import { installReaderModules, type ReaderModules } from "./reader-modules.js";
import { generatedName } from "./stack-trace.js";
import type { Conversion, Converter, Executor, Tslab } from "./tslab.js";
import { reportTypeErrors } from "./type-errors.js";

/** How a cell ended: what its last expression shows, if anything, or why it failed. */
export type Outcome = { data?: Record<string, unknown> } | { error: ErrorReport };

export interface CellRunner {
  run(cell: Cell): Promise<Outcome>;
  /** Ends the cell that runs, if one does. */
  interrupt(): void;
  executor: Executor;
}

/** Runs cells one after another by tslab's converter and executor, and hears from them what they only print. */
export function createCellRunner(compiler: Compiler, tslab: Tslab, output: Output): CellRunner {
  const modules = installReaderModules(compiler.typescript, compiler.resolution, (line) =>
    output.write("stdout", `${line}\n`),
  );
  let cell: Cell | undefined;
  /** What was heard of the cell that runs. */
  let heard: { conversion?: Conversion; result?: unknown; thrown?: { value: unknown } } = {};

  const converter = tslab.createConverter({ isJS: false, isBrowser: false });
  const listening: Converter = {
    ...converter,
    convert(declarations, source) {
      const conversion = compiler.converting(() => converter.convert(declarations, source));
      heard.conversion = cell && conversion.output ? runnable(conversion, compiler, modules, cell) : conversion;
      return heard.conversion;
    },
  };
  const executor = tslab.createExecutor(
    process.cwd(),
    { node: listening, browser: listening, close: () => converter.close() },
    {
      log(value) {
        heard.result = value;
      },
      error(first, ...rest) {
        if (first !== diagnosticFormat) heard.thrown = { value: first };
        // The errors of a cell are reported from the compiler's own; these are of a cell that defines a module.
        else if (!heard.conversion) output.write("stderr", `${format(first, ...rest)}\n`);
      },
    },
  );

  const bind = createBindings(executor.locals);
  defineConstants({
    [bindName]: (declared: object) => bind(currentCell(), declared),
    [loadName]: (paths: string[]) => modules.load(paths),
  });
  let endWait: (outcome: Outcome) => void = () => {};

  async function execute(source: string): Promise<Outcome> {
    heard = {};
    compiler.refresh();
    modules.forgetEdited();
    if (await executor.execute(source)) return shown();
    const { conversion, thrown } = heard;
    if (conversion && !thrown) {
      return { error: reportTypeErrors(compiler.typescript, compiler.analysis().diagnostics, cell as Cell) };
    }
    if (!isInterruption(thrown?.value)) return { error: reportThrown(thrown?.value) };
    if (cell) cell.interrupted = true;
    return { error: interruption };
  }

  async function shown(): Promise<Outcome> {
    // The executor hands on neither undefined, which is not shown, nor null, which is.
    const { result, conversion } = heard;
    const name = conversion?.lastExpressionVar;
    const isNull = name !== undefined && executor.locals[name] === null;
    if (name !== undefined) delete executor.locals[name];
    if (result === undefined && !isNull) return {};
    return { data: await mimeBundle(isNull ? null : result) };
  }

  return {
    executor,
    async run(next) {
      cell = next;
      stop[0] = 0;
      const interrupted = new Promise<Outcome>((resolve) => {
        endWait = resolve;
      });
      try {
        return await Promise.race([runInCell(next, () => execute(next.source)), interrupted]);
      } catch (error) {
        return { error: reportThrown(error) };
      } finally {
        output.flush();
        cell = undefined;
      }
    },
    interrupt() {
      stop[0] = 0;
      if (!cell) return;
      output.flush();
      cell.interrupted = true;
      endWait({ error: interruption });
      // The executor waits no longer either, so that the declarations of this cell never come to be known.
      executor.interrupt();
    },
  };
}

/** The executor prints errors of the compiler by this format and everything else without one. */
const diagnosticFormat = "%s%d:%d - %s";

/** The conversion with what 6.0 does not say by itself, and remembers how to find places of the code in the cell. */
function runnable(conversion: Conversion, compiler: Compiler, modules: ReaderModules, cell: Cell): Conversion {
  const { awaitsAtTop, awaiting, maps } = compiler.analysis();
  const missing = modules.missing(awaiting);
  const loading = missing.length === 0 ? "" : `${names.resume}(await ${loadName}(${JSON.stringify(missing)})); `;
  const hasToplevelAwait = awaitsAtTop || missing.length > 0;
  const prefix = `(${hasToplevelAwait ? "async " : ""}function(exports, require) { ${loading}`.length;
  const output = `${loading}${conversion.output}\n//# sourceURL=${generatedName(cell)}`;
  if (maps) cell.positions = cellPositions(maps, cell.source, output, prefix);
  return { ...conversion, hasToplevelAwait, output };
}

/** By this name a cell has the modules loaded that it cannot `require`, before its own first line. */
const loadName = "__load";

const interruption: ErrorReport = {
  ename: "Interrupted",
  evalue: "the cell was interrupted",
  traceback: ["Interrupted: the cell was interrupted"],
};

/** What the first part of a cell ends with, by Node, and what its loops and awaits end with after that. */
function isInterruption(thrown: unknown): boolean {
  if (thrown instanceof Interrupted) return true;
  return thrown instanceof Error && (thrown as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}
