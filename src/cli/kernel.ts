import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { surprisalKernel } from "../jupyter/client/index.js";
import { checkPeers } from "../jupyter/kernel/peers.js";
import { typescriptMetadata } from "../jupyter/notebook.js";
import { allKernelsFolders, kernelsFolder, type Place } from "./jupyter-folders.js";

export interface KernelOptions extends Place {
  /** What notebooks call it; by default the name that they have for TypeScript, in stock tslab too. */
  name?: string;
  /** Replace a kernel of that name that is somebody else's. */
  force?: boolean;
}

/**
 * `surprisal kernel install`: has Jupyter know this kernel, for notebooks in any folder.
 *
 * @throws Error when the kernel cannot run as this package is installed, or the name is another kernel's
 */
export function installKernel(version: string, options: KernelOptions): boolean {
  const { argv, display_name, language } = surprisalKernel();
  const [, main] = argv;
  if (/[\\/]_npx[\\/]/.test(main)) {
    throw new Error(
      "npx keeps this package for a while only: npm install --global surprisal tslab@1.0.22 typescript@6.0, " +
        "then surprisal kernel install",
    );
  }
  checkPeers();
  const { name, folder } = target(options);
  if (existsSync(folder) && !isOurs(folder) && !options.force) {
    throw new Error(`${folder} is another kernel's: choose another --name, or replace it with --force`);
  }
  const spec = {
    argv,
    display_name: name === typescriptMetadata.kernelspec.name ? display_name : `${display_name} (${name})`,
    language,
    // Windows knows no signals.
    interrupt_mode: process.platform === "win32" ? "message" : "signal",
    metadata: { debugger: false, surprisal: version },
  };
  const temporary = `${folder}.${process.pid}.tmp`;
  mkdirSync(temporary, { recursive: true });
  try {
    writeFileSync(join(temporary, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
    writeFileSync(join(temporary, "logo-svg.svg"), logo);
    rmSync(folder, { recursive: true, force: true });
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
  console.log(`Jupyter knows the kernel ${name} now: ${folder}`);
  return true;
}

/**
 * `surprisal kernel uninstall`: removes it again.
 *
 * @throws Error when there is none, or it is somebody else's
 */
export function uninstallKernel(options: KernelOptions): boolean {
  const { name, folder } = target(options);
  if (!existsSync(folder))
    throw new Error(`there is no kernel ${name} in ${folder}; surprisal kernel list tells where some are`);
  if (!isOurs(folder) && !options.force)
    throw new Error(`${folder} is another kernel's: --force removes it all the same`);
  rmSync(folder, { recursive: true });
  console.log(`Removed the kernel ${name}: ${folder}`);
  return true;
}

/** `surprisal kernel list`: the kernels that Jupyter finds, and which of them are this one. */
export function listKernels(): boolean {
  for (const kernels of allKernelsFolders()) {
    for (const name of existsSync(kernels) ? readdirSync(kernels).sort() : []) {
      const folder = join(kernels, name);
      const spec = readSpec(folder);
      if (spec)
        console.log([name, folder, ...(isOurs(folder) ? [`surprisal ${spec.metadata?.surprisal}`] : [])].join("  "));
    }
  }
  return true;
}

function target({ name = typescriptMetadata.kernelspec.name, ...place }: KernelOptions): {
  name: string;
  folder: string;
} {
  if (!/^[a-z0-9._-]+$/.test(name)) {
    throw new Error(`--name ${JSON.stringify(name)}; expected lower-case letters, digits, ".", "_" and "-"`);
  }
  return { name, folder: join(kernelsFolder(place), name) };
}

function isOurs(folder: string): boolean {
  return readSpec(folder)?.metadata?.surprisal !== undefined;
}

function readSpec(folder: string): { metadata?: { surprisal?: string } } | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8"));
  } catch {
    return undefined;
  }
}

const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="8" fill="#2f6f9f"/>
<text x="32" y="46" font-family="sans-serif" font-size="36" font-weight="bold" text-anchor="middle" fill="#fff">TS</text></svg>
`;
