import type { Message } from "../wire.js";
import { type Cell, currentCell } from "./cell.js";
import { type CellRunner, createCellRunner, type Outcome } from "./cell-runner.js";
import { createComms } from "./comms.js";
import { type Compiler, installCompiler } from "./compiler.js";
import { isComplete } from "./completeness.js";
import { complete } from "./completion.js";
import type { KernelConnection } from "./connection-file.js";
import { installConsoleTable } from "./console-table.js";
import { createCurrentWork } from "./current-work.js";
import { reportThrown } from "./error-report.js";
import { setFrontend } from "./frontend.js";
import { createHistory } from "./history.js";
import { inspect } from "./inspection.js";
import { endedByNode, installInterruption, stop } from "./interruption.js";
import { kernelInfo } from "./kernel-info.js";
import { captureStreams, createOutput } from "./output.js";
import { announceExit, exit } from "./process-exit.js";
import { installPromiseText } from "./promise-text.js";
import { createRequestQueue } from "./request-queue.js";
import { openSockets, type Request } from "./sockets.js";
import { installStackTraces } from "./stack-trace.js";
import { startWatchdog } from "./start-watchdog.js";
import { createStdin } from "./stdin.js";
import { loadTslab, type Tslab } from "./tslab.js";

interface Engine {
  compiler: Compiler;
  tslab: Tslab;
  runner: CellRunner;
}

/** Milliseconds between what a kernel that is to end says, and its end. */
const LEAVE = 300;

