import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contents, kernelMain, startTestKernel, type TestKernel, text } from "./test-kernel.js";

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel();
}, 60_000);
afterAll(() => kernel?.stop());

async function result(code: string): Promise<Record<string, unknown> | undefined> {
  const answer = await kernel.execute(code);
  expect(answer.reply.content.status, JSON.stringify(answer.reply.content)).toBe("ok");
  return contents(answer, "execute_result")[0]?.data as Record<string, unknown> | undefined;
}

test("messages of an execution come in the protocol's order and with one count", async () => {
  const answer = await kernel.execute("console.log('written'); 6 * 7");
  expect(answer.published.map(({ header }) => header.msg_type)).toEqual([
    "status",
    "execute_input",
    "stream",
    "execute_result",
    "status",
  ]);
  const { execution_count } = answer.reply.content;
  expect(answer.published[1].content).toEqual({ code: "console.log('written'); 6 * 7", execution_count });
  expect(answer.published[3].content).toEqual({ execution_count, data: { "text/plain": "42" }, metadata: {} });
  expect(answer.reply.header.msg_type).toBe("execute_reply");
  expect(answer.reply.content).toEqual({ status: "ok", execution_count, user_expressions: {}, payload: [] });
  expect((await kernel.execute("1")).reply.content.execution_count).toBe(Number(execution_count) + 1);
});

test.each([
  ["'text'", "'text'"],
  ["null", "null"],
  ["undefined", undefined],
  ["const notAnExpression = 1", undefined],
  ["await Promise.resolve(5)", "5"],
  ["const here = 1;\nhere", "1"],
  ["[Promise.resolve(1), (async () => {})()]", "[ Promise { 1 }, Promise { undefined } ]"],
  ["// only a comment", undefined],
  ["", undefined],
])("the last expression of %j shows %j", async (code, shown) => {
  expect((await result(code))?.["text/plain"]).toBe(shown);
});

test("a value shows itself by Symbol.for('Jupyter.display'), now or later, bytes as base64", async () => {
  const shown = await result(
    "({ [Symbol.for('Jupyter.display')]: async () => ({ 'text/html': '<b>x</b>', 'image/png': new Uint8Array([1, 2, 3]) }) })",
  );
  expect(shown).toMatchObject({ "text/html": "<b>x</b>", "image/png": "AQID" });
  const answer = await kernel.execute("({ [Symbol.for('Jupyter.display')]: () => 3 })");
  expect(answer.reply.content).toMatchObject({ status: "error", ename: "TypeError" });
});

test("cells share what they declare, and may declare it anew with another type", async () => {
  await kernel.execute("const pets = ['cat']; let count = 1; function add(n: number) { return n + 1; }");
  await kernel.execute(
    "count = 10; type Pet = string; interface Named { name: Pet } class Dog implements Named { name = 'Rex' }",
  );
  expect(await result("[pets.length, count, add(10), new Dog().name]")).toEqual({
    "text/plain": "[ 1, 10, 11, 'Rex' ]",
  });
  await kernel.execute("const pets = 3");
  expect(await result("pets.toFixed(1)")).toEqual({ "text/plain": "'3.0'" });
});

test("names of earlier cells are found in shorthand properties, and names that begin with underscores", async () => {
  await kernel.execute("let short = 1; const __two = 2; const ___three = 3; const _one = 1");
  expect(await result("({ short, __two, ___three, _one })")).toEqual({
    "text/plain": "{ short: 1, __two: 2, ___three: 3, _one: 1 }",
  });
  await kernel.execute("({ short, _one: short = 8 } = { short: 7, _one: undefined } as any)");
  expect(await result("short")).toEqual({ "text/plain": "8" });
});

test.each([
  "await (async () => 1)()",
  "for await (const x of [Promise.resolve(1)]) console.log(x)",
  "const later = await new Promise<number>((done) => setTimeout(() => done(1), 5)); later",
  "if (true) { await null }",
])("await at the top of a cell works without tricks: %s", async (code) => {
  await result(code);
});

test("10^5 lines in one turn arrive, in order", async () => {
  const answer = await kernel.execute("for (let i = 0; i < 100_000; i++) console.log(i)");
  const lines = text(answer).split("\n");
  expect(lines).toHaveLength(100_001);
  expect(lines.slice(0, -1).every((line, i) => line === String(i))).toBe(true);
  expect(contents(answer, "stream").length).toBeLessThan(200);
});

test("10^4 display updates in one turn arrive, in order", async () => {
  const answer = await kernel.execute(
    "import { newDisplay } from 'tslab';\nconst shown = newDisplay();\nfor (let i = 0; i <= 10_000; i++) shown.text(String(i))",
  );
  const [first] = contents(answer, "display_data") as { transient: object }[];
  const updates = contents(answer, "update_display_data") as { transient: object; data: object }[];
  expect(updates.map(({ data }) => data)).toEqual(
    Array.from({ length: 10_000 }, (_, i) => ({ "text/plain": String(i + 1) })),
  );
  expect(updates[0].transient).toEqual(first.transient);
});

test("memory stays flat, however much a cell writes and shows", async () => {
  const measured = await startTestKernel({ argv: ["--expose-gc", kernelMain, "{connection_file}"] });
  try {
    await measured.execute(`import { newDisplay } from 'tslab';
const shown = newDisplay();
function much() {
  for (let i = 0; i < 1000; i++) {
    for (let j = 0; j < 5; j++) console.log(i, j);
    shown.text("x".repeat(1000));
  }
}
/** MB, when what was sent has gone. */
async function held() {
  const all: number[] = [];
  for (let i = 0; i < 4; i++) {
    await new Promise((done) => setTimeout(done, 20));
    gc!();
    const { heapUsed, external } = process.memoryUsage();
    all.push((heapUsed + external) / 2 ** 20);
  }
  return Math.min(...all);
}`);
    const held = async () => Number(text(await measured.execute("console.log(await held())")));
    await measured.execute("much()");
    const before = await held();
    for (let i = 0; i < 4; i++) await measured.execute("much()");
    const after = await held();
    expect(after).toBeLessThan(before + 2);
  } finally {
    await measured.stop();
  }
});

