import { readNotebook, requireTypeScript } from "../jupyter/client/index.js";
import type { Notebook } from "../jupyter/notebook.js";

export interface ReadNotebook {
  path: string;
  notebook: Notebook;
}

/** Reads notebooks; one that cannot be read, or is not of TypeScript, is reported and left out. */
export function readAll(paths: readonly string[]): { notebooks: ReadNotebook[]; unreadable: number } {
  const notebooks: ReadNotebook[] = [];
  for (const path of paths) {
    try {
      const notebook = readNotebook(path);
      requireTypeScript(notebook, path);
      notebooks.push({ path, notebook });
    } catch (error) {
      console.error((error as Error).message);
    }
  }
  return { notebooks, unreadable: paths.length - notebooks.length };
}
