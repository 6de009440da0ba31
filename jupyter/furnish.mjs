// What JupyterLab finds when it starts: our extension, put together from its source and built files, and its settings.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/**
 * Puts the JupyterLab extension together: its own two files, plotly from its package, and the modules of dist/ that
 * draw explorables, which are the very functions that a cell calls.
 *
 * @param {{ root: string, target: string }} places the project, with dist/ built; the folder to write, which is replaced
 */
export function assembleExtension({ root, target }) {
  rmSync(target, { recursive: true, force: true });
  cpSync(join(root, "jupyter", "labextensions", "surprisal"), target, { recursive: true });
  const static_ = join(target, "static");
  cpSync(createRequire(import.meta.url).resolve("plotly.js-cartesian-dist-min"), join(static_, "plotly.min.js"));
  const isModule = (/** @type {string} */ name) => name.endsWith(".js");
  for (const room of ["numerics", "information", "figures", "figures/explorables"]) {
    mkdirSync(join(static_, "dist", room), { recursive: true });
    for (const name of readdirSync(join(root, "dist", room)).filter(isModule)) {
      cpSync(join(root, "dist", room, name), join(static_, "dist", room, name));
    }
  }
  cpSync(join(root, "dist/report/notebook/plotly-figure.js"), join(static_, "dist/plotly-figure.js"));
}

/**
 * No news from another host, and no other popups.
 *
 * @param {string} folder JUPYTER_CONFIG_DIR
 */
export function writeSettings(folder) {
  const settings = { disabledExtensions: { "@jupyterlab/apputils-extension:announcements": true } };
  mkdirSync(join(folder, "labconfig"), { recursive: true });
  writeFileSync(join(folder, "labconfig", "page_config.json"), `${JSON.stringify(settings, null, 2)}\n`);
}
