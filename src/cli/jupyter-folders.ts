import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";

/** Where Jupyter looks for kernels. https://docs.jupyter.org/en/latest/use/jupyter-directories.html#data-files */

export interface Place {
  /** For this user; the default. */
  user?: boolean;
  /** For the Python environment that is active. */
  sysPrefix?: boolean;
  /** For the environment in this folder. */
  prefix?: string;
}

/**
 * The folder of kernels at a place.
 *
 * @throws Error when more than one place is asked for, or there is no Python to ask for its environment
 */
export function kernelsFolder({ user, sysPrefix, prefix }: Place): string {
  if ([user, sysPrefix, prefix !== undefined].filter(Boolean).length > 1) {
    throw new Error("--user, --sys-prefix and --prefix name different places; expected one of them");
  }
  if (prefix !== undefined) return kernelsOf(resolve(prefix));
  if (!sysPrefix) return join(userFolder(), "kernels");
  const environment = environmentFolder();
  if (environment !== undefined) return kernelsOf(environment);
  throw new Error("--sys-prefix: no Python environment is active and there is no python3 on the PATH");
}

/** All folders of kernels, in the order in which Jupyter looks into them. */
export function allKernelsFolders(): string[] {
  const environment = environmentFolder();
  const more = (process.env.JUPYTER_PATH ?? "").split(delimiter).filter((path) => path !== "");
  const system =
    process.platform === "win32"
      ? [join(process.env.PROGRAMDATA ?? "C:\\ProgramData", "jupyter")]
      : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  const data = [
    ...more,
    userFolder(),
    ...(environment === undefined ? [] : [join(environment, "share/jupyter")]),
    ...system,
  ];
  return [...new Set(data.map((path) => join(resolve(path), "kernels")))];
}

function kernelsOf(prefix: string): string {
  return join(prefix, "share/jupyter/kernels");
}

function userFolder(): string {
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA } = process.env;
  if (JUPYTER_DATA_DIR) return resolve(JUPYTER_DATA_DIR);
  if (process.platform === "darwin") return join(homedir(), "Library/Jupyter");
  if (process.platform === "win32") return join(APPDATA ?? join(homedir(), "AppData/Roaming"), "jupyter");
  return join(XDG_DATA_HOME || join(homedir(), ".local/share"), "jupyter");
}

function environmentFolder(): string | undefined {
  const { VIRTUAL_ENV, CONDA_PREFIX } = process.env;
  if (VIRTUAL_ENV || CONDA_PREFIX) return VIRTUAL_ENV || CONDA_PREFIX;
  for (const python of ["python3", "python"]) {
    const { status, stdout } = spawnSync(python, ["-c", "import sys; print(sys.prefix)"], { encoding: "utf8" });
    if (status === 0) return stdout.trim();
  }
  return undefined;
}
