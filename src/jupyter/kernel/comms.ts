import { randomUUID } from "node:crypto";
import type { Message } from "../wire.js";
import { currentCell } from "./cell.js";
import type { Sockets } from "./sockets.js";

/** A channel between code in a cell and something in the frontend. */
export interface Comm {
  readonly id: string;
  readonly target: string;
  readonly isOpen: boolean;
  /**
   * What a cell or a listener sends after it was interrupted is not sent.
   *
   * @throws Error when the comm is closed
   */
  send(data: Record<string, unknown>, buffers?: readonly Uint8Array[]): void;
  close(data?: Record<string, unknown>): void;
  /** Is called, and awaited, with what the other side sends; a later listener replaces an earlier one. */
  onMessage(listener: (data: Record<string, unknown>, buffers: readonly Uint8Array[]) => unknown): void;
  /** Is called when the other side closes. */
  onClose(listener: (data: Record<string, unknown>) => unknown): void;
}

/** Answers a comm that the frontend opens, with the data it was opened with. */
export type CommHandler = (comm: Comm, data: Record<string, unknown>) => unknown;

export interface Comms {
  open(target: string, data: Record<string, unknown>): Comm;
  register(target: string, handler: CommHandler): void;
  /** Handles comm_open, comm_msg and comm_close; rejects with what a listener throws. */
  receive(message: Message): Promise<void>;
  /** To be called when `receive` has failed or was interrupted: the comm that was to be opened is closed. */
  giveUp(message: Message): void;
  /** Those that are open, as comm_info_reply has them. */
  info(target: unknown): Record<string, { target_name: string }>;
}

interface Entry {
  comm: Comm;
  message(data: Record<string, unknown>, buffers: readonly Uint8Array[]): unknown;
  closed(data: Record<string, unknown>): unknown;
}

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages */
export function createComms(publish: Sockets["publish"]): Comms {
  const handlers = new Map<string, CommHandler>();
  const entries = new Map<string, Entry>();

  function send(type: string, content: object, buffers?: readonly Uint8Array[]): void {
    publish(type, content, currentCell()?.request, buffers);
  }

  function create(id: string, target: string): Comm {
    const comm: Comm = {
      id,
      target,
      get isOpen() {
        return entries.get(id)?.comm === comm;
      },
      send(data, buffers) {
        if (!comm.isOpen) throw new Error(`The comm ${JSON.stringify(target)} is closed: nothing can be sent`);
        if (!currentCell()?.interrupted) send("comm_msg", { comm_id: id, data }, buffers);
      },
      close(data = {}) {
        if (comm.isOpen) send("comm_close", { comm_id: id, data });
        entries.delete(id);
      },
      onMessage(listener) {
        entry.message = listener;
      },
      onClose(listener) {
        entry.closed = listener;
      },
    };
    const entry: Entry = { comm, message() {}, closed() {} };
    entries.set(id, entry);
    return comm;
  }

  async function opened(id: string, target: string, data: Record<string, unknown>): Promise<void> {
    const handler = handlers.get(target);
    // Nobody here knows its target: the protocol asks to close it at once.
    if (!handler) return send("comm_close", { comm_id: id, data: {} });
    await handler(create(id, target), data);
  }

  return {
    open(target, data) {
      const comm = create(randomUUID(), target);
      send("comm_open", { comm_id: comm.id, target_name: target, data });
      return comm;
    },
    register(target, handler) {
      handlers.set(target, handler);
    },
    async receive({ header, content, buffers }) {
      const id = String(content.comm_id);
      const data = (content.data ?? {}) as Record<string, unknown>;
      const entry = entries.get(id);
      if (header.msg_type === "comm_open") return opened(id, String(content.target_name), data);
      if (header.msg_type === "comm_msg") await entry?.message(data, buffers);
      if (header.msg_type === "comm_close") {
        entries.delete(id);
        await entry?.closed(data);
      }
    },
    giveUp({ header, content }) {
      if (header.msg_type === "comm_open") entries.get(String(content.comm_id))?.comm.close();
    },
    info(target) {
      const open = [...entries].filter(
        ([, { comm }]) => target === undefined || target === null || comm.target === target,
      );
      return Object.fromEntries(open.map(([id, { comm }]) => [id, { target_name: comm.target }]));
    },
  };
}
