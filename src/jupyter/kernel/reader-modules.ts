import { readFileSync } from "node:fs";
import Module from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { runInThisContext } from "node:vm";
import type ts from "typescript";
import { awaitsAtTop } from "./awaits-at-top.js";
import { importMeta } from "./import-meta.js";
import { interruptible } from "./interruptible.js";
import { kernelModule } from "./kernel-module.js";
import { rememberModule } from "./module-positions.js";
import { relativePath } from "./relative-paths.js";
import type { Resolution } from "./resolution.js";
import { fileState } from "./watched-files.js";

/** The reader's own modules: TypeScript from any folder of the project, loaded anew when it was edited. */
export interface ReaderModules {
  /** To be called before each cell: forgets modules whose file has been edited, and those that import them. */
  forgetEdited(): void;
  /** Those that are not loaded. */
  missing(paths: readonly string[]): string[];
  /** Loads modules that await at their top, one after the other: `require` cannot, and finds them loaded. */
  load(paths: readonly string[]): Promise<void>;
}

/** Node's loader of CommonJS, as far as it is not declared. */
interface Loader {
  _resolveFilename(request: string, parent: Module | undefined, ...rest: unknown[]): string;
  _extensions: Record<string, (module: Module & { _compile(code: string, path: string): void }, path: string) => void>;
  _cache: Record<string, Module | undefined>;
  _nodeModulePaths(folder: string): string[];
}

/**
 * Teaches Node's `require`, which is what cells import with, the reader's TypeScript.
 *
 * @param tell called with one line when edited modules are loaded again
 */
export function installReaderModules(
  typescript: typeof ts,
  resolution: Resolution,
  tell: (line: string) => void,
): ReaderModules {
  const loader = Module as unknown as Loader;
  const states = new Map<string, string>();
  /** What the next load of a forgotten module says. */
  let news: { forgotten: Set<string>; line: string } | undefined;

  const resolveFilename = loader._resolveFilename;
  loader._resolveFilename = function (request, parent, ...rest) {
    if (request === kernelModule) return fileURLToPath(new URL("./api.js", import.meta.url));
    const from = parent?.filename;
    const isOurs = from && !Module.isBuiltin(request) && !isPackages(from);
    const source = isOurs ? resolution.findSource(request, from) : undefined;
    return source ?? resolveFilename.call(this, request, parent, ...rest);
  };
  for (const extension of [".ts", ".tsx", ".mts", ".cts"]) {
    loader._extensions[extension] = (module, path) => {
      module._compile(compileNow(path, false), path);
    };
  }

  for (const extension of [".js", ".json"]) {
    const load = loader._extensions[extension];
    loader._extensions[extension] = (module, path) => {
      if (!isPackages(path)) {
        noteLoad(path);
        rememberModule(path, readFileSync(path, "utf8"));
      }
      load(module, path);
    };
  }

  /** From now on edits of the file are noticed; that it is loaded anew is said. */
  function noteLoad(path: string): void {
    states.set(path, fileState(path));
    if (!news?.forgotten.has(path)) return;
    tell(news.line);
    news = undefined;
  }

  function compileNow(path: string, mayAwait: boolean): string {
    noteLoad(path);
    return compile(typescript, resolution.projectOptions, path, mayAwait);
  }

  async function loadAwaiting(path: string): Promise<void> {
    const module = new Module(path);
    module.filename = path;
    module.paths = loader._nodeModulePaths(dirname(path));
    const run = runInThisContext(
      `(async (exports, require, module, __filename, __dirname) => {\n${compileNow(path, true)}\n})`,
      {
        filename: path,
        lineOffset: -1,
      },
    );
    loader._cache[path] = module;
    try {
      await run(module.exports, (request: string) => module.require(request), module, path, dirname(path));
      module.loaded = true;
    } catch (error) {
      delete loader._cache[path];
      throw error;
    }
  }

  return {
    missing: (paths) => paths.filter((path) => !loader._cache[path]),
    async load(paths) {
      for (const path of paths) await loadAwaiting(path);
    },
    forgetEdited() {
      const modules = Object.values(loader._cache).filter((module) => module !== undefined);
      const readers = modules.filter(({ filename }) => filename && !isPackages(filename));
      const edited = new Set(readers.map(({ filename }) => filename).filter(isEdited));
      if (edited.size === 0) return;
      const forgotten = withImporters(edited, readers);
      for (const path of forgotten) {
        delete loader._cache[path];
        states.delete(path);
      }
      for (const module of readers)
        module.children = module.children.filter(({ filename }) => !forgotten.has(filename));
      const names = [...edited].map((path) => relativePath(path)).join(", ");
      const others = forgotten.size - edited.size;
      const importers =
        others === 0 ? "" : ` and ${others} ${others === 1 ? "module that imports" : "modules that import"} it`;
      news = { forgotten, line: `Reloaded ${names}${importers}.` };
    },
  };

  function isEdited(path: string): boolean {
    const before = states.get(path);
    return before !== undefined && before !== fileState(path);
  }
}

function withImporters(edited: ReadonlySet<string>, modules: readonly Module[]): Set<string> {
  const found = new Set(edited);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const { filename, children } of modules) {
      if (children.some((child) => found.has(child.filename))) found.add(filename);
    }
  }
  return found;
}

function compile(typescript: typeof ts, projectOptions: ts.CompilerOptions, path: string, mayAwait: boolean): string {
  const source = readFileSync(path, "utf8");
  if (!mayAwait) {
    const file = typescript.createSourceFile(path, source, typescript.ScriptTarget.ES2022, true);
    if (awaitsAtTop(typescript, file)) throw new SyntaxError(`${relativePath(path)} ${advice}`);
  }
  const { strict: _, paths: __, pathsBasePath: ___, baseUrl: ____, ...options } = projectOptions;
  const { outputText, sourceMapText } = typescript.transpileModule(source, {
    fileName: path,
    compilerOptions: {
      jsx: typescript.JsxEmit.React,
      ...options,
      module: typescript.ModuleKind.CommonJS,
      target: typescript.ScriptTarget.ES2022,
      esModuleInterop: true,
      sourceMap: true,
    },
    transformers: { before: [importMeta(typescript), interruptible(typescript)] },
  });
  rememberModule(path, source, sourceMapText);
  return outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "");
}

/** Of a module that awaits at its top, and that no cell imports by a path that can be read from its text. */
const advice =
  "awaits outside of its functions: import it in a cell, by its path as a literal, before what requires it without waiting";

function isPackages(path: string): boolean {
  return `${dirname(path)}/`.replaceAll("\\", "/").includes("/node_modules/");
}
