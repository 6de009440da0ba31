#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

const program = new Command("surprisal")
  .description("Runs notebooks of TypeScript and publishes them as a site.")
  .version(version, "-V, --version", "print the version")
  .helpOption("-h, --help", "print this help")
  .showHelpAfterError("(surprisal --help lists the commands)")
  .addHelpText(
    "after",
    `
Examples:
  surprisal run notebooks/                  run every notebook and store its outputs in it
  surprisal run --check notebooks/          run them again and say what came out differently
  surprisal publish notebooks/ --out site   run what has changed and write a site

surprisal COMMAND --help tells more about a command.`,
  );

const kernel = new Option("--kernel <name>", "the kernel to run in")
  .choices(["surprisal", "tslab"])
  .default("surprisal");
const timeout = new Option("--timeout <seconds>", "how long a cell may take").argParser(seconds).default(600);

program
  .command("run")
  .summary("run notebooks and store their outputs in them")
  .description(
    "Runs each notebook from its first cell to its last in a kernel of its own, and writes it back with its outputs in " +
      "canonical form. A notebook in which a cell fails is not written; the others are. Exit code 1 if any failed.",
  )
  .argument("<paths...>", "notebooks, or folders of notebooks")
  .option("--check", "write nothing; fail if a notebook's outputs are not those that it holds")
  .addOption(timeout)
  .addOption(kernel)
  .action(async (paths: string[], options) => {
    const { run } = await import("./run.js");
    await finish((signal) => run(paths, options, signal));
  });

program
  .command("publish")
  .summary("run notebooks and write them as a site")
  .description(
    "Runs the notebooks of a folder, each in a kernel of its own, and writes a site of one page a notebook that works " +
      "offline and from the file system. The notebooks are not changed. A notebook is run again only when its cells, " +
      "the project's code or its data have changed. A notebook in which a cell fails is published with its error, and " +
      "the exit code is 1.",
  )
  .argument("<folder>", "folder of notebooks")
  .requiredOption("--out <folder>", "where to write the site; replaces an earlier one")
  .option("--title <text>", "of the site (default: the name in package.json, whose description is shown too)")
  .option("--fresh", "run every notebook, also where nothing has changed")
  .option("--open", "then serve the site on this machine and open a browser; Ctrl-C ends it")
  .addOption(timeout)
  .addOption(kernel)
  .action(async (folder: string, options) => {
    const { publish } = await import("./publish.js");
    await finish((signal) => publish(folder, options, signal));
  });

program
  .command("format")
  .summary("write notebooks in canonical form")
  .description(
    "Writes notebooks in the form in which the project keeps them: stable ids, no metadata of an editor or a machine, " +
      "the cells numbered in order. Runs nothing.",
  )
  .argument("<paths...>", "notebooks, or folders of notebooks")
  .option("--check", "write nothing; fail if a notebook is not in canonical form")
  .action(async (paths: string[], options) => {
    const { format } = await import("./format.js");
    await finish(async () => format(paths, options));
  });

const kernels = program
  .command("kernel")
  .summary("have Jupyter know the kernel")
  .description("Has Jupyter know the kernel, for notebooks in any folder: in a project of yours, or in none.");

for (const [command, summary] of [
  ["install", "have Jupyter know the kernel"],
  ["uninstall", "have Jupyter forget it"],
] as const) {
  kernels
    .command(command)
    .summary(summary)
    .description(`${summary[0].toUpperCase()}${summary.slice(1)}, for one user or in one Python environment.`)
    .option("--user", "for this user (the default)")
    .option("--sys-prefix", "in the Python environment that is active")
    .option("--prefix <folder>", "in the Python environment of this folder")
    .option("--name <name>", "the kernel's name (default: tslab, by which notebooks of TypeScript ask for one)")
    .option("--force", "also where the name is another kernel's")
    .action(async (options) => {
      const { installKernel, uninstallKernel } = await import("./kernel.js");
      await finish(async () => (command === "install" ? installKernel(version, options) : uninstallKernel(options)));
    });
}

kernels
  .command("list")
  .summary("list the kernels that Jupyter finds")
  .action(async () => {
    const { listKernels } = await import("./kernel.js");
    await finish(async () => listKernels());
  });

await program.parseAsync();

/** Runs a command, ends it in order at Ctrl-C, and turns what it throws into a line and an exit code. */
async function finish(command: (signal: AbortSignal) => Promise<boolean>): Promise<void> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort(new Error("interrupted"));
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, interrupt);
  try {
    process.exitCode = (await command(interruption.signal)) ? 0 : 1;
  } catch (error) {
    console.error(interruption.signal.aborted ? "\nInterrupted." : `surprisal: ${(error as Error).message}`);
    process.exitCode = interruption.signal.aborted ? 130 : 1;
  } finally {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, interrupt);
  }
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 2 ** 31 / 1000)) throw new InvalidArgumentError("expected a number of seconds above 0");
  return value;
}
