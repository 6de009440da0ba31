// The Python environment of `npm run lab`: .venv with the pinned JupyterLab, made once and recognised afterwards.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";

const windows = process.platform === "win32";
const oldestPython = [3, 10];
const lists = ["requirements.txt", "constraints.txt"];

/**
 * The interpreter of `folder`, where the packages of `pins`/requirements.txt are installed: made when it is not there,
 * made again when its making was interrupted, brought up to date when the pins have changed.
 *
 * @param {string} folder the environment
 * @param {string} pins the folder of requirements.txt and constraints.txt
 * @returns {Promise<string>} path of the interpreter
 * @throws {Error} with one line that says what to install, or what is in the way
 */
export async function preparedPython(folder, pins) {
  const python = join(folder, ...(windows ? ["Scripts", "python.exe"] : ["bin", "python"]));
  const stamp = join(folder, "surprisal-lab.json");
  const shown = relative(process.cwd(), folder) || folder;
  const wanted = pinsHash(pins);
  const found = readStamp(stamp);
  if (found?.installed === wanted && runs(python, "import jupyterlab")) return python;
  if (!found && existsSync(folder)) {
    throw new Error(`${shown} was not made by npm run lab, which needs that name: move it away, then try again.`);
  }

  const started = performance.now();
  const packages = pinnedPackages(pins);
  const lab = packages.find((line) => line.startsWith("jupyterlab==")) ?? "JupyterLab";
  if (!found?.installed || !runs(python, "import pip")) {
    const base = findPython();
    console.log(`Making ${shown} with ${lab}: about ${packages.length} packages, 241 MB, about a minute, once.`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    writeFileSync(stamp, "{}\n");
    // As part of a package of type "module" the environment's own scripts would be taken for ES modules.
    writeFileSync(join(folder, "package.json"), '{ "type": "commonjs" }\n');
    const made = spawnSync(base[0], [...base.slice(1), "-m", "venv", folder], { encoding: "utf8" });
    if (made.status !== 0) throw new Error(`python -m venv failed: ${lastWords(made.stderr || made.stdout)}`);
  } else {
    console.log(`Bringing ${shown} up to date: ${lab}.`);
    writeFileSync(stamp, "{}\n");
  }
  await install(python, folder, pins, packages.length);
  writeFileSync(stamp, `${JSON.stringify({ installed: wanted })}\n`);
  console.log(`${lab} is ready after ${Math.round((performance.now() - started) / 1000)} s.`);
  return python;
}

/** @param {string} pins */
function pinsHash(pins) {
  const hash = createHash("sha256");
  for (const name of lists) hash.update(readFileSync(join(pins, name), "utf8").replaceAll("\r\n", "\n"));
  return hash.digest("hex");
}

/** @param {string} pins */
function pinnedPackages(pins) {
  const text = readFileSync(join(pins, "constraints.txt"), "utf8");
  return text.split(/\r?\n/).filter((line) => /^[\w-]+==/.test(line));
}

/**
 * @param {string} path
 * @returns {{ installed?: string } | undefined} undefined when there is no stamp; without `installed`: begun, not ended
 */
function readStamp(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return existsSync(path) ? {} : undefined;
  }
}

/**
 * Whether an interpreter is there and runs a line of Python without an error.
 *
 * @param {string} command
 * @param {string} line
 * @param {string[]} before arguments that choose the interpreter
 */
function runs(command, line, before = []) {
  return spawnSync(command, [...before, "-c", line], { stdio: "ignore" }).status === 0;
}

/** The command of a Python that can make environments; PYTHON chooses it. */
function findPython() {
  const usual = windows ? [["py", "-3"], ["python"], ["python3"]] : [["python3"], ["python"]];
  const candidates = process.env.PYTHON ? [[process.env.PYTHON]] : usual;
  const isNew = `import sys; sys.exit(sys.version_info < (${oldestPython.join(", ")}))`;
  const python = candidates.find(([command, ...rest]) => runs(command, isNew, rest));
  const version = oldestPython.join(".");
  if (!python) {
    throw new Error(
      `The lab needs Python ${version} or later: https://www.python.org/downloads, or your system's package.`,
    );
  }
  if (!runs(python[0], "import venv, ensurepip", python.slice(1))) {
    throw new Error("The lab needs Python's venv module: on Debian and Ubuntu, sudo apt install python3-venv.");
  }
  return python;
}

/**
 * @param {string} python
 * @param {string} folder
 * @param {string} pins
 * @param {number} expected packages
 */
async function install(python, folder, pins, expected) {
  const file = join(pins, "requirements.txt");
  const args = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar=off", "-r", file];
  // PIP_USER is for people's own Python; in an environment pip refuses it.
  const pip = spawn(python, args, { env: { ...process.env, PIP_USER: "0" }, stdio: ["ignore", "pipe", "pipe"] });
  let complaints = "";
  pip.stderr.on("data", (chunk) => {
    complaints = (complaints + chunk).slice(-20_000);
  });
  const before = installedPackages(folder);
  let fetched = 0;
  createInterface({ input: pip.stdout }).on("line", (line) => {
    if (/^(Collecting|Processing|Requirement already satisfied)\b/.test(line)) fetched += 1;
  });
  const progress = setInterval(() => {
    // pip itself is there from the beginning.
    const installed = installedPackages(folder) - before;
    showProgress(installed > 0 ? `installed ${installed}` : `fetched ${fetched}`, expected);
  }, 500);
  try {
    const code = await new Promise((resolve, reject) => pip.once("error", reject).once("close", resolve));
    if (code !== 0) throw new Error(`pip could not install ${file}: ${lastWords(complaints)}`);
  } finally {
    clearInterval(progress);
    if (process.stdout.isTTY) process.stdout.write("\r\x1b[K");
  }
}

/**
 * @param {string} done as "fetched 12"
 * @param {number} expected
 */
function showProgress(done, expected) {
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K  ${done} of about ${expected} packages`);
}

/** @param {string} folder */
function installedPackages(folder) {
  const library = windows ? join(folder, "Lib") : join(folder, "lib");
  const versions = windows ? [""] : readdirSync(library);
  return versions
    .map((version) => join(library, version, "site-packages"))
    .filter((path) => existsSync(path))
    .flatMap((path) => readdirSync(path))
    .filter((name) => name.endsWith(".dist-info")).length;
}

/** @param {string} text */
function lastWords(text) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.filter((line) => /^ERROR/i.test(line)).at(-1) ?? lines.at(-1) ?? "it said nothing.";
}
