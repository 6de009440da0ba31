import { createRequire } from "node:module";
import { onTestFinished } from "vitest";
import type { Display } from "../../src/jupyter/display-hook.js";

const file = "/elsewhere/node_modules/tslab/dist/jupyter.js";
const { cache } = createRequire(import.meta.url);

/** Makes this process look like a tslab kernel until the test ends, and keeps what is sent. */
export function fakeKernel(): (Display & { update: boolean })[] {
  const sent: (Display & { update: boolean })[] = [];
  const lastWriteDisplayData = (content: Display, update: boolean) => sent.push({ ...content, update });
  cache[file] = { exports: { lastWriteDisplayData } } as NodeJS.Module;
  onTestFinished(() => {
    delete cache[file];
  });
  return sent;
}
