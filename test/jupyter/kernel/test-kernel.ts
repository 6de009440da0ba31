import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Dealer, Subscriber } from "zeromq";
import { createConnection } from "../../../src/jupyter/client/connection.js";
import { createHeader, decode, encode, type Message } from "../../../src/jupyter/wire.js";

export const kernelMain: string = resolve("dist/jupyter/kernel/main.js");

/** What came of a request: its reply and everything on iopub in its name until it was idle. */
export interface Answer {
  reply: Message;
  published: Message[];
}

/** A kernel under test, seen as a frontend sees it. */
export interface TestKernel {
  process: ChildProcess;
  /** Every message of iopub, in order of arrival. */
  published: Message[];
  request(type: string, content?: object, channel?: "shell" | "control"): Promise<Answer>;
  execute(code: string, content?: object): Promise<Answer>;
  /** A message that has no reply, as those of comms; resolves when it has been handled. */
  send(type: string, content: object, buffers?: Buffer[]): Promise<Message[]>;
  /** What the kernel asks on stdin, and how it is answered, "" unless told otherwise; undefined is no answer. */
  asked: Message[];
  answerInput: (prompt: string) => string | undefined;
  /** The frames as they are, to shell. */
  sendRaw(frames: (Buffer | string)[]): Promise<void>;
  key: string;
  /** The connection file. */
  file: string;
  stop(): Promise<void>;
}

/** Starts the built kernel. `cwd`: the folder of the notebook; by default an empty one in a package of its own. */
export async function startTestKernel(
  options: { cwd?: string; argv?: string[]; stdio?: "inherit"; stderr?: "ignore"; env?: NodeJS.ProcessEnv } = {},
): Promise<TestKernel> {
  const connection = await createConnection();
  const own = options.cwd === undefined ? mkdtempSync(join(tmpdir(), "kernel-test-")) : undefined;
  const argv = options.argv ?? [kernelMain, connection.file];
  const child = spawn(
    process.execPath,
    argv.map((part) => part.replace("{connection_file}", connection.file)),
    {
      cwd: options.cwd ?? own,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", options.stdio ?? "ignore", options.stderr ?? "inherit"],
    },
  );
  const { key } = connection.info;
  const session = createHeader("", "").msg_id;
  // It asks to be heard as soon as there is somebody to ask, and so mostly hears the first words of the kernel.
  const iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0, reconnectInterval: 1 });
  // One name for both: the kernel's questions go to the one who had the cell run.
  const shell = new Dealer({ linger: 0, routingId: session });
  const stdin = new Dealer({ linger: 0, routingId: session });
  const control = new Dealer({ linger: 0 });
  iopub.subscribe();
  const { transport, ip, iopub_port } = connection.info;
  iopub.connect(`${transport}://${ip}${transport === "ipc" ? "-" : ":"}${iopub_port}`);
  for (const [name, socket] of Object.entries({ shell, control, stdin })) {
    let address: string | undefined;
    while (!address) {
      if (child.exitCode !== null) throw new Error(`the kernel ended with exit code ${child.exitCode}`);
      address = connection.address(name as "shell");
      if (!address) await sleep(5);
    }
    socket.connect(address);
  }

  const published: Message[] = [];
  const replies = new Map<string, (message: Message) => void>();
  const idle = new Map<string, () => void>();
  const listen = async (socket: Dealer | Subscriber, hear: (message: Message) => void) => {
    for await (const frames of socket) hear(decode(frames, key));
  };
  void listen(iopub, (message) => {
    published.push(message);
    if (message.header.msg_type === "status" && message.content.execution_state === "idle") {
      idle.get(String(message.parent_header.msg_id))?.();
    }
  });
  for (const socket of [shell, control]) {
    void listen(socket, (message) => replies.get(String(message.parent_header.msg_id))?.(message));
  }

  const asked: Message[] = [];
  void listen(stdin, (message) => {
    asked.push(message);
    const value = kernel.answerInput(String(message.content.prompt));
    if (value === undefined) return;
    const header = createHeader("input_reply", session);
    const answer = {
      identities: [],
      header,
      parent_header: message.header,
      metadata: {},
      content: { value },
      buffers: [],
    };
    void stdin.send(encode(answer, key));
  });

  /** Sends a message; `handled` is all that was published in its name when it has been handled. */
  async function post(type: string, content: object, channel: "shell" | "control", buffers: Buffer[] = []) {
    const header = createHeader(type, session);
    const { msg_id } = header;
    const reply = new Promise<Message>((done) => replies.set(msg_id, done));
    const isIdle = new Promise<void>((done) => idle.set(msg_id, done));
    const message = { identities: [], header, parent_header: {}, metadata: {}, content, buffers } as Message;
    await { shell, control }[channel].send(encode(message, key));
    const handled = isIdle.then(() => published.filter(({ parent_header }) => parent_header.msg_id === msg_id));
    return { reply, handled };
  }

  async function request(type: string, content: object = {}, channel: "shell" | "control" = "shell"): Promise<Answer> {
    const { reply, handled } = await post(type, content, channel);
    return { reply: await reply, published: await handled };
  }

  const kernel: TestKernel = {
    process: child,
    published,
    asked,
    answerInput: () => "",
    key,
    file: connection.file,
    request,
    execute: (code, content = {}) => request("execute_request", { code, ...content }),
    send: async (type, content, buffers) => (await post(type, content, "shell", buffers)).handled,
    async sendRaw(frames) {
      await shell.send(frames);
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
      for (const socket of [iopub, shell, control, stdin]) socket.close();
      connection.remove();
      if (own) rmSync(own, { recursive: true, force: true });
    },
  };
  // A subscription takes effect when it has arrived: ask until the answer is heard on iopub too.
  for (let heard = false; !heard; ) {
    const known = request("kernel_info_request").then(() => true);
    heard = await Promise.race([known, sleep(200, false)]);
  }
  return kernel;
}

/** The messages of a type, without those that only tell the state. */
export function contents(answer: Answer, type: string): Record<string, unknown>[] {
  return answer.published.filter(({ header }) => header.msg_type === type).map(({ content }) => content);
}

/** All text written to a stream. */
export function text(answer: Answer, name: "stdout" | "stderr" = "stdout"): string {
  return contents(answer, "stream")
    .filter((content) => content.name === name)
    .map((content) => content.text)
    .join("");
}
