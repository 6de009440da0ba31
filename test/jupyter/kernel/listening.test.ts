import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { kernelMain, startTestKernel, type TestKernel } from "./test-kernel.js";

let kernel: TestKernel;

/** The Unix sockets and the TCP addresses at which a process listens: Linux tells. */
function listening(pid: number): string[] {
  const open = new Set(readdirSync(`/proc/${pid}/fd`).flatMap((fd) => inode(`/proc/${pid}/fd/${fd}`)));
  const rows = (table: string) =>
    readFileSync(`/proc/${pid}/net/${table}`, "utf8")
      .split("\n")
      .slice(1)
      .map((row) => row.trim().split(/\s+/));
  // https://docs.kernel.org/networking/proc_net_tcp.html: state 0A is LISTEN.
  const tcp = ["tcp", "tcp6"].flatMap((table) =>
    rows(table).flatMap(([, local, , state, , , , , , id]) => (state === "0A" && open.has(id) ? [address(local)] : [])),
  );
  // In the flags 10000 is what listens.
  const unix = rows("unix").flatMap(([, , , flags, , , id, path]) =>
    flags === "00010000" && open.has(id) ? [path ?? "without a name"] : [],
  );
  return [...tcp, ...unix].sort();
}

function inode(fd: string): string[] {
  try {
    return [/^socket:\[(\d+)\]$/.exec(readlinkSync(fd))?.[1] ?? []].flat();
  } catch {
    return []; // closed meanwhile
  }
}

/** From "0100007F:1F90" to "127.0.0.1:8080". */
function address(hexadecimal: string): string {
  const [ip, port] = hexadecimal.split(":");
  const bytes = ip.length === 8 ? (ip.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)) : [ip];
  return `${bytes.join(".")}:${Number.parseInt(port, 16)}`;
}

const channels = ["shell", "control", "iopub", "stdin", "hb"];

describe.skipIf(process.platform !== "linux").each([
  ["Unix sockets", "-", () => tmpdir()],
  // Where a path would be too long for one.
  ["TCP", ":", () => mkdtempSync(join(tmpdir(), "x".repeat(90)))],
])("with %s", (_, separator, temporary) => {
  let folder: string;
  beforeEach(async () => {
    folder = temporary();
    vi.stubEnv("TMPDIR", folder);
    kernel = await startTestKernel();
  }, 60_000);
  afterEach(async () => {
    await kernel?.stop();
    vi.unstubAllEnvs();
    if (folder !== tmpdir()) rmSync(folder, { recursive: true });
  });

  test("the kernel listens at what its file says and nowhere else, and others may not read the file", async () => {
    await kernel.execute("1");
    const file = JSON.parse(readFileSync(kernel.file, "utf8"));
    const said = channels.map((channel) => `${file.ip}${separator}${file[`${channel}_port`]}`);
    expect(listening(kernel.process.pid as number)).toEqual(said.sort());
    expect(statSync(kernel.file).mode & 0o077).toBe(0);
  });

  test("a second kernel at the same addresses fails with a sentence, and the first one lives", async () => {
    const second = spawn(process.execPath, [kernelMain, kernel.file], { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    second.stderr.on("data", (chunk) => {
      said += chunk;
    });
    const [code] = await once(second, "close");
    expect(code).toBe(1);
    expect(said).toMatch(/^(ipc|tcp):.* is taken: does another kernel run with this connection file\?\n$/);
    expect((await kernel.execute("1")).reply.content.status).toBe("ok");
  });
});
