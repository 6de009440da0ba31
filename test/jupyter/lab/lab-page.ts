import type { Browser, Page } from "playwright-core";
import type { Notebook } from "../../../src/jupyter/client/index.js";
import type { LabServer } from "./lab-server.js";

/** As much of JupyterLab's application as the tests use; it is `window.jupyterapp` where the server exposes it. */
interface Comm {
  send(data: object): unknown;
  onMsg(message: { content: { data: object } }): void;
  onClose(): void;
}
interface Kernel {
  readonly status: string;
  registerCommTarget(name: string, handler: (comm: Comm) => void): void;
}
interface Panel {
  readonly id: string;
  readonly context: { readonly path: string; readonly ready: Promise<void>; save(): Promise<void> };
  readonly sessionContext: {
    shutdown(): Promise<void>;
    readonly ready: Promise<void>;
    readonly session: { readonly kernel: Kernel | null } | null;
  };
  readonly content: {
    activeCellIndex: number;
    mode: string;
    readonly model: {
      toJSON(): unknown;
      readonly cells: Iterable<{
        readonly type: string;
        readonly trusted: boolean;
        readonly sharedModel: { setSource(source: string): void };
      }>;
    };
  };
}
interface Application {
  readonly restored: Promise<void>;
  readonly commands: { execute(name: string, args?: object): Promise<unknown> };
  readonly shell: { readonly currentWidget: Panel | null; activateById(id: string): void };
}
declare global {
  interface Window {
    jupyterapp: Application;
  }
}

/** JupyterLab in a browser's page, with one notebook open at a time. */
export interface LabPage {
  page: Page;
  /** Addresses asked for that are not the server's own. */
  foreign: string[];
  /** Errors on the console and uncaught ones. */
  complaints: string[];
  /** Opens a notebook (a path below the server's folder) once everything is there; its kernel too. */
  open(path: string): Promise<void>;
  command(name: string, args?: object): Promise<void>;
  /** Runs all cells and waits until the kernel is idle. */
  runAll(): Promise<void>;
  /** Runs the cell at this position (from 0); `wait` false: only begins. */
  runCell(index: number, options?: { wait?: boolean }): Promise<void>;
  kernelStatus(): Promise<string | undefined>;
  untilIdle(): Promise<void>;
  /** Types into the cell at this position, in place of what is there. */
  type(index: number, text: string): Promise<void>;
  save(): Promise<void>;
  /** Loads the page again, without its notebooks: their kernels live on. */
  reload(): Promise<void>;
  notebook(): Promise<Notebook>;
  isTrusted(): Promise<boolean>;
}

export async function openLab(browser: Browser, server: LabServer): Promise<LabPage> {
  // So high that JupyterLab draws every cell: what is out of sight it leaves out.
  const context = await browser.newContext({ viewport: { width: 1280, height: 14_000 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  const foreign: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(server.url) && /^\w+:\/\//.test(request.url())) foreign.push(request.url());
  });
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  const load = async () => {
    await page.goto(`${server.url}/lab/workspaces/test?reset&token=${server.token}`);
    await restored(page);
  };
  await load();

  const untilIdle = async () => {
    await page.waitForFunction(
      () => window.jupyterapp.shell.currentWidget!.sessionContext.session?.kernel?.status === "idle",
    );
  };
  return {
    page,
    foreign,
    complaints,
    async open(path) {
      await page.evaluate(async (path) => {
        const { commands, shell } = window.jupyterapp;
        const last = shell.currentWidget;
        if (last?.context) {
          await last.context.save(); // else JupyterLab asks whether to
          if (last.context.path !== path) await last.sessionContext.shutdown();
        }
        await commands.execute("application:close-all");
        const panel = (await commands.execute("docmanager:open", { path })) as Panel | undefined;
        if (!panel) throw new Error(`JupyterLab did not open ${path}`);
        shell.activateById(panel.id);
        await panel.context.ready;
        await panel.sessionContext.ready;
      }, path);
      await page.waitForFunction((path) => window.jupyterapp.shell.currentWidget?.context?.path === path, path);
      await untilIdle();
    },
    async command(name, args) {
      await page.evaluate(([name, args]) => void window.jupyterapp.commands.execute(name, args), [name, args] as const);
    },
    async runAll() {
      await page.evaluate(() => window.jupyterapp.commands.execute("notebook:run-all-cells"));
      await untilIdle();
    },
    async runCell(index, { wait = true } = {}) {
      await page.evaluate(
        async ([index, wait]) => {
          const { commands, shell } = window.jupyterapp;
          shell.currentWidget!.content.activeCellIndex = index;
          const run = commands.execute("notebook:run-cell");
          if (wait) await run;
        },
        [index, wait] as const,
      );
    },
    kernelStatus: () =>
      page.evaluate(() => window.jupyterapp.shell.currentWidget!.sessionContext.session?.kernel?.status),
    untilIdle,
    async type(index, text) {
      await page.evaluate((index) => {
        const { content } = window.jupyterapp.shell.currentWidget!;
        content.activeCellIndex = index;
        [...content.model.cells][index].sharedModel.setSource("");
        content.mode = "edit";
      }, index);
      await page.keyboard.type(text);
    },
    reload: load,
    save: () => page.evaluate(() => window.jupyterapp.shell.currentWidget!.context.save()),
    notebook: () =>
      page.evaluate(() => window.jupyterapp.shell.currentWidget!.content.model.toJSON()) as Promise<Notebook>,
    isTrusted: () =>
      page.evaluate(() =>
        [...window.jupyterapp.shell.currentWidget!.content.model.cells].every(
          (cell) => cell.type !== "code" || cell.trusted,
        ),
      ),
  };
}

async function restored(page: Page): Promise<void> {
  await page.waitForFunction(() => window.jupyterapp !== undefined);
  await page.evaluate(() => window.jupyterapp.restored);
}
