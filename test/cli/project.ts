import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The built command line. */
export const main: string = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** A project in an empty folder of its own, in which commands are run. */
export interface Project {
  folder: string;
  /** The path of a file in it. */
  path(name: string): string;
  text(name: string): string;
  /** Runs `surprisal` with these arguments to its end. */
  surprisal(...args: string[]): Promise<Ended>;
  start(...args: string[]): { child: ChildProcess; ended: Promise<Ended> };
  remove(): void;
}

export function newProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), "surprisal-cli-"));
  mkdirSync(join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), "{}");
  const path = (name: string) => join(folder, name);
  const start = (...args: string[]) => {
    const child = spawn(process.execPath, [main, ...args], { cwd: folder });
    const said = { out: "", err: "" };
    child.stdout.on("data", (chunk) => {
      said.out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      said.err += chunk;
    });
    return { child, ended: once(child, "close").then(([code]): Ended => ({ code, ...said })) };
  };
  return {
    folder,
    path,
    text: (name) => readFileSync(path(name), "utf8"),
    start,
    surprisal: (...args) => start(...args).ended,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
