// Compiles routines/ (AssemblyScript) into binary.ts, a module of text that every bundler and engine loads alike.
// Part of `npm run build`; does nothing while routines/ and this file are what they were.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("./", import.meta.url);
const target = new URL("binary.ts", folder);
const sources = [
  new URL(import.meta.url),
  ...readdirSync(new URL("routines/", folder))
    .sort()
    .map((name) => new URL(`routines/${name}`, folder)),
];
const hash = createHash("sha256");
for (const source of sources) hash.update(readFileSync(source));
const stamp = `// Made by build.mjs from routines/ (${hash.digest("hex").slice(0, 16)}): not to be edited, not in version control.`;

if (!current()) {
  const { default: asc } = await import("assemblyscript/asc");
  const output = new Map();
  const { error, stderr } = await asc.main(
    [
      "index.ts",
      ...["--optimizeLevel", "3", "--noAssert", "--runtime", "stub"],
      ...["--enable", "simd", "--importMemory", "--initialMemory", "1", "--memoryBase", "1024"],
      ...["--outFile", "routines.wasm"],
    ],
    {
      readFile: (name) => read(name),
      writeFile: (name, contents) => void output.set(name, contents),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  const base64 = Buffer.from(output.get("routines.wasm")).toString("base64");
  const temporary = `${fileURLToPath(target)}.${process.pid}.tmp`;
  writeFileSync(
    temporary,
    `${stamp}\n\n/** The compiled routines, in base64. */\nexport const binary = "${base64}";\n`,
  );
  renameSync(temporary, target);
}

function current() {
  try {
    return readFileSync(target, "utf8").startsWith(`${stamp}\n`);
  } catch {
    return false;
  }
}

function read(name) {
  try {
    return readFileSync(new URL(`routines/${name}`, folder), "utf8");
  } catch {
    return null;
  }
}
