import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { contents, kernelMain, startTestKernel, type TestKernel, text } from "./test-kernel.js";

let kernel: TestKernel;
afterEach(() => kernel?.stop());

test("process.exit is answered with what happened, then the process ends", async () => {
  kernel = await startTestKernel();
  const ended = once(kernel.process, "exit");
  const answer = await kernel.execute("console.log('before'); process.exit(3)");
  expect(text(answer)).toBe("before\n");
  expect(answer.reply.content).toMatchObject({
    status: "error",
    ename: "Exit",
    evalue: "process.exit(3) ended the kernel",
  });
  expect(contents(answer, "error")).toHaveLength(1);
  expect(await ended).toEqual([3, null]);
});

test("out of memory ends the process, for the frontend to start another", async () => {
  kernel = await startTestKernel({
    argv: ["--max-old-space-size=200", kernelMain, "{connection_file}"],
    stderr: "ignore",
  });
  const ended = once(kernel.process, "exit");
  void kernel.execute("const all: number[][] = []; for (;;) all.push(new Array(1e5).fill(0.5))");
  const [code, signal] = await ended;
  expect(signal ?? code).toBe("SIGABRT");
});

test("the kernel ends when the process that started it is gone, even while a cell never lets go", async () => {
  const parent = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  kernel = await startTestKernel({ env: { JPY_PARENT_PID: String(parent.pid) } });
  const ended = once(kernel.process, "exit");
  void kernel.execute("console.log('on'); for (;;);");
  while (!kernel.published.some(({ content }) => content.text === "on\n")) await sleep(5);
  parent.kill("SIGKILL");
  expect(await ended).toEqual([null, "SIGKILL"]);
});

test("shutdown while a cell runs ends the process", async () => {
  kernel = await startTestKernel();
  const ended = once(kernel.process, "exit");
  void kernel.execute("await new Promise(() => {})");
  const { reply } = await kernel.request("shutdown_request", { restart: true }, "control");
  expect(reply.content).toEqual({ status: "ok", restart: true });
  expect(await ended).toEqual([0, null]);
});
