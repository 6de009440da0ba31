import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { dirname } from "node:path";
import type { KernelSpec } from "./kernelspecs.js";
import { endWithUs } from "./orphan-guard.js";

/** How a kernel's process ended. */
export interface KernelEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Why it could not even be started. */
  startError?: Error;
  /** The end of what it wrote to its own stdout and stderr, past Jupyter. */
  tail: string;
}

export interface KernelProcess {
  /** undefined when the program could not be started. */
  readonly pid: number | undefined;
  /** Settles when the process has ended, for whatever reason; never rejects. */
  readonly ended: Promise<KernelEnd>;
  interrupt(): void;
  /** SIGKILL, to the kernel and to the processes it started. */
  kill(): void;
}

const tailLength = 4000;

/**
 * Starts a kernel in a process group of its own: Ctrl-C in our terminal does not reach it, and it can be ended with
 * everything it started.
 *
 * @param spec `{connection_file}` and `{resource_dir}` in its argv are filled in
 * @param connectionFile path of the connection file
 * @param cwd folder the kernel works in: that of the notebook
 */
export function startProcess(spec: KernelSpec, connectionFile: string, cwd: string): KernelProcess {
  const [program, ...args] = spec.argv.map((part) =>
    part
      .replaceAll("{connection_file}", connectionFile)
      .replaceAll("{resource_dir}", spec.resource_dir ?? dirname(connectionFile)),
  );
  const child = spawn(program, args, {
    cwd,
    // By JPY_PARENT_PID a kernel can notice that we are gone, even by SIGKILL.
    env: { ...process.env, JPY_PARENT_PID: String(process.pid), ...spec.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  let over = false;
  const kill = () => {
    if (!over) killGroup(child);
  };
  const forget = endWithUs(kill);
  let tail = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      tail = (tail + text).slice(-tailLength);
    });
  }

  const ended = new Promise<KernelEnd>((resolve) => {
    const finish = (end: Omit<KernelEnd, "tail">) => {
      kill(); // what the kernel started and left behind
      over = true; // from now on its number may be another process's
      forget();
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve({ ...end, tail: tail.trim() });
    };
    child.once("error", (startError) => {
      if (child.pid === undefined) finish({ code: null, signal: null, startError });
    });
    child.once("exit", (code, signal) => {
      // Its last words may still be in the pipe; a child of its own may hold the pipe open for ever.
      const done = () => {
        clearTimeout(wait);
        child.off("close", done);
        finish({ code, signal });
      };
      const wait = setTimeout(done, 200);
      child.once("close", done);
    });
  });

  return { pid: child.pid, ended, kill, interrupt: () => interruptGroup(child) };
}

/** "exit code 3" or "signal SIGKILL", or why it did not start. */
export function describeEnd(end: KernelEnd): string {
  if (end.startError) return end.startError.message;
  const how = end.signal ? `signal ${end.signal}` : `exit code ${end.code}`;
  return end.tail ? `${how}; its last output:\n${end.tail}` : how;
}

function interruptGroup(child: ChildProcess): void {
  if (child.pid === undefined || process.platform === "win32") return;
  signalGroup(child.pid, "SIGINT");
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") spawnSync("taskkill", ["/pid", String(child.pid), "/T", "/F"]);
  else signalGroup(child.pid, "SIGKILL");
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: they have ended already. EPERM: macOS says so of processes that have ended and are not yet forgotten.
    if (!["ESRCH", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
