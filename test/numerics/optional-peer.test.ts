import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { optionalPeer } from "../../src/numerics/optional-peer.js";

describe("optionalPeer", () => {
  test("gives the module", async () => {
    const path = await optionalPeer("node:path", "join", () => import("node:path"));
    expect(path.join("a", "b")).toBe("a/b");
  });

  test("says what to install when Node does not find the package", async () => {
    // Asked for in a process of its own, because vitest answers imports with errors of its own.
    const script =
      "import('surprisal-has-no-such-peer').catch(({code, message}) => console.log(JSON.stringify({code, message})))";
    const error = JSON.parse(
      execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }),
    );
    const failing = optionalPeer("surprisal-has-no-such-peer", "readCsv", () => Promise.reject(error));
    await expect(failing).rejects.toThrow(
      "readCsv needs the package surprisal-has-no-such-peer: npm install surprisal-has-no-such-peer",
    );
  });

  test("says so for require as well, and keeps the cause", async () => {
    const cause = Object.assign(new Error("Cannot find module 'zeromq'"), { code: "MODULE_NOT_FOUND" });
    const failing = optionalPeer("zeromq", "surprisal run", () => Promise.reject(cause));
    await expect(failing).rejects.toMatchObject({ message: expect.stringContaining("npm install zeromq"), cause });
  });

  test("knows a file of the package by the package's name", async () => {
    const cause = Object.assign(new Error("Cannot find module 'tslab/dist/main.js'"), { code: "MODULE_NOT_FOUND" });
    await expect(optionalPeer("tslab", "run", () => Promise.reject(cause))).rejects.toThrow("npm install tslab");
    await expect(optionalPeer("tsla", "run", () => Promise.reject(cause))).rejects.toBe(cause);
  });

  test("passes on what is not the package's absence: another module missing, an error inside", async () => {
    const inner = Object.assign(new Error("Cannot find module 'bindings'"), { code: "MODULE_NOT_FOUND" });
    await expect(optionalPeer("zeromq", "run", () => Promise.reject(inner))).rejects.toBe(inner);
    const broken = new TypeError("x is not a function");
    await expect(optionalPeer("zeromq", "run", () => Promise.reject(broken))).rejects.toBe(broken);
  });
});
