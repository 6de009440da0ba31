import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ServedSite } from "../../src/report/index.js";
import { serveSite, writeSite } from "../../src/report/index.js";

let home: string;
let site: string;
let served: ServedSite;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "surprisal-serve-"));
  site = join(home, "site");
  const parts: [string, string | Uint8Array][] = [
    ["index.html", "<p>index</p>"],
    ["01 a&b.html", "page"],
    ["assets/site.css", "css"],
    ["assets/x.js", "js"],
    ["assets/f.woff2", Uint8Array.of(1)],
    ["assets/LICENSE", "MIT"],
  ];
  writeSite(new Map(parts), site);
  writeFileSync(join(home, "secret.txt"), "secret");
  symlinkSync(join(home, "secret.txt"), join(site, "link.txt"));
  served = await serveSite(site);
});
afterAll(async () => {
  await served.close();
  rmSync(home, { recursive: true, force: true });
});

/** A request as written, without a client that tidies its path up. */
function raw(request: string, host = "127.0.0.1"): Promise<string> {
  const { port } = new URL(served.url);
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), "127.0.0.1", () => {
      socket.write(`${request} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    });
    socket.setEncoding("latin1");
    socket.on("data", (text) => (answer += text));
    socket.on("end", () => resolve(answer));
    socket.on("error", reject);
  });
}
const status = async (request: string, host?: string) => Number((await raw(request, host)).split(" ")[1]);

test.each([
  ["", "text/html; charset=utf-8", "<p>index</p>"],
  ["index.html?x=1", "text/html; charset=utf-8", "<p>index</p>"],
  ["01%20a%26b.html", "text/html; charset=utf-8", "page"],
  ["assets/site.css", "text/css; charset=utf-8", "css"],
  ["assets/x.js", "text/javascript; charset=utf-8", "js"],
  ["assets/f.woff2", "font/woff2", "\u0001"],
  ["assets/LICENSE", "text/plain; charset=utf-8", "MIT"],
])("/%s is served as %s", async (path, type, content) => {
  const response = await fetch(served.url + path);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe(type);
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(await response.text()).toBe(content);
});

describe("what is not part of the site is not found", () => {
  test.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/..%5csecret.txt",
    "/link.txt",
    "/.surprisal-site.json",
    "/%00",
    "/%zz",
    "/assets",
    "/assets/",
    "//etc/passwd",
    "/nothing.html",
  ])("%s", async (path) => {
    const answer = await raw(`GET ${path}`);
    expect(answer.split(" ")[1]).toBe("404");
    expect(answer).not.toContain("secret\r");
  });
});

test("HEAD gives the size without the content", async () => {
  const answer = await raw("HEAD /");
  expect(answer).toMatch(/content-length: 12\r\n/i);
  expect(answer).not.toContain("<p>");
});

test("other methods are refused", async () => expect(await status("POST /")).toBe(405));

test("a request for another host's name is refused", async () => {
  expect(await status("GET /", "evil.example:80")).toBe(403);
  expect(await status("GET /", "localhost:1234")).toBe(200);
});

test("it listens on this machine's own address alone", async () => {
  expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const others = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  for (const { address } of others.filter(({ internal, family }) => !internal && family === "IPv4")) {
    await expect(fetch(served.url.replace("127.0.0.1", address))).rejects.toThrow();
  }
});

test("a port that is taken, a folder that is missing or no site: an error that says so", async () => {
  const port = Number(new URL(served.url).port);
  await expect(serveSite(site, { port })).rejects.toThrow(`Port ${port} is taken`);
  await expect(serveSite(join(home, "missing"))).rejects.toThrow("There is no folder");
  await expect(serveSite(home)).rejects.toThrow("has no index.html");
});
