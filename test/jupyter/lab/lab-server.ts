import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * Whether there is a JupyterLab to test with. Without it the tests are left out with one line, except in CI, where
 * they fail.
 */
export function canRunLab(what: string): boolean {
  if (existsSync(join(root, ".venv/surprisal-lab.json"))) return true;
  const cure = "npm run lab -- --version makes .venv";
  if (process.env.CI === "true") throw new Error(`No JupyterLab found to test ${what}: ${cure}.`);
  console.log(`Not tested: ${what} (no JupyterLab; ${cure}).`);
  return false;
}

/** `npm run lab` on a copy of the notebooks, with settings of its own. */
export interface LabServer {
  /** As "http://127.0.0.1:43817". */
  url: string;
  token: string;
  /** Where the notebooks are: changes of theirs are of no consequence. */
  notebooks: string;
  /** The command lines of the kernels that run. */
  kernels(): string[];
  /** What was printed so far. */
  printed(): string;
  /** Sends Ctrl-C and waits for the end; gives the exit code. */
  interrupt(): Promise<number | null>;
  remove(): Promise<void>;
}

export async function startLab(): Promise<LabServer> {
  // Inside the project, so that cells find the package by its name.
  mkdirSync(join(root, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(root, ".cache/lab-"));
  const notebooks = join(folder, "notebooks");
  mkdirSync(notebooks);
  for (const name of readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"))) {
    cpSync(join(root, "notebooks", name), join(notebooks, name));
  }
  symlinkSync(join(root, "data"), join(folder, "data"), "junction");
  const port = await freePort();
  const token = "lab-test";
  const lab = spawn(
    process.execPath,
    [
      join(root, "jupyter/lab.mjs"),
      "--no-browser",
      "--ip=127.0.0.1",
      `--port=${port}`,
      "--ServerApp.port_retries=0",
      `--ServerApp.root_dir=${folder}`,
      `--FileContentsManager.preferred_dir=${notebooks}`,
      `--IdentityProvider.token=${token}`,
      "--LabApp.expose_app_in_browser=True",
      "--allow-root",
    ],
    { env: { ...process.env, SURPRISAL_LAB_STATE: join(folder, "state") }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let printed = "";
  for (const stream of [lab.stdout, lab.stderr]) {
    stream.on("data", (chunk) => {
      printed += chunk;
    });
  }
  const ended = once(lab, "exit");
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/api`, lab, () => printed).catch((error) => {
    lab.kill("SIGINT");
    throw error;
  });
  const stop = async () => {
    if (lab.exitCode === null && lab.signalCode === null) lab.kill("SIGINT");
    const [code] = await ended;
    return code as number | null;
  };
  return {
    url,
    token,
    notebooks,
    kernels: () => processesThatName(join(folder, "state/runtime")),
    printed: () => printed,
    interrupt: stop,
    async remove() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("no port is free");
  return address.port;
}

async function answers(url: string, lab: ChildProcess, printed: () => string): Promise<void> {
  for (let i = 0; i < 1800; i++) {
    if (lab.exitCode !== null) throw new Error(`npm run lab ended with exit code ${lab.exitCode}:\n${printed()}`);
    const reply = await fetch(url).catch(() => undefined);
    if (reply?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`JupyterLab did not answer within three minutes:\n${printed()}`);
}

/** Command lines in which a path stands (Linux; elsewhere none are found). */
function processesThatName(path: string): string[] {
  if (!existsSync("/proc/self/cmdline")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => commandLine(pid))
    .filter((line) => line.includes(path));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return ""; // it has ended meanwhile
  }
}
