import { connect } from "node:net";
import type * as Zmq from "zeromq";
import { createHeader, decode, encode, type Message } from "../wire.js";
import type { KernelConnection } from "./connection-file.js";
import { requirePeer, resolvePeer } from "./peers.js";

export type RequestChannel = "shell" | "control" | "stdin";

/** What a request comes with, so that its answer finds the way back. */
export interface Request {
  channel: RequestChannel;
  message: Message;
}

export interface Sockets {
  /** An answer to the one who asked. */
  reply(request: Request, type: string, content: object): void;
  /** A message to everybody who listens, in the name of the request that caused it. */
  publish(type: string, content: object, parent?: Message, buffers?: readonly Uint8Array[]): void;
  close(): void;
}

/**
 * Binds the five sockets and calls `receive` with each rightly signed message, in the order of arrival on each channel.
 * What is malformed or not signed is not answered.
 *
 * @throws Error when an address is taken: another kernel runs with the same connection file
 */
export async function openSockets(connection: KernelConnection, receive: (request: Request) => void): Promise<Sockets> {
  // tslab brings zeromq along: a project that has tslab need not name it.
  const zmq = requirePeer<typeof Zmq>("zeromq", resolvePeer("tslab"));
  // No limits, and sends that never wait: each send is done when the call returns, so that output is in order, none is
  // dropped, and a loop that never awaits is still heard.
  const unlimited = { sendHighWaterMark: 0, sendTimeout: 0, linger: 1000 };
  const sockets = {
    iopub: new zmq.XPublisher({ ...unlimited, verbosity: "allSubs" }),
    shell: new zmq.Router({ ...unlimited, receiveHighWaterMark: 0 }),
    control: new zmq.Router({ ...unlimited, receiveHighWaterMark: 0 }),
    stdin: new zmq.Router({ ...unlimited, receiveHighWaterMark: 0 }),
    hb: new zmq.Reply({ linger: 0 }),
  };
  const session = createHeader("", "").msg_id;

  function send(channel: RequestChannel | "iopub", message: Omit<Message, "header" | "metadata">, type: string): void {
    const frames = encode({ ...message, header: createHeader(type, session), metadata: {} }, connection.key);
    // It fails only for a peer that is gone or a socket that is closed: nobody is left to be told.
    sockets[channel].send(frames).catch(() => {});
  }

  for (const [channel, socket] of Object.entries(sockets)) {
    await bind(socket, connection.address(channel as keyof typeof sockets));
  }
  for (const channel of ["shell", "control", "stdin"] as const) {
    void listen(sockets[channel], connection.key, (message) => receive({ channel, message }));
  }
  void echo(sockets.hb);
  void welcome(sockets.iopub, (subscription, topic) => {
    const content = { subscription };
    send("iopub", { identities: [topic], parent_header: {}, content, buffers: [] }, "iopub_welcome");
  });

  return {
    reply({ channel, message }, type, content) {
      const { identities, header } = message;
      send(channel, { identities, parent_header: header, content: content as Message["content"], buffers: [] }, type);
    },
    publish(type, content, parent, buffers = []) {
      const identities = [Buffer.from(type)];
      const parent_header = parent?.header ?? {};
      send("iopub", { identities, parent_header, content: content as Message["content"], buffers: [...buffers] }, type);
    },
    close() {
      for (const socket of Object.values(sockets)) socket.close();
    },
  };
}

async function bind(socket: Zmq.XPublisher | Zmq.Router | Zmq.Reply, address: string): Promise<void> {
  const taken = `${address} is taken: does another kernel run with this connection file?`;
  // ZeroMQ would take a Unix socket away from whoever listens on it.
  if (address.startsWith("ipc://") && (await isListenedOn(address.slice("ipc://".length)))) throw new Error(taken);
  try {
    await socket.bind(address);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EADDRINUSE") throw error;
    throw new Error(taken, { cause: error });
  }
}

function isListenedOn(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

async function listen(socket: Zmq.Router, key: string, receive: (message: Message) => void): Promise<void> {
  for await (const frames of socket) {
    const message = decodeOrIgnore(frames, key);
    if (message) receive(message);
  }
}

function decodeOrIgnore(frames: Uint8Array[], key: string): Message | undefined {
  try {
    return decode(frames, key);
  } catch {
    return undefined;
  }
}

/** Tells each subscriber of iopub that it is heard from now on; a subscription is the topic behind a byte of 1. */
async function welcome(socket: Zmq.XPublisher, greet: (subscription: string, topic: Buffer) => void): Promise<void> {
  for await (const [frame] of socket) {
    if (frame?.[0] === 1) greet(frame.subarray(1).toString(), frame.subarray(1));
  }
}

/** The heartbeat: what comes goes back. */
async function echo(socket: Zmq.Reply): Promise<void> {
  for await (const frames of socket) await socket.send(frames);
}
