import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { explorableTarget } from "../../src/jupyter/explorable-comm.js";

// The end of an explorable's comm in JupyterLab, beside a session that is made here.

interface Link {
  send(data: object): void;
  dispose(): void;
}
interface Comm {
  target: string;
  sent: object[];
  isClosed: boolean;
  onMsg(message: object): void;
  onClose(): void;
}

let folder: string;
let KernelLink: new (session: object, title: string, listener: object) => Link;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kernel-link-"));
  const { assembleExtension } = await import(new URL("../../jupyter/furnish.mjs", import.meta.url).href);
  assembleExtension({ root: fileURLToPath(new URL("../..", import.meta.url)), target: folder });
  ({ KernelLink } = await import(pathToFileURL(join(folder, "static/kernel-link.js")).href));
});
afterAll(() => rmSync(folder, { recursive: true }));

let comms: Comm[];
let told: unknown[];
let session: ReturnType<typeof fakeSession>;
let link: Link;
beforeEach(() => {
  comms = [];
  told = [];
  session = fakeSession();
  link = new KernelLink(session, "A line", {
    hear: (data: object) => told.push(data),
    fail: (words: string) => told.push(words),
    lose: () => told.push("lost"),
  });
});

function signal() {
  const slots = new Set<{ slot: (sender: unknown, change: unknown) => void; owner: unknown }>();
  return {
    connect: (slot: (sender: unknown, change: unknown) => void, owner: unknown) => slots.add({ slot, owner }),
    disconnect(slot: unknown, owner: unknown) {
      for (const known of slots) if (known.slot === slot && known.owner === owner) slots.delete(known);
    },
    emit(change: unknown) {
      for (const { slot, owner } of slots) slot.call(owner, undefined, change);
    },
  };
}

function fakeKernel(status: string) {
  return {
    status,
    handleComms: true,
    createComm(target: string) {
      const done = Promise.resolve();
      const comm = {
        target,
        sent: [] as object[],
        isClosed: false,
        onMsg() {},
        onClose() {},
        open: () => ({ done }),
        close() {
          comm.isClosed = true;
          return { done };
        },
        send(data: object) {
          comm.sent.push(data);
          return { done };
        },
      };
      comms.push(comm);
      return comm;
    },
  };
}

function fakeSession() {
  const fake = { kernelChanged: signal(), statusChanged: signal(), session: { kernel: fakeKernel("idle") } };
  return {
    ...fake,
    become(status: string) {
      fake.session.kernel.status = status;
      fake.statusChanged.emit(status);
    },
    change() {
      fake.session.kernel = fakeKernel("idle");
      fake.kernelChanged.emit({ newValue: fake.session.kernel });
    },
  };
}

test("a kernel is asked once, however often it is busy, also when it does not know the explorable", () => {
  expect(comms.map(({ target }) => target)).toEqual([explorableTarget("A line")]);
  comms[0].onClose();
  for (const status of ["busy", "idle", "busy", "idle"]) session.become(status);
  expect(comms).toHaveLength(1);
  expect(told).toEqual(["lost"]);
});

test("a kernel that was started again is asked anew, once it is there", () => {
  for (const status of ["restarting", "starting"]) session.become(status);
  expect([comms.length, told]).toEqual([1, ["lost"]]);
  session.become("idle");
  session.become("busy");
  expect(comms).toHaveLength(2);
  comms[1].onMsg({ content: { data: { ready: true } } });
  expect(told).toEqual(["lost", { ready: true }]);
});

test("another kernel is asked, and what the one before still says is not heard", () => {
  session.change();
  expect([comms.length, told]).toEqual([2, ["lost"]]);
  comms[0].onMsg({ content: { data: { old: true } } });
  comms[0].onClose();
  expect(told).toEqual(["lost"]);
  link.send({ values: { a: 1 } });
  expect(comms.map(({ sent }) => sent)).toEqual([[], [{ values: { a: 1 } }]]);
});

test("what is no longer shown closes its comm and hears nothing", () => {
  link.dispose();
  expect(comms[0].isClosed).toBe(true);
  session.become("restarting");
  session.change();
  expect([comms.length, told]).toEqual([1, []]);
});