test("text and displays keep their order; stdout and stderr are told apart", async () => {
  const answer = await kernel.execute(
    "import { display } from 'tslab';\nconsole.log(1); console.error(2); display.html('3'); void process.stdout.write(new TextEncoder().encode('4é'))",
  );
  expect(answer.published.slice(2, -1).map(({ content }) => content)).toEqual([
    { name: "stdout", text: "1\n" },
    { name: "stderr", text: "2\n" },
    { data: { "text/html": "3" }, metadata: {}, transient: {} },
    { name: "stdout", text: "4é" },
  ]);
});

test("a bundle goes through tslab's own hook", async () => {
  const answer = await kernel.execute(
    "require('tslab/dist/jupyter').lastWriteDisplayData({ data: { 'text/plain': 'a', 'text/html': 'b' }, metadata: {}, transient: { display_id: 'id' } }, false)",
  );
  expect(contents(answer, "display_data")).toEqual([
    { data: { "text/plain": "a", "text/html": "b" }, metadata: {}, transient: { display_id: "id" } },
  ]);
});

test("a loop that never awaits is heard while it runs", async () => {
  let ended = false;
  // What a cell just before has written does not make it wait.
  void kernel.execute("console.log('before')");
  const running = kernel.execute("console.log('first'); const until = Date.now() + 1000; while (Date.now() < until);");
  void running.then(() => {
    ended = true;
  });
  while (!kernel.published.some(({ content }) => content.text === "first\n")) await sleep(5);
  expect(ended).toBe(false);
  await running;
});

test("late output belongs to the cell that started it", async () => {
  const started = await kernel.execute("void setTimeout(() => console.log('late'), 100)");
  const next = await kernel.execute("await new Promise((done) => setTimeout(done, 300)); console.log('next')");
  expect(text(next)).toBe("next\n");
  const late = kernel.published.find(({ content }) => content.text === "late\n");
  expect(late?.parent_header.msg_id).toBe(started.reply.parent_header.msg_id);
});

test("silent executions show nothing and count nothing", async () => {
  const before = (await kernel.execute("1")).reply.content.execution_count;
  const answer = await kernel.execute("const quiet = 1; quiet", { silent: true });
  expect(answer.published.map(({ header }) => header.msg_type)).toEqual(["status", "status"]);
  expect(answer.reply.content.execution_count).toBe(before);
  expect(await result("quiet")).toEqual({ "text/plain": "1" });
});

test("user expressions are answered, each for itself", async () => {
  const { reply } = await kernel.execute("const side = 3", { user_expressions: { square: "side ** 2", wrong: "sid" } });
  expect(reply.content.user_expressions).toMatchObject({
    square: { status: "ok", data: { "text/plain": "9" } },
    wrong: { status: "error", ename: "TypeScriptError" },
  });
});

test("what waits behind a cell that fails is aborted, what comes later runs", async () => {
  const all = [kernel.execute("await null; throw new Error('x')"), kernel.execute("1"), kernel.execute("2")];
  const answers = await Promise.all(all);
  expect(answers.map(({ reply }) => reply.content.status)).toEqual(["error", "aborted", "aborted"]);
  // JupyterLab writes the number of a reply beside its cell, and these never ran.
  expect(answers.map(({ reply }) => typeof reply.content.execution_count)).toEqual([
    "number",
    "undefined",
    "undefined",
  ]);
  expect((await kernel.execute("3")).reply.content.status).toBe("ok");
});

test("nothing is aborted where stop_on_error is false", async () => {
  const failing = kernel.execute("throw new Error('x')", { stop_on_error: false });
  const next = kernel.execute("1");
  expect((await failing).reply.content.status).toBe("error");
  expect((await next).reply.content.status).toBe("ok");
});

test("values of any type can be declared: those too whose type cannot be written down", async () => {
  await kernel.execute(
    "const Hidden = class { private secret = 1; open() { return this.secret } }; const hidden = new Hidden()",
  );
  expect(await result("hidden.open()")).toEqual({ "text/plain": "1" });
});

test("a cell that defines a module for the next", async () => {
  await kernel.execute("/** @module greeting */\nexport const hello = (name: string) => 'hello ' + name;");
  expect(await result("import { hello } from './greeting';\nhello('you')")).toEqual({ "text/plain": "'hello you'" });
});

test.each([
  ["an exception in a timer", "void setTimeout(() => { throw new RangeError('uncaught') }, 50)"],
  ["a rejection that nobody handles", "void (async () => { await null; throw new RangeError('uncaught') })()"],
])("%s is shown in the cell that started it, and the kernel lives", async (_, code) => {
  const started = await kernel.execute(code);
  const next = await kernel.execute("await new Promise((done) => setTimeout(done, 200)); 1");
  expect(next.reply.content.status).toBe("ok");
  const late = kernel.published.filter(
    ({ header, parent_header }) =>
      header.msg_type === "error" && parent_header.msg_id === started.reply.parent_header.msg_id,
  );
  expect(late.map(({ content }) => content)).toEqual([
    { ename: "RangeError", evalue: "uncaught", traceback: expect.arrayContaining(["RangeError: uncaught"]) },
  ]);
});
