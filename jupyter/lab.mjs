// `npm run lab`: JupyterLab on the notebooks, with this package's kernel. Everything it writes stays in the project:
// .venv holds JupyterLab, .jupyter its settings. Arguments go to JupyterLab: npm run lab -- --no-browser --port 9999
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { assembleExtension, writeSettings } from "./furnish.mjs";
import { preparedPython } from "./venv.mjs";

const jupyter = fileURLToPath(new URL(".", import.meta.url));
const root = resolve(jupyter, "..");
// The tests use a folder of their own.
const state = process.env.SURPRISAL_LAB_STATE ?? join(root, ".jupyter");
const args = process.argv.slice(2);

/** What JupyterLab is told, unless the reader's own arguments say otherwise. */
const defaults = {
  "ServerApp.root_dir": root,
  "FileContentsManager.preferred_dir": join(root, "notebooks"),
  "ServerApp.answer_yes": "True",
  // The first time the first notebook opens, later what was open.
  ...(existsSync(join(state, "workspaces")) ? {} : { "LabApp.default_url": "/lab/tree/notebooks/00-start-here.ipynb" }),
  "KernelSpecManager.ensure_native_kernel": "False",
  "KernelSpecManager.allowed_kernelspecs": "tslab",
  "Application.log_level": "WARN",
};

/** The reader's environment, but for what would lead Jupyter or Python out of the project. */
function environment() {
  const { PYTHONPATH, PYTHONHOME, JUPYTER_CONFIG_PATH, ...rest } = process.env;
  return {
    ...rest,
    PYTHONNOUSERSITE: "1",
    JUPYTER_PATH: [join(state, "share"), jupyter].join(delimiter),
    JUPYTER_CONFIG_DIR: join(state, "config"),
    JUPYTER_DATA_DIR: join(state, "data"),
    JUPYTER_RUNTIME_DIR: join(state, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(state, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(state, "workspaces"),
  };
}

/** @param {string} python */
function start(python) {
  if (!args.includes("--version")) console.log("Starting JupyterLab on notebooks/. Ctrl-C ends it and its kernels.");
  const own = Object.entries(defaults)
    .filter(([name]) => !args.some((arg) => arg.startsWith(`--${name}=`)))
    .map(([name, value]) => `--${name}=${value}`);
  // Without a terminal to ask at, JupyterLab ends at once when it is told to, and its kernels with it.
  const lab = spawn(python, ["-m", "jupyterlab", ...own, ...args], {
    cwd: root,
    env: environment(),
    stdio: ["ignore", "inherit", "inherit"],
  });
  // Ctrl-C reaches JupyterLab by itself where both run in one terminal; a second signal does no harm.
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => lab.kill("SIGTERM"));
  }
  lab.once("error", (error) => fail(error));
  lab.once("exit", (code) => {
    process.exitCode = code ?? 0;
  });
}

/** @param {unknown} error */
function fail(error) {
  console.error(error instanceof Error ? error.message.replaceAll(root, relative(process.cwd(), root) || ".") : error);
  process.exitCode = 1;
}

try {
  const python = await preparedPython(join(root, ".venv"), jupyter);
  assembleExtension({ root, target: join(state, "share", "labextensions", "surprisal") });
  writeSettings(join(state, "config"));
  start(python);
} catch (error) {
  fail(error);
}
