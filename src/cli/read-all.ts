import { readNotebook, requireTypeScript } from "../jupyter/client/index.js";
import type { Notebook } from "../jupyter/notebook.js";

export interface ReadNotebook {
  path: string;
  notebook: Notebook;
}

export interface Unreadable {
  path: string;
  message: string;
}

/** Reads notebooks; one that cannot be read, or is not of TypeScript, is reported and set apart. */
export function readAll(paths: readonly string[]): { notebooks: ReadNotebook[]; unreadable: Unreadable[] } {
  const notebooks: ReadNotebook[] = [];
  const unreadable: Unreadable[] = [];
  for (const path of paths) {
    try {
      const notebook = readNotebook(path);
      requireTypeScript(notebook, path);
      notebooks.push({ path, notebook });
    } catch (error) {
      const { message } = error as Error;
      console.error(message);
      unreadable.push({ path, message });
    }
  }
  return { notebooks, unreadable };
}
