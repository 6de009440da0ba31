import { readdir, stat } from "node:fs/promises";
import { counted } from "../../numerics/counted.js";
import { describeValue } from "../../numerics/describe-value.js";

/** A file whose place or name says of which class it is. */
export interface LabelledFile {
  /** Path below the folder, with slashes. */
  readonly file: string;
  readonly label: string;
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

/**
 * The files of a folder and their classes, in the order of their paths by code units, so the same on every machine.
 *
 * With subfolders each of them is a class, and all files below it are of it. Without, the file's name begins with its
 * class: what stands before the first dot (`cat.0.jpg`), or where that is the extension's, before the first underscore
 * (`7_george_12.wav`). Hidden files, and those with another extension, are passed over.
 *
 * @param name the function that asks, which begins the errors
 * @param extensions such as ".jpg", in lower case
 * @throws Error when the folder cannot be read, has no such file, has them beside subfolders, or a file names no class
 */
export async function labelledFiles(
  name: string,
  folder: string,
  extensions: readonly string[],
): Promise<LabelledFile[]> {
  const entries = await entriesOf(name, folder);
  const isWanted = ({ name: file }: Entry) => extensions.some((extension) => file.toLowerCase().endsWith(extension));
  const classes = entries.filter(({ isFolder }) => isFolder);
  const loose = entries.filter((entry) => !entry.isFolder && isWanted(entry)).map((entry) => entry.name);
  const found: LabelledFile[] = [];
  const walk = async (below: string, label: string): Promise<void> => {
    for (const entry of await entriesOf(name, `${folder}/${below}`)) {
      const file = `${below}/${entry.name}`;
      if (entry.isFolder) await walk(file, label);
      else if (isWanted(entry)) found.push({ file, label });
    }
  };
  for (const { name: label } of classes) await walk(label, label);
  if (found.length > 0 && loose.length > 0) {
    throw new Error(
      `${name}: ${folder} has ${counted(loose.length, "files")} (${describeValue(loose[0])}, ...) beside subfolders of ` +
        "them; expected a subfolder for each class and nothing beside, or all files in one folder",
    );
  }
  found.push(...loose.map((file) => ({ file, label: labelOf(name, folder, file) })));
  if (found.length === 0) {
    throw new Error(`${name}: ${folder} has no files ${extensions.join(", ")}, nor have its subfolders`);
  }
  return found.sort((a, b) => (a.file < b.file ? -1 : 1));
}

function labelOf(name: string, folder: string, file: string): string {
  const stem = file.slice(0, file.lastIndexOf("."));
  const end = stem.search(stem.includes(".") ? /\./ : /_/);
  if (end > 0) return stem.slice(0, end);
  throw new Error(
    `${name}: ${folder}/${file} names no class; expected a name that begins with it, as cat.0.jpg or 7_george_12.wav ` +
      "do, or a subfolder for each class",
  );
}

/** What is in a folder; a link is what it leads to. */
async function entriesOf(name: string, path: string): Promise<Entry[]> {
  try {
    const entries = (await readdir(path, { withFileTypes: true })).filter((entry) => !entry.name.startsWith("."));
    return await Promise.all(
      entries.map(async (entry) => ({
        name: entry.name,
        isFolder: entry.isSymbolicLink() ? await leadsToFolder(`${path}/${entry.name}`) : entry.isDirectory(),
      })),
    );
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "there is no such folder" : code === "ENOTDIR" ? "it is no folder" : message;
    throw new Error(`${name}: cannot read ${path}: ${reason}`, { cause: error });
  }
}

async function leadsToFolder(link: string): Promise<boolean> {
  try {
    return (await stat(link)).isDirectory();
  } catch (error) {
    // A link to nothing is a file that cannot be read.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
