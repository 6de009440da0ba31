import type { Dealer, Subscriber } from "zeromq";
import { optionalPeer } from "../../numerics/optional-peer.js";
import { createHeader, decode, encode, type Message } from "../wire.js";
import type { Connection } from "./connection.js";

export interface Channels {
  /** Sends a signed request; its `msg_id` is what the answers carry in their parent header. */
  send(channel: "shell" | "control", type: string, content: Record<string, unknown>): string;
  close(): void;
}

/**
 * Connects to the sockets of a kernel that has made them.
 *
 * @param listener is called with every rightly signed message; others are ignored
 * @throws Error when zeromq is not installed or the kernel has not made its sockets yet
 */
export async function openChannels(
  connection: Connection,
  listener: (channel: "shell" | "control" | "iopub", message: Message) => void,
): Promise<Channels> {
  const zmq = await optionalPeer("zeromq", "Running a notebook", () => import("zeromq"));
  const { key } = connection.info;
  // No limit on received messages: at the default of 1000 ZeroMQ drops output without a word.
  const iopub = new zmq.Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  const shell = new zmq.Dealer({ linger: 0 });
  const control = new zmq.Dealer({ linger: 0 });
  const sockets = { shell, control, iopub };
  // Signatures of one sender agree in the session.
  const session = createHeader("", "").msg_id;

  iopub.subscribe();
  for (const [name, socket] of Object.entries(sockets) as [keyof typeof sockets, Dealer | Subscriber][]) {
    const address = connection.address(name);
    if (!address) throw new Error(`The kernel has not made its ${name} socket.`);
    socket.connect(address);
    void receive(socket, key, (message) => listener(name, message));
  }

  return {
    send(channel, type, content) {
      const header = createHeader(type, session);
      const message: Message = { identities: [], header, parent_header: {}, metadata: {}, content, buffers: [] };
      // The queue of a Dealer is long enough for our few requests; when the kernel is gone nobody waits for it.
      sockets[channel].send(encode(message, key)).catch(() => {});
      return header.msg_id;
    },
    close() {
      for (const socket of Object.values(sockets)) socket.close();
    },
  };
}

async function receive(socket: Dealer | Subscriber, key: string, listener: (message: Message) => void): Promise<void> {
  for await (const frames of socket) {
    const message = decodeOrIgnore(frames, key);
    if (message) listener(message);
  }
}

function decodeOrIgnore(frames: Uint8Array[], key: string): Message | undefined {
  try {
    return decode(frames, key);
  } catch {
    return undefined;
  }
}
