import { afterEach, expect, test, vi } from "vitest";
import { display, displayHook } from "../../src/jupyter/display-hook.js";

afterEach(() => vi.restoreAllMocks());

test("finds the function of the tslab that is loaded, wherever it is installed", () => {
  const write = () => {};
  const of = (lastWriteDisplayData: unknown) => ({ exports: { lastWriteDisplayData } });
  expect(displayHook({ "/usr/lib/node_modules/tslab/dist/jupyter.js": of(write) })).toBe(write);
  expect(displayHook({ "C:\\project\\node_modules\\tslab\\dist\\jupyter.js": of(write) })).toBe(write);
  // Of two tslabs the one that runs a kernel.
  expect(displayHook({ "/a/tslab/dist/jupyter.js": of(null), "/b/tslab/dist/jupyter.js": of(write) })).toBe(write);
});

test("finds nothing outside of a kernel", () => {
  expect(displayHook()).toBeUndefined();
  expect(displayHook({ "/a/tslab/dist/jupyter.js": undefined, "/a/jupyter.js": { exports: {} } })).toBeUndefined();
});

test("a plain script prints the text", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  display({ "text/html": "<b>1</b>", "text/plain": "1" });
  expect(log.mock.calls).toEqual([["1"]]);
});
