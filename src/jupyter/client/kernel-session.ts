import { setTimeout as sleep } from "node:timers/promises";
import type { Message } from "../wire.js";
import { type Channels, openChannels } from "./channels.js";
import { type Connection, createConnection } from "./connection.js";
import { describeEnd, type KernelEnd, type KernelProcess, startProcess } from "./kernel-process.js";
import type { KernelSpec } from "./kernelspecs.js";
import { endWithUs } from "./orphan-guard.js";

/** A request to the kernel and the two things that end it, which come over different sockets in any order. */
export interface Request {
  id: string;
  reply: Promise<Message>;
  /** All output that the kernel sent before saying "idle" has been delivered. */
  idle: Promise<void>;
}

/** A running kernel that has answered its first question. */
export interface KernelSession {
  readonly pid: number;
  /** The content of its kernel_info_reply. */
  readonly info: Record<string, unknown>;
  /** Settles when the process has ended. */
  readonly ended: Promise<KernelEnd>;
  execute(code: string, options?: { stopOnError?: boolean }): Request;
  /** Any other request on shell, as "complete_request". */
  request(type: string, content: Record<string, unknown>): Request;
  interrupt(): void;
  /** Asks it to go; after three seconds, or at once where `kill` is set, ends it and what it started. */
  shutdown(options?: { kill?: boolean }): Promise<void>;
}

export interface SessionOptions {
  /** The kernel's working directory. */
  cwd: string;
  /** Milliseconds until the kernel must have answered. Default 60000. */
  startTimeout?: number;
  /** Called with every message of iopub: outputs and states. */
  onOutput?(message: Message): void;
  signal?: AbortSignal;
}

/** The kernel ended before it could be asked anything, or stayed silent. */
export class KernelStartError extends Error {
  override name = "KernelStartError";
}

const shutdownLimit = 3000;

/**
 * Starts a kernel and waits until it answers and its output arrives.
 *
 * @throws KernelStartError "The kernel TypeScript could not start: ..." when its program is missing, ends early or stays silent;
 * the reason of `signal` when that is aborted meanwhile. Nothing is left running then.
 */
export async function startKernel(spec: KernelSpec, options: SessionOptions): Promise<KernelSession> {
  const { cwd, startTimeout = 60_000, onOutput, signal } = options;
  signal?.throwIfAborted();
  const connection = await createConnection();
  const forgetFolder = endWithUs(connection.remove);
  const kernel = startProcess(spec, connection.file, cwd);
  let channels: Channels | undefined;

  async function end(): Promise<void> {
    kernel.kill();
    await kernel.ended;
    channels?.close();
    connection.remove();
    forgetFolder();
  }

  const open = new Map<string, { reply(message: Message): void; idle(): void }>();
  function request(channel: "shell" | "control", type: string, content: Record<string, unknown>): Request {
    const id = (channels as Channels).send(channel, type, content);
    const entry = { reply: (_: Message) => {}, idle: () => {} };
    open.set(id, entry);
    return {
      id,
      reply: new Promise((resolve) => {
        entry.reply = resolve;
      }),
      idle: new Promise((resolve) => {
        entry.idle = resolve;
      }),
    };
  }
  function onMessage(channel: "shell" | "control" | "iopub", message: Message): void {
    const waiting = open.get(message.parent_header.msg_id ?? "");
    if (channel !== "iopub") waiting?.reply(message);
    else if (message.header.msg_type !== "status") onOutput?.(message);
    else if (message.content.execution_state === "idle") waiting?.idle();
  }

  const limit = new AbortController();
  async function becomeReady(): Promise<Record<string, unknown>> {
    await socketsMade(connection, limit.signal);
    const opened = await openChannels(connection, onMessage);
    if (limit.signal.aborted) opened.close();
    limit.signal.throwIfAborted();
    channels = opened;
    // A subscription takes effect a little later than it is made, so the first "idle" may be missed: ask again.
    const requests: Request[] = [];
    for (;;) {
      requests.push(request("shell", "kernel_info_request", {}));
      const both = Promise.all([
        Promise.race(requests.map(({ reply }) => reply)),
        Promise.race(requests.map(({ idle }) => idle)),
      ]);
      const answer = await Promise.race([both, sleep(200, undefined, { signal: limit.signal })]);
      if (answer) return answer[0].content;
    }
  }

  const failed = new Promise<never>((_, reject) => {
    const fail = (why: string) =>
      reject(new KernelStartError(`The kernel ${spec.display_name} could not start: ${why}`));
    kernel.ended.then((how) => fail(describeEnd(how)));
    const seconds = startTimeout / 1000;
    sleep(startTimeout, undefined, { signal: limit.signal }).then(
      () => fail(`no answer within ${seconds} s`),
      () => {},
    );
    signal?.addEventListener("abort", () => reject(signal.reason), { signal: limit.signal });
  });
  failed.catch(() => {});

  try {
    const info = await Promise.race([becomeReady(), failed]);
    return {
      pid: kernel.pid as number,
      info,
      ended: kernel.ended,
      execute: (code, { stopOnError = true } = {}) =>
        request("shell", "execute_request", {
          code,
          silent: false,
          store_history: true,
          user_expressions: {},
          allow_stdin: false,
          stop_on_error: stopOnError,
        }),
      request: (type, content) => request("shell", type, content),
      interrupt: kernel.interrupt,
      async shutdown({ kill = false } = {}) {
        if (!kill) await askToGo(kernel, () => request("control", "shutdown_request", { restart: false }));
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  } finally {
    limit.abort();
  }
}

/** An unconnected socket tries again by itself, but which address it is only shows once the kernel has made it. */
async function socketsMade(connection: Connection, signal: AbortSignal): Promise<void> {
  const channels = ["shell", "iopub", "control"] as const;
  while (!channels.every((channel) => connection.address(channel))) await sleep(20, undefined, { signal });
}

async function askToGo(kernel: KernelProcess, ask: () => void): Promise<void> {
  ask();
  const patience = new AbortController();
  const waited = sleep(shutdownLimit, undefined, { signal: patience.signal }).catch(() => {});
  await Promise.race([kernel.ended, waited]);
  patience.abort();
}
