import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { createConnection } from "../../../src/jupyter/client/connection.js";

afterEach(() => vi.unstubAllEnvs());

test.skipIf(process.platform === "win32")("Unix sockets in a folder nobody else can read", async () => {
  const connection = await createConnection();
  const { info, file } = connection;
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(info);
  expect(info).toMatchObject({ transport: "ipc", signature_scheme: "hmac-sha256" });
  expect(info.key).toMatch(/^[0-9a-f]{64}$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);

  expect(connection.address("shell")).toBeUndefined();
  writeFileSync(`${info.ip}-${info.shell_port}`, ""); // as Jupyter names it
  writeFileSync(`${info.ip}:${info.iopub_port}`, ""); // as tslab does
  expect(connection.address("shell")).toBe(`ipc://${info.ip}-${info.shell_port}`);
  expect(connection.address("iopub")).toBe(`ipc://${info.ip}:${info.iopub_port}`);
  connection.remove();
  expect(existsSync(dirname(file))).toBe(false);
});

test("two connections share neither key nor folder", async () => {
  const [one, two] = [await createConnection(), await createConnection()];
  expect(one.info.key).not.toBe(two.info.key);
  expect(one.file).not.toBe(two.file);
  one.remove();
  two.remove();
});

test("where paths are too long for sockets, or on Windows: five different TCP ports on loopback", async () => {
  const platform = vi.spyOn(process, "platform", "get").mockReturnValue("win32");
  const { info, address, remove } = await createConnection();
  platform.mockRestore();
  const ports = [info.shell_port, info.iopub_port, info.stdin_port, info.control_port, info.hb_port];
  expect(new Set(ports).size).toBe(5);
  expect(ports.every((port) => port > 1023)).toBe(true);
  expect(address("shell")).toBe(`tcp://127.0.0.1:${info.shell_port}`);
  remove();
});
