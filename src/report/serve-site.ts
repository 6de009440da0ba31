import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, sep } from "node:path";

export interface ServedSite {
  /** Where the site is, as "http://127.0.0.1:43817/". */
  url: string;
  close(): Promise<void>;
}

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".woff2": "font/woff2",
};

/**
 * Serves a written site to this machine alone, on 127.0.0.1 and the port asked for, or a free one.
 *
 * Only files inside the folder are given out, none that starts with a dot, and only to requests that name this machine
 * as their host: a page of another host that points its name here gets nothing.
 *
 * @throws Error when the folder has no index.html, or the port is taken.
 */
export async function serveSite(folder: string, options: { port?: number } = {}): Promise<ServedSite> {
  const root = await realpath(folder).catch(() => {
    throw new Error(`There is no folder ${folder} to serve.`);
  });
  await stat(join(root, "index.html")).catch(() => {
    throw new Error(`The folder ${folder} has no index.html; expected a site written by \`surprisal publish\`.`);
  });
  const server = createServer((request, response) => {
    answer(root, request, response).catch(() => finish(response, 500, "The file could not be read.\n"));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new Error(`Port ${options.port} is taken; choose another.`) : error);
    });
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/i.test(request.headers.host ?? "")) {
    return finish(response, 403, "This site is served to this machine only.\n");
  }
  if (request.method !== "GET" && request.method !== "HEAD") return finish(response, 405, "Only GET and HEAD.\n");
  const file = await fileOf(root, request.url ?? "/");
  if (!file) return finish(response, 404, "There is no such page.\n");
  response.writeHead(200, {
    "content-type": types[extname(file.path)] ?? "text/plain; charset=utf-8",
    "content-length": file.size,
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
    "content-security-policy": "frame-ancestors 'none'",
  });
  if (request.method === "HEAD") response.end();
  else
    createReadStream(file.path)
      .on("error", () => response.destroy())
      .pipe(response);
}

/** The file an address means, if it lies inside the folder, links followed, and no part of it is hidden. */
async function fileOf(root: string, address: string): Promise<{ path: string; size: number } | undefined> {
  let path: string;
  try {
    path = decodeURIComponent(address.replace(/[?#].*$/s, ""));
  } catch {
    return undefined;
  }
  const parts = path.split("/").filter((part) => part !== "");
  if (parts.some((part) => part.startsWith(".") || /[\\\0]/.test(part))) return undefined;
  const wanted = path.endsWith("/") ? [...parts, "index.html"] : parts;
  const real = await realpath(join(root, ...wanted)).catch(() => undefined);
  if (!real?.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined;
  const stats = await stat(real);
  return stats.isFile() ? { path: real, size: stats.size } : undefined;
}

function finish(response: ServerResponse, status: number, words: string): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(words);
}
