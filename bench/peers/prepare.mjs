// The peers' packages, made once in bench/peers: TensorFlow.js by npm, the others in an environment of Python.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const windows = process.platform === "win32";

/** Whether TensorFlow.js is there, after an attempt to install it. */
export function prepareTensorFlowJs() {
  if (existsSync(join(here, "node_modules"))) return true;
  console.log("Installing TensorFlow.js into bench/peers (66 MB) ...");
  return succeeds(windows ? "npm.cmd" : "npm", ["ci", "--ignore-scripts", "--silent"]);
}

/**
 * @param {string | undefined} given a Python that has the packages already: nothing is installed
 * @returns {string | undefined} the Python, or undefined when there is none to be had
 */
export function preparePython(given) {
  if (given) return given;
  const folder = join(here, ".venv");
  const python = join(folder, ...(windows ? ["Scripts", "python.exe"] : ["bin", "python"]));
  const stamp = join(folder, "requirements.txt");
  const wanted = readFileSync(join(here, "requirements.txt"), "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return python;
  const base = process.env.PYTHON ?? (windows ? "python" : "python3");
  if (spawnSync(base, ["-c", "import venv, ensurepip"]).status !== 0) return undefined;
  console.log("Installing PyTorch, JAX, scikit-learn and NumPy into bench/peers/.venv (more than 1 GB, minutes) ...");
  rmSync(folder, { recursive: true, force: true });
  if (!succeeds(base, ["-m", "venv", folder])) return undefined;
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "requirements.txt"];
  if (!succeeds(python, pip)) return undefined;
  writeFileSync(stamp, wanted);
  return python;
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function succeeds(command, args) {
  return spawnSync(command, args, { cwd: here, stdio: "inherit", shell: windows }).status === 0;
}
