import { format } from "node:util";
import { bindName, createBindings } from "./bindings.js";
import { type Cell, currentCell } from "./cell.js";
import { cellPositions } from "./cell-positions.js";
import type { Compiler } from "./compiler.js";
import { defineConstants } from "./constants.js";
import type { CurrentWork } from "./current-work.js";
import { type ErrorReport, reportThrown } from "./error-report.js";
import { names } from "./interruption.js";
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
  executor: Executor;
}

/** Runs cells one after another by tslab's converter and executor, and hears from them what they only print. */
export function createCellRunner(compiler: Compiler, tslab: Tslab, output: Output, work: CurrentWork): CellRunner {
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

  async function execute(source: string): Promise<Outcome> {
    heard = {};
    compiler.refresh();
    modules.forgetEdited();
    if (await executor.execute(source)) return shown();
    const { conversion, thrown } = heard;
    if (conversion && !thrown) {
      return { error: reportTypeErrors(compiler.typescript, compiler.analysis().diagnostics, cell as Cell) };
    }
    throw thrown?.value;
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
      try {
        return await work.run(next, () => execute(next.source));
      } catch (error) {
        return { error: reportThrown(error) };
      } finally {
        output.flush();
        cell = undefined;
      }
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
