import { typescriptMetadata } from "../notebook.js";
import { protocolVersion } from "../wire.js";
import { requireFromKernel } from "./peers.js";

/** The content of the kernel_info_reply. */
export function kernelInfo(): object {
  const own = requireFromKernel("../../../package.json") as { version: string };
  const { version } = requireFromKernel("typescript/package.json") as { version: string };
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: "surprisal",
    implementation_version: own.version,
    banner: `TypeScript ${version} on Node ${process.versions.node}: surprisal ${own.version}`,
    debugger: false,
    help_links: [{ text: "TypeScript", url: "https://www.typescriptlang.org/docs/" }],
    // Word for word what notebooks hold: JupyterLab copies this into the file it saves.
    language_info: typescriptMetadata.language_info,
  };
}
