import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as zmq from "zeromq";
import { typescriptMetadata } from "../../../src/jupyter/notebook.js";
import { createHeader, encode, type Message } from "../../../src/jupyter/wire.js";
import { startTestKernel, type TestKernel } from "./test-kernel.js";

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel();
}, 60_000);
afterAll(() => kernel?.stop());

test("every request is answered between busy and idle, by messages of protocol 5.4", async () => {
  for (const type of ["kernel_info_request", "comm_info_request", "history_request", "is_complete_request"]) {
    const { reply, published } = await kernel.request(type, { code: "1", hist_access_type: "tail", n: 1 });
    expect(reply.header.msg_type).toBe(type.replace("request", "reply"));
    expect(reply.header.version).toBe("5.4");
    expect(published.map(({ content }) => content)).toEqual([{ execution_state: "busy" }, { execution_state: "idle" }]);
  }
});

test("the kernel says who it is", async () => {
  const { reply } = await kernel.request("kernel_info_request");
  expect(reply.content).toMatchObject({
    status: "ok",
    protocol_version: "5.4",
    implementation: "surprisal",
    debugger: false,
    banner: expect.stringMatching(/^TypeScript 6\.0\./),
  });
  // What JupyterLab saves is what was there: not a field more or less.
  expect(reply.content.language_info).toEqual(typescriptMetadata.language_info);
});

test("what the kernel does not know is not answered, but said to be done", async () => {
  for (const type of ["debug_request", "connect_request", "create_subshell_request"]) {
    const published = await kernel.send(type, {});
    expect(published.map(({ content }) => content)).toEqual([{ execution_state: "busy" }, { execution_state: "idle" }]);
  }
});

test("who listens in time hears first of all that the kernel is starting", async () => {
  const first = async () => {
    const started = await startTestKernel();
    await started.stop();
    const { content, parent_header } = started.published.find(({ header }) => header.msg_type === "status") as Message;
    return { ...content, parent_header };
  };
  // A subscription often comes too late, which is nobody's fault.
  const starting = { execution_state: "starting", parent_header: {} };
  await expect.poll(first, { timeout: 60_000, interval: 1 }).toEqual(starting);
});

test("the heartbeat gives back what comes", async () => {
  const { transport, ip, hb_port } = JSON.parse(readFileSync(kernel.file, "utf8"));
  const heart = new zmq.Request({ linger: 0 });
  heart.connect(transport === "ipc" ? `ipc://${ip}-${hb_port}` : `${transport}://${ip}:${hb_port}`);
  for (const beat of ["ping", "pong"]) {
    await heart.send(beat);
    expect(String((await heart.receive())[0])).toBe(beat);
  }
  heart.close();
});

test("messages that are not signed by the key, or no messages, are not answered", async () => {
  const message: Message = {
    identities: [],
    header: createHeader("kernel_info_request", "s"),
    parent_header: {},
    metadata: {},
    content: {},
    buffers: [],
  };
  const signed = encode(message, kernel.key);
  const before = kernel.published.length;
  await kernel.sendRaw(encode(message, "another key"));
  await kernel.sendRaw(encode(message, ""));
  await kernel.sendRaw(signed.slice(0, 3));
  await kernel.sendRaw(signed.slice(1));
  await kernel.sendRaw(["", "noise", "<IDS|MSG>"]);
  await sleep(300);
  expect(kernel.published.length).toBe(before);
  expect((await kernel.execute("1")).reply.content.status).toBe("ok");
});

test.each([
  ["1 + 1", "complete"],
  ["const x = {", "incomplete"],
  ["function f() {\n", "incomplete"],
  ["/* comment", "incomplete"],
  ["`template", "incomplete"],
  ["f(1,", "incomplete"],
  ["await 1", "complete"],
  ["let = = 3", "invalid"],
  ["const = 3; f()", "invalid"],
])("%j is %s", async (code, status) => {
  const { reply } = await kernel.request("is_complete_request", { code });
  expect(reply.content.status).toBe(status);
});

test("history keeps the inputs of the session", async () => {
  await kernel.execute("const remembered = 1");
  await kernel.execute("const notRemembered = 1", { store_history: false });
  const { reply } = await kernel.request("history_request", { hist_access_type: "tail", n: 1 });
  expect(reply.content).toEqual({ status: "ok", history: [[0, expect.any(Number), "const remembered = 1"]] });
});

test("completion offers what begins as typed, with kinds", async () => {
  await kernel.execute("const weather = { rain: 1, sun: 2 }");
  const code = "Math.sq";
  expect((await kernel.request("complete_request", { code, cursor_pos: 7 })).reply.content).toMatchObject({
    matches: ["sqrt"],
    cursor_start: 5,
    cursor_end: 7,
    metadata: { _jupyter_types_experimental: [{ text: "sqrt", type: "method", start: 5, end: 7 }] },
  });
  const members = await kernel.request("complete_request", { code: "'😀'; weather.", cursor_pos: 13 });
  expect(members.reply.content).toMatchObject({ matches: ["rain", "sun"], cursor_start: 13, cursor_end: 13 });
});

test("inspection shows the type and the documentation as text and as Markdown", async () => {
  await kernel.execute("/** How wide it is, in metres. */\nconst width = 3;");
  const { reply } = await kernel.request("inspect_request", { code: "1 + width", cursor_pos: 9, detail_level: 0 });
  expect(reply.content).toEqual({
    status: "ok",
    found: true,
    metadata: {},
    data: {
      "text/plain": "const width: 3\n\nHow wide it is, in metres.",
      "text/markdown": "```ts\nconst width: 3\n```\n\nHow wide it is, in metres.",
    },
  });
  const nothing = await kernel.request("inspect_request", { code: "   ", cursor_pos: 1 });
  expect(nothing.reply.content).toMatchObject({ status: "ok", found: false });
});

test("shutdown is answered, then the process ends", async () => {
  const ended = once(kernel.process, "exit");
  const { reply } = await kernel.request("shutdown_request", { restart: false }, "control");
  expect(reply.content).toEqual({ status: "ok", restart: false });
  expect(await ended).toEqual([0, null]);
});
