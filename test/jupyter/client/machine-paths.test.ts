import { mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { withoutMachinePaths } from "../../../src/jupyter/client/machine-paths.js";

vi.mock("node:os", async (original) => ({
  ...(await original<typeof import("node:os")>()),
  homedir: () => "/home/me",
  tmpdir: () => "/var/tmp",
}));

const relative = withoutMachinePaths("/home/me/my project");

test.each([
  ["at /home/me/my project/src/a.ts:1:2", "at src/a.ts:1:2"],
  ["(file:///home/me/my project/src/a.ts:1:2)", "(src/a.ts:1:2)"],
  ["in /home/me/my project: 3", "in .: 3"],
  ["in '/home/me/my project/'", "in './'"],
  ["'/home/me/my project/.git', /home/me/my project/node_modules/@scope/x", "'.git', node_modules/@scope/x"],
  ["/home/me/my projects/x and /home/me/my project.bak", "~/my projects/x and ~/my project.bak"],
  ["/home/me/other/x", "~/other/x"],
  ["/home/melinda/x", "/home/melinda/x"],
  ["/mnt/home/me/x", "/mnt/home/me/x"],
  ["/var/tmp/a-1/b", "$TMPDIR/a-1/b"],
  ["~/var/tmp/x, https://a.org/var/tmp/x", "~/var/tmp/x, https://a.org/var/tmp/x"],
  ['{"path":"/home/me/my project/data/a.csv"}', '{"path":"data/a.csv"}'],
])("%s", (text, expected) => {
  expect(relative(text)).toBe(expected);
  expect(relative(expected)).toBe(expected);
});

test("a root that is a link is known by both names, a trailing slash does not matter", async () => {
  const os = await vi.importActual<typeof import("node:os")>("node:os");
  const folder = realpathSync(mkdtempSync(join(os.tmpdir(), "surprisal-paths-")));
  try {
    symlinkSync(folder, `${folder}-link`);
    const rewrite = withoutMachinePaths(`${folder}-link/`);
    expect(rewrite(`${folder}/a ${folder}-link/b`)).toBe("a b");
  } finally {
    rmSync(`${folder}-link`, { force: true });
    rmSync(folder, { recursive: true });
  }
});

test("Windows' paths, with either slash", () => {
  const rewrite = withoutMachinePaths("C:\\home\\pets");
  expect(rewrite("C:\\home\\pets\\src\\a.ts file:///C:/home/pets/src/b.ts")).toBe("src\\a.ts src/b.ts");
});

test("the machine of this test is the mocked one", () => {
  expect([homedir(), tmpdir()]).toEqual(["/home/me", "/var/tmp"]);
});
