import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = new URL("..", import.meta.url).pathname;

/** An empty folder of this test's own, outside of the project; `remove` deletes it. */
export function emptyFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "surprisal-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 500 }) };
}

/** What a clone of the project would hold, uncommitted changes included, in a new folder. */
export function workingCopy(): { path: string; remove(): void } {
  const folder = emptyFolder();
  const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  for (const file of list.toString().split("\0").filter(Boolean)) {
    mkdirSync(join(folder.path, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(folder.path, file));
  }
  return folder;
}

/** Runs a line of shell in a folder; throws with all it printed when it fails. */
export function shell(line: string, cwd: string): string {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", line], { cwd, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${line}\nexit code ${status}\n${stdout}\n${stderr}`);
  return stdout + stderr;
}