/** A kernel at these sockets; it ends the process when it is told to shut down. */
export async function startKernel(connection: KernelConnection): Promise<void> {
  const history = createHistory();
  let executionCount = 0;
  let nextId = 1;
  let engine: Engine | undefined;
  let executing: Request | undefined;

  const queue = createRequestQueue(handle);
  const work = createCurrentWork();
  void startWatchdog(stop, interrupt);
  const sockets = await openSockets(connection, (request) => {
    // Only what comes on shell waits for the cell that runs.
    if (request.channel === "shell") queue.add(request);
    else if (request.channel === "control") void handle(request);
    else stdin.receive(request.message);
  });
  const output = createOutput(sockets.publish);
  const comms = createComms(sockets.publish);
  const stdin = createStdin(sockets.reply);
  setFrontend({
    display: (data, { id, update, metadata }) =>
      output.display({ data, metadata, transient: id === undefined ? {} : { display_id: id } }, update),
    clearOutput: output.clear,
    ask: stdin.ask,
    comms,
  });

  /** The compiler takes a second to load: whoever asks who we are is answered before. */
  function load(): Engine {
    if (!engine) {
      const compiler = installCompiler();
      const tslab = loadTslab();
      tslab.jupyter.lastWriteDisplayData = (data, update) => output.display(data, update);
      engine = { compiler, tslab, runner: createCellRunner(compiler, tslab, output, work) };
    }
    return engine;
  }

  async function handle(request: Request, aborted = false): Promise<void> {
    const { message } = request;
    const status = (execution_state: string) => sockets.publish("status", { execution_state }, message);
    status("busy");
    try {
      await answer(request, aborted);
    } catch (error) {
      output.write("stderr", `The kernel failed at ${message.header.msg_type}: ${String(error)}\n`);
      output.flush();
    }
    status("idle");
    if (message.header.msg_type === "shutdown_request") end();
  }

  async function answer(request: Request, aborted: boolean): Promise<void> {
    const { content, header } = request.message;
    const reply = (type: string, body: object) => sockets.reply(request, type, body);
    const code = String(content.code ?? "");
    const cursor = Number(content.cursor_pos ?? code.length);
    switch (header.msg_type) {
      case "execute_request": {
        executing = request;
        // Without a number, which JupyterLab would write beside a cell that never ran.
        const body = aborted ? { status: "aborted" } : await execute(request.message);
        if (body.status === "error" && content.stop_on_error !== false) await queue.abortWaiting();
        executing = undefined;
        reply("execute_reply", body);
        break;
      }
      case "kernel_info_request":
        reply("kernel_info_reply", kernelInfo());
        break;
      case "is_complete_request": {
        const { compiler, tslab } = load();
        reply("is_complete_reply", isComplete(compiler.typescript, tslab, code));
        break;
      }
      case "complete_request": {
        const { compiler, runner } = load();
        reply("complete_reply", complete(runner.executor, compiler, code, cursor));
        break;
      }
      case "inspect_request":
        reply("inspect_reply", inspect(load().runner.executor, code, cursor));
        break;
      case "history_request":
        reply("history_reply", { status: "ok", history: history.select(content) });
        break;
      case "comm_info_request":
        reply("comm_info_reply", { status: "ok", comms: comms.info(content.target_name) });
        break;
      case "comm_open":
      case "comm_msg":
      case "comm_close":
        await receiveComm(request.message);
        break;
      case "interrupt_request":
        interrupt();
        reply("interrupt_reply", { status: "ok" });
        break;
      case "shutdown_request":
        reply("shutdown_reply", { status: "ok", restart: content.restart === true });
        break;
    }
  }

  async function execute(message: Message): Promise<{ status: string }> {
    const { code = "", silent = false, store_history = !silent, user_expressions } = message.content;
    const source = String(code);
    if (store_history && !silent) history.add(++executionCount, source);
    const execution_count = executionCount;
    if (!silent) sockets.publish("execute_input", { code: source, execution_count }, message);

    const outcome = await run(source, message);
    if ("error" in outcome) {
      sockets.publish("error", outcome.error, message);
      return { status: "error", ...outcome.error, execution_count } as { status: string };
    }
    if (outcome.data && !silent) {
      sockets.publish("execute_result", { execution_count, data: outcome.data, metadata: {} }, message);
    }
    const answers = await evaluateAll(user_expressions, message);
    return { status: "ok", execution_count, user_expressions: answers, payload: [] } as { status: string };
  }

  async function run(source: string, message: Message): Promise<Outcome> {
    const cell: Cell = { id: nextId++, count: executionCount, source, request: message };
    const { runner } = load();
    return runner.run(cell);
  }

  async function evaluateAll(expressions: unknown, message: Message): Promise<Record<string, object>> {
    const answers: Record<string, object> = {};
    for (const [name, expression] of Object.entries((expressions ?? {}) as Record<string, unknown>)) {
      const outcome = await run(String(expression), message);
      answers[name] =
        "error" in outcome
          ? { status: "error", ...outcome.error }
          : { status: "ok", data: outcome.data ?? {}, metadata: {} };
    }
    return answers;
  }

  /** What a listener of a comm writes and throws is shown where the message came from. */
  async function receiveComm(message: Message): Promise<void> {
    const cell: Cell = { id: nextId++, count: executionCount, source: "", request: message };
    try {
      await work.run(cell, () => endedByNode(() => comms.receive(message)));
    } catch (error) {
      comms.giveUp(message);
      output.flush();
      sockets.publish("error", reportThrown(error), message);
    }
    output.flush();
  }

  function interrupt(): void {
    stdin.interrupt();
    output.flush();
    work.interrupt();
    // The executor waits no longer either, so that the declarations of an interrupted cell never come to be known.
    engine?.runner.executor.interrupt();
  }

  /** An exception that nobody catches, as in a timer: it is shown in the cell that started it, and the kernel lives. */
  function reportUncaught(thrown: unknown): void {
    const cell = currentCell();
    if (cell?.interrupted) return;
    output.flush();
    sockets.publish("error", reportThrown(thrown), cell?.request);
  }

  function end(): void {
    output.flush();
    sockets.close();
    exit(0);
  }

  /** The cell that ends the process is answered, as nobody else will. */
  function takeLeave(code: number): void {
    const evalue = `process.exit(${code}) ended the kernel`;
    const error = { ename: "Exit", evalue, traceback: [`Exit: ${evalue}`] };
    output.flush();
    sockets.publish("error", error, currentCell()?.request);
    if (executing) {
      sockets.reply(executing, "execute_reply", { status: "error", execution_count: executionCount, ...error });
      sockets.publish("status", { execution_state: "idle" }, executing.message);
    }
    // JupyterLab once, on a busy machine, did not show them: it may have seen that the process was dead before it had read them.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LEAVE);
    sockets.close();
  }

  captureStreams(output);
  installConsoleTable(output);
  installStackTraces();
  installPromiseText();
  installInterruption();
  announceExit(takeLeave);
  process.on("uncaughtException", reportUncaught);
  process.on("unhandledRejection", reportUncaught);
  // By then those who subscribed meanwhile have been greeted, which is to be the first they hear.
  setImmediate(() => {
    sockets.publish("status", { execution_state: "starting" });
    load();
  });
}
