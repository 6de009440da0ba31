import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contents, startTestKernel, type TestKernel, text } from "./test-kernel.js";

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel();
}, 60_000);
afterAll(() => kernel?.stop());

/** Interrupts what prints "on" when it is where it wants to be interrupted. */
async function interrupt<T>(start: () => Promise<T>, how: "SIGINT" | "message" = "SIGINT"): Promise<T> {
  const from = kernel.published.length;
  const running = start();
  while (!kernel.published.slice(from).some(({ content }) => String(content.text).startsWith("on"))) await sleep(5);
  await sleep(100);
  if (how === "SIGINT") kernel.process.kill("SIGINT");
  else await kernel.request("interrupt_request", {}, "control");
  return running;
}

async function interrupted(code: string, how?: "SIGINT" | "message") {
  const answer = await interrupt(() => kernel.execute(code), how);
  expect(answer.reply.content).toMatchObject({ status: "error", ename: "Interrupted" });
  expect(contents(answer, "error")).toHaveLength(1);
  return answer;
}

/** What the cells have written into `log` since, given time to go on. */
async function log(): Promise<unknown> {
  await sleep(300);
  const answer = await kernel.execute("JSON.stringify((globalThis as any).log ?? [])");
  const [{ data }] = contents(answer, "execute_result") as { data: Record<string, string> }[];
  await kernel.execute("(globalThis as any).log = []");
  return JSON.parse(data["text/plain"].slice(1, -1));
}

const loops = [
  "while (true);",
  "for (;;) {}",
  "do ; while (true)",
  "for (const x of (function* () { for (;;) yield 1 })()) x;",
];

test.each(loops)("SIGINT ends %s before any await", async (loop) => {
  await interrupted(`console.log('on'); ${loop}`);
});

test.each(loops)("SIGINT ends %s after an await", async (loop) => {
  await interrupted(`await null; console.log('on'); ${loop}`);
});

test("a loop in a function of an earlier cell is ended too, and finally blocks run", async () => {
  await kernel.execute("function spin() { let n = 0; for (;;) n++ }");
  await interrupted(
    "await null; console.log('on'); try { spin() } finally { (globalThis as any).log = ['cleaned up'] }",
  );
  expect(await log()).toEqual(["cleaned up"]);
});

test.each(["SIGINT", "message"] as const)("by %s an awaiting loop ends and does not go on unheard", async (how) => {
  await interrupted(
    `console.log('on');
const seen: number[] = (globalThis as any).log = [];
for (let i = 0; ; i++) {
  await new Promise((done) => setTimeout(done, 10));
  if (i > 20) seen.push(i);
}`,
    how,
  );
  await log();
  expect(await log()).toEqual([]);
});

const packaged = "new Function('for (;;);')()";
const listeners = [
  ["a package before any await", "SIGINT", packaged],
  ["a loop after an await", "SIGINT", "await null; for (;;);"],
  ["an awaiting loop", "message", "for (;;) { await new Promise((done) => setTimeout(done, 10)); seen.push(1) }"],
  ["an await without an end", "SIGINT", "await new Promise(() => {})"],
  [
    "what it sends later",
    "SIGINT",
    "await Promise.race([new Promise((done) => setTimeout(done, 150))]).then(() => comm.send({}))",
  ],
] as const;

test.each(listeners)("the listener of a comm is ended: %s", async (_, how, body) => {
  await kernel.execute(`import { onComm } from "surprisal/kernel";
const seen: number[] = (globalThis as any).log = [];
onComm("busy", (comm) => comm.onMessage(async () => { console.log('on'); ${body} }));`);
  const comm_id = String(Math.random());
  await kernel.send("comm_open", { comm_id, target_name: "busy", data: {} });
  const published = await interrupt(() => kernel.send("comm_msg", { comm_id, data: {} }), how);
  const errors = published.filter(({ header }) => header.msg_type === "error");
  expect(errors.map(({ content }) => content.ename)).toEqual(["Interrupted"]);
  await log();
  expect(await log()).toEqual([]);
  expect(kernel.published.filter(({ header }) => header.msg_type === "comm_msg")).toEqual([]);
});

test("the opening of a comm is ended, and the comm closed", async () => {
  await kernel.execute(`onComm("busy", () => { console.log('on'); ${packaged} })`);
  const opening = { comm_id: "opening", target_name: "busy", data: {} };
  const published = await interrupt(() => kernel.send("comm_open", opening));
  expect(published.map(({ header }) => header.msg_type).filter((type) => type !== "status")).toEqual([
    "stream",
    "comm_close",
    "error",
  ]);
  const { reply } = await kernel.request("comm_info_request", { target_name: "busy" });
  expect(Object.keys(reply.content.comms as object)).not.toContain("opening");
});

test("timers of an interrupted cell no longer fire; those of other cells do", async () => {
  await kernel.execute("let alive = 0; const beat = setInterval(() => { alive++ }, 10); beat.hasRef()");
  await interrupted(
    `console.log('on');
const ticks: number[] = (globalThis as any).log = [];
let stopping = false;
setInterval(() => { if (stopping) ticks.push(1) }, 10);
(function again() { if (stopping) ticks.push(2); setTimeout(again, 10) })();
setTimeout(() => { stopping = true }, 250);
await new Promise(() => {});`,
  );
  await log();
  expect(await log()).toEqual([]);
  const answer = await kernel.execute(
    "const before = alive; await new Promise((done) => setTimeout(done, 100)); console.log(alive > before); clearInterval(beat)",
  );
  expect(text(answer)).toBe("true\n");
});

test("what an interrupted cell declares is not known, what was known stays", async () => {
  await kernel.execute("const kept = 'before'");
  await interrupted("const kept = 1; console.log('on'); await new Promise((done) => setTimeout(done, 200));");
  await sleep(300);
  const answer = await kernel.execute("kept.length");
  expect(contents(answer, "execute_result")[0].data).toEqual({ "text/plain": "6" });
});

test("an interrupt ends what runs and not what waits behind it", async () => {
  let next: ReturnType<TestKernel["execute"]> | undefined;
  await interrupt(() => {
    const running = kernel.execute("await null; console.log('on'); for (;;);", { stop_on_error: false });
    next = kernel.execute("await new Promise((done) => setTimeout(done, 100))");
    return running;
  });
  expect((await next)?.reply.content.status).toBe("ok");
});

test("an interrupt while nothing runs ends a turn of a timer at most", async () => {
  await kernel.execute("const loop = setInterval(() => { for (const n of [1, 2]) alive += n }, 5)");
  const from = kernel.published.length;
  kernel.process.kill("SIGINT");
  await sleep(100);
  expect(kernel.published.slice(from).length).toBeLessThan(2);
  await kernel.execute("clearInterval(loop)");
  expect((await kernel.execute("let sum = 0; for (let i = 0; i < 5; i++) sum += i; sum")).reply.content.status).toBe(
    "ok",
  );
});

test("a package that listens for SIGINT does not take it from the kernel", async () => {
  await kernel.execute(
    "const listen = () => console.log('heard'); process.on('SIGINT', listen); process.off('SIGINT', listen)",
  );
  await interrupted("console.log('on'); for (;;);");
  await interrupted("await null; console.log('on'); for (;;);");
});
