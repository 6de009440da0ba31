/**
 * Jupyter's messages as ZeroMQ frames: the pure wire format, shared by the client and the kernel.
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
 */
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

export interface MessageHeader {
  msg_id: string;
  session: string;
  username: string;
  /** ISO 8601. */
  date: string;
  msg_type: string;
  /** Of the messaging protocol, as "5.4". */
  version: string;
}

export interface Message {
  /** ZeroMQ's routing prefix: a reply carries that of its request. On iopub: the topic. */
  identities: Uint8Array[];
  header: MessageHeader;
  /** The header of the request this answers, `{}` when it answers none. */
  parent_header: MessageHeader | Record<string, never>;
  metadata: Record<string, unknown>;
  content: Record<string, unknown>;
  /** Raw bytes after the four JSON parts; not signed. */
  buffers: Uint8Array[];
}

export const protocolVersion = "5.4";

const delimiter = Buffer.from("<IDS|MSG>");

/** A fresh header: random id, the time of now. */
export function createHeader(msgType: string, session: string): MessageHeader {
  return {
    msg_id: randomUUID(),
    session,
    username: "surprisal",
    date: new Date().toISOString(),
    msg_type: msgType,
    version: protocolVersion,
  };
}

/**
 * HMAC-SHA256 of the parts one after another, as lower-case hexadecimal digits; "" for the empty key,
 * by which a connection file switches signing off.
 */
export function sign(key: string, parts: readonly Uint8Array[]): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

/** Whether `signature` is that of the parts, in a time that does not depend on where it differs. */
export function verify(key: string, signature: Uint8Array, parts: readonly Uint8Array[]): boolean {
  const expected = Buffer.from(sign(key, parts));
  return expected.length === signature.length && timingSafeEqual(expected, signature);
}

/** The frames of a signed message: identities, delimiter, signature, four JSON parts, buffers. */
export function encode(message: Message, key: string): Buffer[] {
  const { identities, header, parent_header, metadata, content, buffers } = message;
  const parts = [header, parent_header, metadata, content].map((part) => Buffer.from(JSON.stringify(part)));
  return [
    ...identities.map((bytes) => Buffer.from(bytes)),
    delimiter,
    Buffer.from(sign(key, parts)),
    ...parts,
    ...buffers.map((bytes) => Buffer.from(bytes)),
  ];
}

/**
 * The message in these frames, once its signature has been checked.
 *
 * @throws Error when the delimiter or a part is missing, the signature is not that of the key, or a part is no JSON
 * object. A receiver ignores such a message.
 */
export function decode(frames: readonly Uint8Array[], key: string): Message {
  const at = frames.findIndex((frame) => delimiter.equals(frame));
  if (at < 0) throw new Error(`A Jupyter message has the frame ${delimiter}; these ${frames.length} frames do not.`);
  const signature = frames[at + 1];
  const parts = frames.slice(at + 2, at + 6);
  if (parts.length < 4) throw new Error(`A Jupyter message has four parts after its signature; got ${parts.length}.`);
  if (!verify(key, signature, parts)) throw new Error("A Jupyter message is not signed with this connection's key.");
  const [header, parent_header, metadata, content] = parts.map(parseObject);
  return {
    identities: frames.slice(0, at),
    header: header as unknown as MessageHeader,
    parent_header: parent_header as unknown as MessageHeader | Record<string, never>,
    metadata,
    content,
    buffers: frames.slice(at + 6),
  };
}

function parseObject(part: Uint8Array): Record<string, unknown> {
  const value: unknown = JSON.parse(Buffer.from(part).toString());
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`A part of a Jupyter message is a JSON object; got ${JSON.stringify(value)}.`);
  }
  return value as Record<string, unknown>;
}
