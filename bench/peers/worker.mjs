// One library in a process of its own, on one core or on all.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export class Worker {
  /**
   * @param {string} library as it is called in the table
   * @param {string[]} command
   * @param {number} threads 1 keeps it on one core, where the system can (Linux)
   * @param {boolean} isFused whether it is this package with multiply-add in one operation
   */
  constructor(library, command, threads, isFused = false) {
    this.library = library;
    this.threads = threads;
    this.isFused = isFused;
    const pinned = threads === 1 && process.platform === "linux" ? ["taskset", "-c", "1", ...command] : command;
    const few = String(threads);
    const environment = {
      ...process.env,
      ...{ OMP_NUM_THREADS: few, MKL_NUM_THREADS: few, OPENBLAS_NUM_THREADS: few, SURPRISAL_THREADS: few },
      JAX_PLATFORMS: "cpu",
      ...(threads === 1 ? { XLA_FLAGS: "--xla_cpu_multi_thread_eigen=false" } : {}),
    };
    const [program, ...rest] = pinned;
    this.process = spawn(program, rest, { env: environment, stdio: ["pipe", "pipe", "pipe"] });
    this.complaints = "";
    this.process.stderr.on("data", (text) => {
      this.complaints = (this.complaints + text).slice(-2000);
    });
    /** @type {Promise<never>} */
    this.ended = new Promise((_, reject) => {
      this.process.once("error", reject);
      this.process.once("exit", (code) => reject(new Error(`${library} ended with ${code}: ${this.complaints}`)));
    });
    this.ended.catch(() => {});
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** @param {object} question */
  async ask(question) {
    this.process.stdin.write(`${JSON.stringify(question)}\n`);
    const { value } = await Promise.race([this.lines.next(), this.ended]);
    if (value === undefined) return this.ended;
    const reply = JSON.parse(value);
    if (reply.error) throw new Error(`${this.library}: ${reply.error}`);
    return reply;
  }

  end() {
    this.process.stdin.end();
    this.process.kill();
  }
}
