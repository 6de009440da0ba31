import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Which package made a run: the bits are promised for the same one. */
export interface PackageStamp {
  readonly version: string;
  /** SHA-256 of the code that a training runs through. */
  readonly code: string;
  readonly node: string;
}

/** The rooms that a training runs through. */
const ROOMS = ["numerics", "wasm", "loss", "model", "data", "training"];
let known: PackageStamp | undefined;

/** The stamp of this package, as it is installed. */
export function packageStamp(): PackageStamp {
  known ??= { version: versionOf(), code: hashOfCode(), node: process.versions.node };
  return known;
}

function versionOf(): string {
  return JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")).version;
}

function hashOfCode(): string {
  const dist = fileURLToPath(new URL("../..", import.meta.url));
  const hash = createHash("sha256");
  for (const room of ROOMS) {
    const files = readdirSync(join(dist, room), { recursive: true, encoding: "utf8" });
    for (const file of files.filter((name) => /\.(js|ts)$/.test(name) && !name.endsWith(".d.ts")).sort()) {
      hash.update(`\n${room}/${file.replaceAll("\\", "/")}\n`).update(readFileSync(join(dist, room, file)));
    }
  }
  return hash.digest("hex");
}
