import { dirname, posix } from "node:path";
import type ts from "typescript";
import { resolvePeer } from "./peers.js";

/** tslab's options but for those that 6.0 no longer has, strict, and finding modules as Node and bundlers do. */
export function cellOptions(
  typescript: typeof ts,
  options: ts.CompilerOptions,
  projectOptions: ts.CompilerOptions,
): ts.CompilerOptions {
  const { disableTopLevelAwait: _, noImplicitUseStrict: __, ...kept } = options;
  return {
    ...kept,
    ...projectOptions,
    // Also where the project is not.
    strict: true,
    lib: [Number.parseInt(process.versions.node, 10) >= 22 ? "lib.es2024.d.ts" : "lib.es2023.d.ts"],
    moduleResolution: typescript.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    types: ["node"],
    sourceMap: true,
    checkJs: false,
  };
}

/** Where types of packages are looked for; in 6.0 TypeScript no longer says. In a folder without Node's, tslab's serve. */
export function getDefaultTypeRoots(folder: string): string[] {
  const tslabs = dirname(dirname(resolvePeer("@types/node/package.json", resolvePeer("tslab"))));
  return [...typeRootsFrom(folder), tslabs];
}

function typeRootsFrom(folder: string): string[] {
  const here = posix.join(folder, "node_modules/@types");
  const parent = dirname(folder);
  return parent === folder ? [here] : [here, ...typeRootsFrom(parent)];
}
