import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The file that says a folder is a site of ours, and which of its files are. */
export const manifestName = ".surprisal-site.json";

export interface SiteManifest {
  generator: "surprisal";
  /** A hash of all that the site was made from, where its writer has told. */
  madeFrom?: string;
  /** Path to SHA-256. */
  files: Record<string, string>;
}

/** The manifest of these files, as the text of its file. */
export function manifestText(contents: ReadonlyMap<string, Uint8Array>, madeFrom?: string): string {
  const hashes = [...contents].map(([path, content]) => [path, sha256(content)]);
  const manifest: SiteManifest = { generator: "surprisal", madeFrom, files: Object.fromEntries(hashes.sort()) };
  return `${JSON.stringify(manifest, undefined, 1)}\n`;
}

/** The manifest in a folder, or undefined when the folder is no site of ours. */
export function readManifest(folder: string): SiteManifest | undefined {
  try {
    const found = JSON.parse(readFileSync(join(folder, manifestName), "utf8")) as Partial<SiteManifest>;
    const ours = found.generator === "surprisal" && typeof found.files === "object" && found.files !== null;
    return ours ? (found as SiteManifest) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether every file that the manifest names is in the folder as it was written. */
export function isWhole(folder: string, { files }: SiteManifest): boolean {
  try {
    return Object.entries(files).every(([path, hash]) => sha256(readFileSync(join(folder, path))) === hash);
  } catch {
    return false; // a file is gone
  }
}

function sha256(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
