import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { writeBytes } from "../../src/files/write-bytes.js";

const folder = mkdtempSync(join(tmpdir(), "surprisal-write-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a file is replaced whole, and nothing else is left in its folder", async () => {
  const path = join(folder, "a.txt");
  await writeBytes(path, "first");
  await writeBytes(path, Uint8Array.of(104, 105));
  expect(readFileSync(path, "utf8")).toBe("hi");
  expect(readdirSync(folder)).toEqual(["a.txt"]);
});

test("written twice at the same time, it is one of both, and neither fails", async () => {
  const path = join(folder, "a.txt");
  await Promise.all(["one", "two", "six"].map((text) => writeBytes(path, text)));
  expect(["one", "two", "six"]).toContain(readFileSync(path, "utf8"));
  expect(readdirSync(folder)).toEqual(["a.txt"]);
});

test("what cannot be written leaves the old file, and says why", async () => {
  const path = join(folder, "kept.txt");
  writeFileSync(path, "old");
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const promises = await import("node:fs/promises");
  const probe = await promises.open(path);
  const writing = vi.spyOn(Object.getPrototypeOf(probe), "writeFile").mockRejectedValue(full);
  await probe.close();
  await expect(writeBytes(path, "new")).rejects.toThrow(`cannot write ${path}: the disk is full`);
  writing.mockRestore();
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(folder)).toEqual(["a.txt", "kept.txt"]);
  await expect(writeBytes(join(folder, "no/a"), "")).rejects.toThrow("there is no such folder");
  await expect(writeBytes(folder, "")).rejects.toThrow(/it is a folder|EISDIR|ENOTEMPTY/);
});
