import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type ts from "typescript";
import { kernelModule } from "./kernel-module.js";

/** Finds what cells and the reader's modules import: in the same way when types are checked and when code runs. */
export interface Resolution {
  /** The options of the nearest tsconfig.json that bear on modules: paths, conditions, JSX, decorators. */
  projectOptions: ts.CompilerOptions;
  /** The reader's TypeScript file that this is an import of; undefined for all else, which Node finds by itself. */
  findSource(request: string, from: string): string | undefined;
  /** Gives the compiler's host this way of finding modules. */
  equip(host: ts.WatchCompilerHost<ts.BuilderProgram>, system: ts.System): void;
  /** To be called before each cell: modules that come, move or go are noticed. Packages stay as they are. */
  refresh(): void;
}

export function createResolution(typescript: typeof ts, folder: string): Resolution {
  const projectOptions = readProjectOptions(typescript, folder);
  const options: ts.CompilerOptions = {
    ...projectOptions,
    module: typescript.ModuleKind.ESNext,
    moduleResolution: typescript.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    allowJs: true,
  };
  const createCache = () => typescript.createModuleResolutionCache(folder, (name) => name);
  /** Forgotten before each cell: what the reader's sources import may have come, moved or gone. */
  let fresh = createCache();
  /** Of the reader's sources, and others that miss something: whether what they import is now found elsewhere. */
  const movable = new Map<string, () => boolean>();
  return {
    projectOptions,
    findSource(request, from) {
      const { resolvedModule } = typescript.resolveModuleName(request, from, options, typescript.sys);
      const path = resolvedModule?.resolvedFileName;
      return path !== undefined && isReadersSource(path) ? path : undefined;
    },
    refresh() {
      fresh = createCache();
    },
    equip(host, system) {
      const lasting = createCache();
      const find = (text: string, from: string, options: ts.CompilerOptions, mode: ts.ResolutionMode) => {
        const resolve = (cache: ts.ModuleResolutionCache) =>
          typescript.resolveModuleName(text, from, options, system, cache, undefined, mode);
        if (text === kernelModule) return own(typescript);
        if (isReadersSource(from)) return resolve(fresh);
        const found = resolve(lasting);
        return found.resolvedModule || isPackages(from) ? found : resolve(fresh);
      };
      host.resolveModuleNameLiterals = (literals, from, _, options, file) => {
        const findAll = () =>
          literals.map((literal) =>
            find(literal.text, from, options, typescript.getModeForUsageLocation(file, literal, options)),
          );
        const found = findAll();
        const mayChange = isReadersSource(from) || (!isPackages(from) && found.some((one) => !one.resolvedModule));
        const { path } = file as ts.SourceFile & { path: string };
        if (mayChange) movable.set(path, () => findAll().some((one, i) => pathOf(one) !== pathOf(found[i])));
        else movable.delete(path);
        return found;
      };
      host.getModuleResolutionCache = () => lasting;
      host.hasInvalidatedResolutions = (path) => movable.get(path)?.() ?? false;
    },
  };
}

function pathOf({ resolvedModule }: ts.ResolvedModuleWithFailedLookupLocations): string | undefined {
  return resolvedModule?.resolvedFileName;
}

/** Whether the kernel compiles this file: TypeScript that is no package's and no declaration. */
export function isReadersSource(path: string): boolean {
  return /(?<!\.d)\.[mc]?tsx?$/.test(path) && !isPackages(path);
}

/** Whether this file is of an installed package. */
export function isPackages(path: string): boolean {
  return path.replaceAll("\\", "/").includes("/node_modules/");
}

function own(typescript: typeof ts): ts.ResolvedModuleWithFailedLookupLocations {
  const resolvedFileName = join(dirname(fileURLToPath(import.meta.url)), "api.d.ts");
  return { resolvedModule: { resolvedFileName, extension: typescript.Extension.Dts, isExternalLibraryImport: true } };
}

function readProjectOptions(typescript: typeof ts, folder: string): ts.CompilerOptions {
  const path = typescript.findConfigFile(folder, typescript.sys.fileExists);
  if (path === undefined) return {};
  const { config = {} } = typescript.readConfigFile(path, typescript.sys.readFile);
  const parsed = typescript.parseJsonConfigFileContent(
    { ...config, files: [], include: [], references: [] },
    typescript.sys,
    dirname(path),
  );
  const kept = ["paths", "pathsBasePath", "baseUrl", "customConditions", "strict"];
  kept.push("jsx", "jsxFactory", "jsxFragmentFactory", "jsxImportSource", "experimentalDecorators");
  kept.push("emitDecoratorMetadata", "useDefineForClassFields");
  const options = Object.fromEntries(Object.entries(parsed.options).filter(([name]) => kept.includes(name)));
  // What is left for a bundler to compile is compiled here.
  const { Preserve, ReactNative } = typescript.JsxEmit;
  if (options.jsx === Preserve || options.jsx === ReactNative) delete options.jsx;
  return options;
}
