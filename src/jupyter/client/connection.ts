import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Channel = "shell" | "iopub" | "stdin" | "control" | "hb";

/** The connection file's contents. https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files */
export interface ConnectionInfo {
  transport: "ipc" | "tcp";
  /** With "ipc" the beginning of the sockets' paths. */
  ip: string;
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
  key: string;
  signature_scheme: "hmac-sha256";
  kernel_name: string;
}

export interface Connection {
  info: ConnectionInfo;
  /** The path that stands for `{connection_file}` in a kernel's argv. */
  file: string;
  /** Where to connect to a channel; undefined while the kernel has not made the socket yet. */
  address(channel: Channel): string | undefined;
  /** Removes the folder of the connection file and the sockets. */
  remove(): void;
}

/** The operating systems' limit for the path of a Unix socket is 104 bytes or a little more. */
const longestSocketPath = 100;

/**
 * A fresh connection in a folder that only this user can read: Unix sockets where there are any, which cannot be
 * taken by somebody else between choosing and binding them, else free TCP ports on loopback.
 */
export async function createConnection(): Promise<Connection> {
  const folder = mkdtempSync(join(tmpdir(), "surprisal-kernel-"));
  try {
    chmodSync(folder, 0o700);
    const sockets = join(folder, "socket");
    const ipc = process.platform !== "win32" && Buffer.byteLength(sockets) + 2 <= longestSocketPath;
    const [shell_port, iopub_port, stdin_port, control_port, hb_port] = ipc ? [1, 2, 3, 4, 5] : await freePorts(5);
    const info: ConnectionInfo = {
      transport: ipc ? "ipc" : "tcp",
      ip: ipc ? sockets : "127.0.0.1",
      ...{ shell_port, iopub_port, stdin_port, control_port, hb_port },
      key: randomBytes(32).toString("hex"),
      signature_scheme: "hmac-sha256",
      kernel_name: "tslab",
    };
    const file = join(folder, "connection.json");
    writeFileSync(file, JSON.stringify(info, null, 1), { mode: 0o600 });
    return {
      info,
      file,
      address: (channel) => findAddress(info, info[`${channel}_port`]),
      remove: () => rmSync(folder, { recursive: true, force: true }),
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Jupyter joins path and number with "-" for ipc; tslab joins them with ":" as for tcp. The socket's file tells. */
function findAddress(info: ConnectionInfo, port: number): string | undefined {
  if (info.transport === "tcp") return `tcp://${info.ip}:${port}`;
  const path = [`${info.ip}-${port}`, `${info.ip}:${port}`].find((candidate) => existsSync(candidate));
  return path && `ipc://${path}`;
}

/** Ports that were free a moment ago, all different because all are held until the last is known. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, "127.0.0.1", () => resolve(server));
      });
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
