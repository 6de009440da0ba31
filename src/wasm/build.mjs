// Compiles routines/ (AssemblyScript) into binary.ts, a module of text that every bundler and engine loads alike, and once
// more with fused multiply-add into fused-binary.ts.
// Part of `npm run build`; does nothing while routines/ and this file are what they were.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("./", import.meta.url);
const sources = [
  new URL(import.meta.url),
  ...readdirSync(new URL("routines/", folder))
    .sort()
    .map((name) => new URL(`routines/${name}`, folder)),
];
const hash = createHash("sha256");
for (const source of sources) hash.update(readFileSync(source));
const stamp = `// Made by build.mjs from routines/ (${hash.digest("hex").slice(0, 16)}): not to be edited, not in version control.`;

await make("binary.ts", [], {});
await make("fused-binary.ts", ["--enable", "relaxed-simd"], { "madd.ts": "fused-madd.ts" });

/** @param instead which file stands in for another */
async function make(name, flags, instead) {
  const target = new URL(name, folder);
  if (isCurrent(target)) return;
  const { default: asc } = await import("assemblyscript/asc");
  const output = new Map();
  const { error, stderr } = await asc.main(
    [
      "index.ts",
      ...["--optimizeLevel", "3", "--noAssert", "--runtime", "stub"],
      ...[
        "--enable",
        "simd",
        "--importMemory",
        "--initialMemory",
        "1",
        "--maximumMemory",
        "65536",
        "--memoryBase",
        "1024",
        ...flags,
      ],
      ...["--outFile", "routines.wasm"],
    ],
    {
      readFile: (file) => read(instead[file] ?? file),
      writeFile: (file, contents) => void output.set(file, contents),
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

function isCurrent(target) {
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
