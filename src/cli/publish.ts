import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { canonical } from "../jupyter/client/index.js";
import type { Notebook } from "../jupyter/notebook.js";
import { openInBrowser } from "../report/open-in-browser.js";
import { serveSite } from "../report/serve-site.js";
import { checkSiteFolder, isUpToDate, writeSite } from "../report/write-site.js";
import { type ExecuteOptions, execute, printFailure } from "./execute.js";
import { fingerprint, projectFolder } from "./fingerprint.js";
import { notebookPaths } from "./notebook-paths.js";
import { readAll } from "./read-all.js";
import { openRunCache } from "./run-cache.js";

export interface PublishOptions extends ExecuteOptions {
  out: string;
  title?: string;
  fresh?: boolean;
  open?: boolean;
}

/** What stands for a notebook that could not be read: its page has nothing but the reason. */
const NOTHING: Notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] };

/**
 * `surprisal publish`: executes the notebooks that have changed and writes the site of all, where it is not there yet.
 *
 * @returns whether every notebook could be read and ran to its end
 */
export async function publish(folder: string, options: PublishOptions, signal: AbortSignal): Promise<boolean> {
  checkSiteFolder(options.out);
  const paths = notebookPaths([folder]);
  const { notebooks, unreadable } = readAll(paths);
  const project = projectFolder(folder);
  const context = sha256(`${options.kernel} ${fingerprint(project, options.out)}`);
  const cache = openRunCache(project, context);
  const known = new Map<string, Notebook>();
  for (const { path, notebook } of options.fresh ? [] : notebooks) {
    const executed = cache.get(notebook);
    if (executed) known.set(path, executed);
  }
  if (known.size > 0)
    console.log(`${known.size} of ${notebooks.length} notebooks have not changed since they were run.`);
  const changed = notebooks.filter(({ path }) => !known.has(path));
  const failures = new Map<string, { cellIndex?: number; message: string }>();
  for (const { path, message } of unreadable) failures.set(path, { message });
  for (const { path, notebook, failure } of await execute(changed, options, signal)) {
    known.set(path, canonical(notebook, { root: project }));
    if (failure) {
      failures.set(path, { cellIndex: failure.cell?.index, message: failure.message });
      printFailure(path, failure);
    } else {
      const source = notebooks.find((candidate) => candidate.path === path);
      if (source) cache.set(source.notebook, known.get(path) as Notebook);
    }
  }
  const chapters = paths.map((path) => ({
    name: basename(path, ".ipynb"),
    notebook: known.get(path) ?? NOTHING,
    failure: failures.get(path),
  }));
  const out = resolve(options.out);
  const { name, description } = packageOf(project);
  const site = { title: options.title ?? name, description };
  const madeFrom = sha256(JSON.stringify([context, chapters, site]));
  if (options.fresh || !isUpToDate(out, madeFrom)) {
    // Loaded when there is something to render: it takes longer than all of the above where nothing has changed.
    const { renderSite } = await import("../report/site.js");
    writeSite(renderSite(chapters, site), out, madeFrom);
  }
  if (failures.size > 0) console.log(`${failures.size} of ${paths.length} notebooks failed; the site says where.`);
  console.log(`The site is in ${options.out}: open ${pathToFileURL(join(out, "index.html"))} in a browser.`);
  if (options.open) await openSite(out, signal);
  return failures.size === 0;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What the project calls itself: the site's title and description, unless told otherwise. */
function packageOf(project: string): { name: string; description: string } {
  const file = join(project, "package.json");
  const { name, description }: PackageJson = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  return { name: name ?? basename(project), description: description ?? "" };
}

interface PackageJson {
  name?: string;
  description?: string;
}

async function openSite(folder: string, signal: AbortSignal): Promise<void> {
  const server = await serveSite(folder);
  console.log(`Serving it on ${server.url} until Ctrl-C.`);
  await openInBrowser(server.url);
  await new Promise<void>((done) => signal.addEventListener("abort", () => done(), { once: true }));
  await server.close();
}
