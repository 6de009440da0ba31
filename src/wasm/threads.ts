import { type Instance, type Routines, sharedInstance } from "./instance.js";

/** Multiply-adds from which on a work is worth the waking of threads: about 4 ms of one. */
const LEAST_WORK = 2 ** 26;
/** More have hardly been of use, and each has some 5 MB of its own. */
const MOST_THREADS = 8;
/** Jobs of a round, and calls of a job, at most. Numbers of a call: its routine and up to eight arguments. */
export const MOST_JOBS: number = 4 * MOST_THREADS;
const MOST_CALLS: number = 2 * MOST_THREADS;
const CALL = 9;
const JOB = 1 + MOST_CALLS * CALL;
/** How long a thread may be silent, in waits of so many milliseconds: a process that was stopped does not count as one. */
const WAIT = 500;
const MOST_WAITS = 20;
/** How often a thread looks for work before it sleeps, some 30 microseconds: to wake it takes as long, and between rounds there is less. */
const LOOKS = 2000;

/** What threads do: routines of sizes and addresses, that give nothing back. */
const ROUTINES = [
  ...(["addColumns", "addProduct", "addTransposedLeft", "multiplyTransposedRight"] as const),
  ...(["wideExps", "restoreTargets", "rowLosses", "wideGradients", "plainLosses", "lossSums", "logLosses"] as const),
];

/** A routine's name and its arguments. */
export type Call = readonly [(typeof ROUTINES)[number], ...number[]];

// What the threads share, in numbers of 4 bytes. The ticket is the round, and in its last 8 bits how many jobs nobody has
// taken yet: taking one is one exchange, which fails when the round is over.
const TICKET = 0;
/** Jobs of the round that are not done. */
const PENDING = 1;
const FAILED = 2;
const JOBS = 3;

/** A thread, in CommonJS: it waits for a ticket, takes jobs as long as there are any, and waits for the next. */
const THREAD = `{
const { workerData } = require("node:worker_threads");
const { module, memory, control, routines } = workerData;
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
for (let looks = 0; ; ) {
  const ticket = Atomics.load(control, ${TICKET});
  const left = ticket & 255;
  if (left === 0) {
    if (++looks < ${LOOKS}) continue;
    Atomics.wait(control, ${TICKET}, ticket);
    looks = 0;
  } else if (Atomics.compareExchange(control, ${TICKET}, ticket, ticket - 1) === ticket) {
    looks = 0;
    try {
      const at = ${JOBS} + (left - 1) * ${JOB};
      for (let i = 0; i < control[at]; i++) {
        const call = at + 1 + i * ${CALL};
        exports[routines[control[call]]](...control.subarray(call + 1, call + ${CALL}));
      }
    } catch {
      Atomics.store(control, ${FAILED}, 1);
    }
    if (Atomics.sub(control, ${PENDING}, 1) === 1) Atomics.notify(control, ${PENDING});
  }
}
}`;

/** The part of node:worker_threads that is used. */
interface WorkerThreads {
  readonly Worker: new (code: string, options: object) => Thread;
}
interface Thread {
  unref(): void;
  on(event: "error" | "exit", listener: () => void): void;
  terminate(): Promise<unknown>;
}
interface NodeProcess {
  readonly env?: { readonly SURPRISAL_THREADS?: string };
  getBuiltinModule?(name: "node:worker_threads"): WorkerThreads | undefined;
  getBuiltinModule?(name: "node:os"): { availableParallelism(): number } | undefined;
}

/**
 * Threads that call routines in one memory. Who calls `run` does jobs too, as many as the others leave: so a thread that has not
 * started yet, or has ended, costs nothing but its help.
 */
export class Threads {
  /** The threads, the caller's among them. */
  readonly count: number;
  readonly instance: Instance;
  readonly helpers: readonly Thread[];
  private readonly control = new Int32Array(new SharedArrayBuffer(4 * (JOBS + MOST_JOBS * JOB)));
  private round = 0;
  private isOver = false;

  /** @throws Error where there are no threads, or this one may not wait */
  constructor(
    count: number,
    private readonly mostWaits = MOST_WAITS,
  ) {
    this.count = count;
    const instance = sharedInstance();
    if (!instance) throw new Error("there is no WebAssembly with SIMD here, or no shared memory");
    this.instance = instance;
    const workers = nodeProcess()?.getBuiltinModule?.("node:worker_threads");
    if (!workers) throw new Error("there are no threads here");
    Atomics.wait(this.control, TICKET, 1); // throws where this thread may not wait
    const workerData = { module: instance.module, memory: instance.memory, control: this.control, routines: ROUTINES };
    this.helpers = Array.from({ length: count - 1 }, () => {
      const helper = new workers.Worker(THREAD, { eval: true, workerData, execArgv: [], name: "surprisal" });
      helper.unref();
      helper.on("exit", () => this.end());
      // Not of a routine, whose errors it catches: it cannot be had here.
      helper.on("error", () => {
        refused = count;
      });
      return helper;
    });
  }

