import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { explorableTarget, explorableType } from "../../src/jupyter/explorable-comm.js";
import { startTestKernel, type TestKernel } from "./kernel/test-kernel.js";

// What the extension in JupyterLab says to a kernel, said by the test.

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel({ cwd: resolve("notebooks") });
}, 60_000);
afterAll(() => kernel?.stop());

const cell = (factor: number) => `import { lineFigure } from "surprisal";
import { explore } from "surprisal/jupyter";
await explore({
  title: "A line",
  sliders: [{ name: "a", label: "slope", min: 0, max: 9, step: 1, value: 2 }],
  async figure({ a }) {
    if (a === 7) throw new RangeError("seven");
    return lineFigure({ x: [0, 1], series: [{ name: "y", y: [0, ${factor} * a] }], xTitle: "x", yTitle: "y", title: "A line" });
  },
});`;

/** What the kernel sends in answer to a message of a comm: over it, or that something went wrong. */
async function answers(type: "comm_open" | "comm_msg", content: object): Promise<[string, Record<string, unknown>][]> {
  const published = await kernel.send(type, content);
  return published
    .filter(({ header }) => /^comm_|^error$/.test(header.msg_type))
    .map(({ header, content }) => [header.msg_type, (content.data ?? content) as Record<string, unknown>]);
}
const open = (comm_id: string) => answers("comm_open", { comm_id, target_name: explorableTarget("A line"), data: {} });
const move = async (comm_id: string, values: unknown) =>
  (await answers("comm_msg", { comm_id, data: { values } }))[0][1];

test("before the cell has run a comm is closed, afterwards it is answered", async () => {
  expect(await open("early")).toEqual([["comm_close", {}]]);
  const { published } = await kernel.execute(cell(1));
  const shown = published.find(({ header }) => header.msg_type === "display_data")?.content.data;
  expect(shown).toMatchObject({ [explorableType]: { title: "A line", values: { a: 2 }, sliders: [{ name: "a" }] } });
  expect(await open("c")).toEqual([["comm_msg", { ready: true }]]);

  const { bundle } = (await move("c", { a: 4 })) as { bundle: Record<string, unknown> };
  expect(Object.keys(bundle)).toEqual(Object.keys(shown as object));
  expect(bundle[explorableType]).toMatchObject({ values: { a: 4 } });
  expect(bundle["text/plain"]).toContain("y goes from 0 to 4");
  expect(bundle["image/svg+xml"]).toContain("y goes from 0 to 4");
});

test("what the figure throws, and what is no position of a slider, is answered in words", async () => {
  const refused = async (values: object) => {
    const { ename, evalue } = await move("c", values);
    return `${ename}: ${evalue}`;
  };
  expect(await refused({ a: 7 })).toBe("RangeError: seven");
  expect(await refused({ a: 10 })).toBe("RangeError: explorable: a is 10; expected 0 to 9");
  expect(await refused({ b: 1 })).toBe("RangeError: explorable: b is no slider; expected a");
  expect(await move("c", { a: 1 })).toHaveProperty("bundle");
});

test("the cell that ran last answers those who ask from then on", async () => {
  await kernel.execute(cell(100));
  expect(await open("d")).toEqual([["comm_msg", { ready: true }]]);
  expect(await move("d", { a: 1 })).toMatchObject({ bundle: { "text/plain": expect.stringContaining("0 to 100") } });
});
