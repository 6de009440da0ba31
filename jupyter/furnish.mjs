// What JupyterLab finds when it starts: our extension, put together from its source and built files, and its settings.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, posix } from "node:path";

/** The modules of dist/ that the extension imports. */
const modules = [
  "figures/explorables/check-controls.js",
  "figures/explorables/explorable.js",
  "figures/explorables/registry.js",
  "jupyter/explorable-comm.js",
  "report/notebook/plotly-figure.js",
];

/**
 * Puts the JupyterLab extension together: its own files, plotly from its package, and the modules of dist/ that draw
 * explorables, which are the very functions that a cell calls.
 *
 * @param {{ root: string, target: string }} places the project, with dist/ built; the folder to write, which is replaced
 */
export function assembleExtension({ root, target }) {
  rmSync(target, { recursive: true, force: true });
  cpSync(join(root, "jupyter", "labextensions", "surprisal"), target, { recursive: true });
  const served = join(target, "static");
  cpSync(createRequire(import.meta.url).resolve("plotly.js-cartesian-dist-min"), join(served, "plotly.min.js"));
  copyModules(join(root, "dist"), join(served, "dist"), modules);
}

/**
 * Copies modules with all that they import.
 *
 * @param {string} from
 * @param {string} to
 * @param {string[]} paths below `from`, with slashes
 */
function copyModules(from, to, paths) {
  // A set gives out what is added while it is gone through.
  const wanted = new Set(paths);
  for (const path of wanted) {
    const text = readFileSync(join(from, path), "utf8");
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), text);
    for (const [, specifier] of text.matchAll(/^(?:import|export)\b[^;]*? from "(\.[^"]+)"/gm)) {
      wanted.add(posix.join(posix.dirname(path), specifier));
    }
  }
}

/**
 * No news from another host and no other popups; completions show their documentation, and the first, for which the
 * compiler reads what is imported, may take its time.
 *
 * @param {string} folder JUPYTER_CONFIG_DIR
 */
export function writeSettings(folder) {
  const settings = {
    page_config: { disabledExtensions: { "@jupyterlab/apputils-extension:announcements": true } },
    default_setting_overrides: {
      "@jupyterlab/completer-extension:manager": { showDocumentationPanel: true, providerTimeout: 10_000 },
    },
  };
  mkdirSync(join(folder, "labconfig"), { recursive: true });
  for (const [name, setting] of Object.entries(settings)) {
    writeFileSync(join(folder, "labconfig", `${name}.json`), `${JSON.stringify(setting, null, 2)}\n`);
  }
}
