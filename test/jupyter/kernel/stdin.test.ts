import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contents, startTestKernel, type TestKernel } from "./test-kernel.js";

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel();
  await kernel.execute('import { input } from "surprisal/kernel";');
}, 60_000);
afterAll(() => kernel?.stop());

test("input asks the one who had the cell run, one question after the other", async () => {
  kernel.answerInput = (prompt) => `answer to ${prompt}`;
  const answer = await kernel.execute(
    "const [a, b] = await Promise.all([input('first? '), input('secret? ', { password: true })]);\n[a, b]",
    { allow_stdin: true },
  );
  expect(contents(answer, "execute_result")[0].data).toEqual({
    "text/plain": "[ 'answer to first? ', 'answer to secret? ' ]",
  });
  expect(kernel.asked.map(({ header }) => header.msg_type)).toEqual(["input_request", "input_request"]);
  expect(kernel.asked.map(({ content }) => content)).toEqual([
    { prompt: "first? ", password: false },
    { prompt: "secret? ", password: true },
  ]);
  expect(kernel.asked[0].parent_header).toEqual(answer.reply.parent_header);
});

test("where nobody can answer the cell fails and says so", async () => {
  for (const content of [{}, { allow_stdin: false }]) {
    const { reply } = await kernel.execute("await input('?')", content);
    expect(reply.content).toMatchObject({
      ename: "Error",
      evalue: "input: nobody can answer here, as the notebook is run without asking (allow_stdin)",
    });
  }
});

test("an interrupt takes the question back", async () => {
  kernel.answerInput = () => {
    void kernel.request("interrupt_request", {}, "control");
    return undefined;
  };
  const { reply } = await kernel.execute("await input('?'); await new Promise(() => {})", { allow_stdin: true });
  expect(reply.content).toMatchObject({ ename: "Interrupted" });
  await sleep(50);
  kernel.answerInput = () => "yes";
  const next = await kernel.execute("await input('again?')", { allow_stdin: true });
  expect(contents(next, "execute_result")[0].data).toEqual({ "text/plain": "'yes'" });
});
