import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestKernel, type TestKernel, text } from "./test-kernel.js";

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel();
  await kernel.execute('import { onComm, openComm, type Comm } from "surprisal/kernel";');
}, 60_000);
afterAll(() => kernel?.stop());

const ofComms = (messages: readonly { header: { msg_type: string }; content: object }[]) =>
  messages
    .filter(({ header }) => header.msg_type.startsWith("comm_"))
    .map(({ header, content }) => [header.msg_type, content]);

test("a comm for a target that nobody here knows is closed", async () => {
  const published = await kernel.send("comm_open", { comm_id: "c1", target_name: "unknown", data: {} });
  expect(ofComms(published)).toEqual([["comm_close", { comm_id: "c1", data: {} }]]);
});

test("a comm that the frontend opens is answered, told, and closed", async () => {
  await kernel.execute(`onComm("doubler", (comm, data) => {
  comm.send({ hello: data });
  comm.onMessage(async ({ n }, buffers) => {
    await null;
    console.log("heard", n);
    comm.send({ doubled: 2 * Number(n) }, buffers);
  });
  comm.onClose(() => console.log("closed", comm.isOpen));
});`);
  const opened = await kernel.send("comm_open", { comm_id: "c2", target_name: "doubler", data: { a: 1 } });
  expect(ofComms(opened)).toEqual([["comm_msg", { comm_id: "c2", data: { hello: { a: 1 } } }]]);
  const told = await kernel.send("comm_msg", { comm_id: "c2", data: { n: 4 } }, [Buffer.from("raw")]);
  expect(ofComms(told)).toEqual([["comm_msg", { comm_id: "c2", data: { doubled: 8 } }]]);
  expect(String(told.find(({ header }) => header.msg_type === "comm_msg")?.buffers[0])).toBe("raw");
  expect(told.find(({ header }) => header.msg_type === "stream")?.content.text).toBe("heard 4\n");

  const info = async (target?: string) =>
    (await kernel.request("comm_info_request", { target_name: target })).reply.content;
  expect(await info()).toEqual({ status: "ok", comms: { c2: { target_name: "doubler" } } });
  expect(await info("other")).toEqual({ status: "ok", comms: {} });
  const closed = await kernel.send("comm_close", { comm_id: "c2", data: {} });
  expect(closed.find(({ header }) => header.msg_type === "stream")?.content.text).toBe("closed false\n");
  expect(await info()).toEqual({ status: "ok", comms: {} });
});

test("a comm that a cell opens is heard, and closed by the cell", async () => {
  const opened = await kernel.execute(
    "const mine: Comm = openComm('slider', { from: 0 }); mine.onMessage((data) => console.log(data)); mine.id",
  );
  const [[type, content]] = ofComms(opened.published) as [string, { comm_id: string }][];
  expect([type, content]).toEqual([
    "comm_open",
    { comm_id: content.comm_id, target_name: "slider", data: { from: 0 } },
  ]);
  const told = await kernel.send("comm_msg", { comm_id: content.comm_id, data: { at: 3 } });
  expect(told.find(({ header }) => header.msg_type === "stream")?.content.text).toBe("{ at: 3 }\n");
  const closing = await kernel.execute("mine.close({ bye: 1 }); mine.close(); console.log(mine.isOpen)");
  expect(ofComms(closing.published)).toEqual([["comm_close", { comm_id: content.comm_id, data: { bye: 1 } }]]);
  expect(text(closing)).toBe("false\n");
  expect((await kernel.execute("mine.send({})")).reply.content.evalue).toBe(
    'The comm "slider" is closed: nothing can be sent',
  );
});

test("what a listener throws is shown where the message came from, and the kernel lives", async () => {
  await kernel.execute("onComm('thrower', () => { throw new RangeError('at open') })");
  const published = await kernel.send("comm_open", { comm_id: "c3", target_name: "thrower", data: {} });
  expect(published.find(({ header }) => header.msg_type === "error")?.content).toMatchObject({ ename: "RangeError" });
  expect(ofComms(published)).toEqual([["comm_close", { comm_id: "c3", data: {} }]]);
  expect(await kernel.send("comm_msg", { comm_id: "nobody's", data: {} })).toHaveLength(2);
});
