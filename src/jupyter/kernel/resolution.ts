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
  return {
    projectOptions,
    findSource(request, from) {
      const { resolvedModule } = typescript.resolveModuleName(request, from, options, typescript.sys);
      const path = resolvedModule?.resolvedFileName;
      return path !== undefined && isReadersSource(path) ? path : undefined;
    },
    equip(host, system) {
      host.resolveModuleNameLiterals = (literals, from, redirected, compilerOptions, file) =>
        literals.map(({ text }, i) => {
          if (text === kernelModule) return own(typescript);
          const mode = typescript.getModeForUsageLocation(file, literals[i], compilerOptions);
          return typescript.resolveModuleName(text, from, compilerOptions, system, undefined, redirected, mode);
        });
      // A module that was not there may be now. Packages stay as they are.
      host.hasInvalidatedResolutions = (path) => !path.includes("/node_modules/");
    },
  };
}

/** Whether the kernel compiles this file: TypeScript that is no package's and no declaration. */
export function isReadersSource(path: string): boolean {
  return /(?<!\.d)\.[mc]?tsx?$/.test(path) && !path.replaceAll("\\", "/").includes("/node_modules/");
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
