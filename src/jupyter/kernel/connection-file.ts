import { readFileSync } from "node:fs";
import { describeValue } from "../../numerics/describe-value.js";

export const channels = ["shell", "control", "iopub", "stdin", "hb"] as const;
export type Channel = (typeof channels)[number];

/** Where the kernel listens and by which key messages are signed. */
export interface KernelConnection {
  key: string;
  address(channel: Channel): string;
}

/**
 * Reads the file by which Jupyter tells a kernel its sockets.
 * https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files
 *
 * @throws Error naming the field that is missing or of the wrong kind
 */
export function readConnectionFile(path: string): KernelConnection {
  const info = parse(path);
  const text = (field: string, fallback?: string) => {
    const value = info[field] ?? fallback;
    if (typeof value === "string") return value;
    throw new Error(`The connection file's ${field} is ${describeValue(value)}; expected a string`);
  };
  const scheme = text("signature_scheme", "hmac-sha256");
  if (scheme !== "hmac-sha256") {
    throw new Error(`The connection file's signature_scheme is ${describeValue(scheme)}; expected "hmac-sha256"`);
  }
  const transport = text("transport", "tcp");
  const ip = text("ip");
  const ports = new Map(channels.map((channel) => [channel, port(info, `${channel}_port`)]));
  return {
    key: text("key"),
    address: (channel) => `${transport}://${ip}${transport === "ipc" ? "-" : ":"}${ports.get(channel)}`,
  };
}

function parse(path: string): Record<string, unknown> {
  const text = readFileSync(path, "utf8");
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new Error("The connection file is not JSON", { cause: error });
  }
}

function port(info: Record<string, unknown>, field: string): number {
  const value = info[field];
  if (Number.isInteger(value)) return value as number;
  throw new Error(`The connection file's ${field} is ${describeValue(value)}; expected a port number`);
}
