import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { optionalPeer } from "../../numerics/optional-peer.js";
import type { Notebook } from "../notebook.js";

/** How to start a kernel. https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs */
export interface KernelSpec {
  /** The command; `{connection_file}` and `{resource_dir}` are filled in. */
  argv: string[];
  display_name: string;
  language: string;
  /** Added to our own environment. */
  env?: Record<string, string>;
  /** The folder of the kernelspec, where it came from one. */
  resource_dir?: string;
}

/**
 * The kernel of the package tslab, as `tslab install` describes it.
 *
 * @throws Error "Running a notebook in stock tslab needs the package tslab: npm install tslab"
 */
export async function stockTslab(): Promise<KernelSpec> {
  const main = await optionalPeer("tslab", "Running a notebook in stock tslab", async () =>
    createRequire(import.meta.url).resolve("tslab"),
  );
  return {
    argv: [process.execPath, join(dirname(main), "../bin/tslab"), "kernel", "--config-path", "{connection_file}"],
    display_name: "TypeScript",
    language: "typescript",
  };
}

/** This package's own kernel: tslab's compiler, with outputs and errors as a person wants them. */
export function surprisalKernel(): KernelSpec {
  // From src/ as from dist/: the kernel is a process of its own and needs the built file.
  const main = fileURLToPath(new URL("../../../dist/jupyter/kernel/main.js", import.meta.url));
  return { argv: [process.execPath, main, "{connection_file}"], display_name: "TypeScript", language: "typescript" };
}

/**
 * Refuses a notebook whose metadata names another language or kernel; one that names none is taken for TypeScript.
 *
 * @throws Error "notebooks/a.ipynb: its language is python; this runs TypeScript notebooks"
 */
export function requireTypeScript(notebook: Notebook, file = "The notebook"): void {
  const kernelspec = (notebook.metadata.kernelspec ?? {}) as Record<string, unknown>;
  const info = (notebook.metadata.language_info ?? {}) as Record<string, unknown>;
  const language = kernelspec.language ?? info.name;
  if (language !== undefined) {
    if (String(language).toLowerCase() === "typescript") return;
    throw new Error(`${file}: its language is ${language}; this runs TypeScript notebooks.`);
  }
  if (kernelspec.name !== undefined && kernelspec.name !== "tslab") {
    throw new Error(`${file}: its kernel is ${kernelspec.name}; this runs TypeScript notebooks (kernel "tslab").`);
  }
}
