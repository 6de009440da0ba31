// Makes every data file of this folder again: `npm run data`. Needs npm, and python3 with pip.
// What is made is compared with manifest.json; when anything differs, nothing is written and the exit code is 1.
// `npm run data -- --accept` writes what was made, whatever it is, and its hashes into manifest.json.
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { unpackPackage } from "./packages.mjs";
import { recipes } from "./recipes.mjs";

const data = dirname(fileURLToPath(import.meta.url));
const accept = process.argv.includes("--accept");
const sha256 = (/** @type {Buffer} */ bytes) => createHash("sha256").update(bytes).digest("hex");

/** @type {{ file: string, sha256: string, content: string, bytes: number }[]} */
const manifest = JSON.parse(await readFile(join(data, "manifest.json"), "utf8"));
const work = await mkdtemp(join(tmpdir(), "surprisal-data-"));
const complaints = [];
const toWrite = [];
try {
  /** @type {Map<string, Promise<string>>} */
  const folders = new Map();
  for (const [file, recipe] of Object.entries(recipes)) {
    const folder = folders.get(recipe.from) ?? unpackPackage(recipe.from, work);
    folders.set(recipe.from, folder);
    const content = await recipe.make(await folder);
    const packed = recipe.pack(content);
    const entry = manifest.find((candidate) => candidate.file === file);
    if (!entry) throw new Error(`manifest.json has no entry for ${file}: add file, rows and columns`);
    const made = { sha256: sha256(packed), content: sha256(content), bytes: packed.length };
    const same = made.content === entry.content;
    if (!same) complaints.push(`${file}: content has sha256 ${made.content}; the manifest says ${entry.content}`);
    // Another zlib may pack the same content into other bytes: then the file that is there stays, when it is whole.
    const present = await readFile(join(data, file)).catch(() => Buffer.alloc(0));
    const keep = !accept && sha256(present) === entry.sha256;
    if (!keep) toWrite.push({ file, packed });
    const words = [same ? "content as in the manifest" : "content NOT as in the manifest"];
    if (same && made.sha256 !== entry.sha256) words.push("packed otherwise by this machine's zlib");
    console.log(`${file}: ${packed.length} bytes, sha256 ${made.sha256.slice(0, 12)}..., ${words.join(", ")}`);
    if (accept) Object.assign(entry, made);
  }
  if (complaints.length > 0 && !accept) {
    console.error(`Nothing was written.\n${complaints.join("\n")}`);
    process.exitCode = 1;
  } else {
    for (const { file, packed } of toWrite) await replace(join(data, file), packed);
    if (accept) await replace(join(data, "manifest.json"), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  }
} finally {
  await rm(work, { recursive: true });
}

/** @param {string} path @param {Buffer} bytes */
async function replace(path, bytes) {
  const temporary = `${path}.${process.pid}.part`;
  await writeFile(temporary, bytes);
  await rename(temporary, path);
}
