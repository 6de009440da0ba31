import { createRequire } from "node:module";

/** CommonJS `require` from where the kernel is installed: so cells and kernel share one tslab. */
export const requireFromKernel: NodeJS.Require = createRequire(import.meta.url);

/**
 * The path of a package that only the kernel needs.
 *
 * @throws Error that says what to install when it is not there
 */
export function resolvePeer(name: string, from?: string): string {
  try {
    return requireFromKernel.resolve(name, from ? { paths: [from] } : undefined);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    throw new Error(`The kernel needs the package ${name}: npm install ${installName(name)}`, { cause: error });
  }
}

/** Loads such a package. The type is the caller's promise. */
export function requirePeer<Module>(name: string, from?: string): Module {
  return requireFromKernel(resolvePeer(name, from)) as Module;
}

/** What else than the newest version is meant, and the package rather than a file in it. */
function installName(name: string): string {
  const versions: Record<string, string> = { tslab: "tslab@1.0.22", typescript: "typescript@6.0" };
  const pack = name.split("/")[0];
  return versions[pack] ?? pack;
}

/**
 * Says at once, rather than at the first cell, what is missing.
 *
 * @throws Error when tslab or TypeScript 6.0 is not installed
 */
export function checkPeers(): void {
  resolvePeer("tslab");
  const { version } = requirePeer<{ version: string }>("typescript/package.json");
  if (!version.startsWith("6.0.")) {
    throw new Error(`The kernel needs TypeScript 6.0, found ${version}: npm install typescript@6.0`);
  }
}