  /** A good number, two for each thread: who is done with the first takes what another has not come to. */
  get goodJobs(): number {
    return 2 * this.count;
  }

  /** Whether there are no more threads: after `end`, or when one has died. */
  get hasEnded(): boolean {
    return this.isOver;
  }

  /** Ends the other threads. */
  end(): void {
    this.isOver = true;
    for (const helper of this.helpers) void helper.terminate();
  }

  /**
   * Does jobs, MOST_JOBS at the most: the calls of one in order, the jobs in any order and side by side.
   *
   * @param meanwhile what this thread does before it helps
   * @throws Error when a thread has failed, or has not answered for ten seconds; the threads are ended then
   */
  run(jobs: readonly (readonly Call[])[], meanwhile?: () => void): void {
    const { control } = this;
    for (const [j, calls] of jobs.entries()) {
      control[JOBS + j * JOB] = calls.length;
      for (const [i, [routine, ...values]] of calls.entries()) {
        control.set([ROUTINES.indexOf(routine), ...values], JOBS + j * JOB + 1 + i * CALL);
      }
    }
    this.round = (this.round + 1) & 0x3fffff;
    Atomics.store(control, PENDING, jobs.length);
    Atomics.store(control, TICKET, (this.round << 8) | jobs.length);
    Atomics.notify(control, TICKET);
    try {
      meanwhile?.();
      this.help(jobs);
      this.wait();
    } catch (error) {
      this.end();
      throw error;
    }
  }

  private help(jobs: readonly (readonly Call[])[]): void {
    const { control, instance } = this;
    for (;;) {
      const ticket = Atomics.load(control, TICKET);
      const left = ticket & 255;
      if (left === 0) return;
      if (Atomics.compareExchange(control, TICKET, ticket, ticket - 1) !== ticket) continue;
      runCalls(instance.routines, jobs[left - 1]);
      Atomics.sub(control, PENDING, 1);
    }
  }

  private wait(): void {
    const { control } = this;
    for (let waits = 0, looks = 0; ; ) {
      const pending = Atomics.load(control, PENDING);
      if (pending === 0) break;
      if (++looks < LOOKS) continue;
      if (Atomics.wait(control, PENDING, pending, WAIT) !== "timed-out") waits = 0;
      else if (++waits >= this.mostWaits) {
        throw new Error(
          "a thread of the SIMD routines has died, or has not answered for long; the work was given up. SURPRISAL_THREADS=1 does without threads",
        );
      }
    }
    if (Atomics.load(control, FAILED) === 1) throw new Error("a thread of the SIMD routines has failed");
  }
}

/** Does the calls one after the other. */
export function runCalls(routines: Routines, calls: readonly Call[]): void {
  for (const [routine, ...values] of calls) (routines[routine] as (...values: number[]) => void)(...values);
}

let threads: Threads | undefined;
/** How many threads could not be made. */
let refused = 0;

/**
 * The threads for a work of so many multiply-adds; undefined where it is too little, there is one processor, or none can be
 * had: in a browser, or where SURPRISAL_THREADS is 1.
 *
 * @throws RangeError when SURPRISAL_THREADS is not a whole number from 1 on
 */
export function threadsFor(work: number): Threads | undefined {
  const count = work < LEAST_WORK ? 1 : wantedThreads();
  if (count === 1 || count === refused) return undefined;
  if (threads && threads.count === count && threads.instance === sharedInstance() && !threads.hasEnded) return threads;
  threads?.end();
  threads = undefined;
  try {
    threads = new Threads(count);
  } catch {
    refused = count;
  }
  return threads;
}

function wantedThreads(): number {
  const { limit, processors } = readSettings();
  if (!limit) return Math.min(MOST_THREADS, processors);
  if (!/^[1-9][0-9]*$/.test(limit)) {
    throw new RangeError(`SURPRISAL_THREADS is ${JSON.stringify(limit)}; expected a whole number, 1 or more`);
  }
  return Math.min(MOST_THREADS, Number(limit));
}

/** What the user has said, and the number of processors; where the program may not ask (Deno without permission), it has one. */
function readSettings(): { limit?: string; processors: number } {
  try {
    const process = nodeProcess();
    const limit = process?.env?.SURPRISAL_THREADS;
    return { limit, processors: process?.getBuiltinModule?.("node:os")?.availableParallelism() ?? 1 };
  } catch {
    return { processors: 1 };
  }
}

function nodeProcess(): NodeProcess | undefined {
  return (globalThis as { process?: NodeProcess }).process;
}
