import typescript from "typescript";
import { beforeEach, expect, test } from "vitest";
import { namesFirst } from "../../../src/jupyter/kernel/names-first.js";
import type { TypeScript } from "../../../src/jupyter/kernel/typescript-internals.js";

/** The converter's side: timers that it fires itself, and what it was told of. */
let source = "";
let told: string[][];
let compiled: number;
let system: Required<ReturnType<typeof converterSystem>>;
let names: ReturnType<typeof namesFirst>;

type File = { locals?: Map<string, unknown> };

function converterSystem() {
  let pending: { fire(): void } | undefined;
  return {
    readFile: () => source,
    setTimeout(callback: () => void) {
      pending = { fire: callback };
      return pending;
    },
    clearTimeout(timer: unknown) {
      if (timer !== pending) throw new Error("another's timer");
      pending = undefined;
    },
    fire() {
      pending?.fire();
      pending = undefined;
    },
  };
}

beforeEach(() => {
  told = [];
  compiled = 0;
  system = converterSystem();
  names = namesFirst(typescript as TypeScript, system as never, "/cell.ts", {}, (builder) => {
    told.push([...((builder.getSourceFile("/cell.ts") as File | undefined)?.locals?.keys() ?? ["program"])].sort());
  });
});

const program = { getSourceFile: () => undefined } as never;
const compile = (isNew = true) => {
  compiled++;
  if (isNew) names.created(program);
};
/** As the converter waits for a program, when the compiler has one to make. */
const wait = (isNew?: boolean) => {
  const timer = system.setTimeout(() => compile(isNew));
  system.fire();
  return timer;
};

test("of a cell that declares something the names are told at first, without a program", () => {
  source = "export {};\nconst a = 1; function b() { const inner = 2; }\nclass C {}";
  names.during(() => {
    const spared = wait();
    expect(told).toEqual([["C", "a", "b"]]);
    expect(compiled).toBe(0);
    system.clearTimeout(spared); // the compiler takes back what it waits for
    wait();
  });
  expect(told).toEqual([["C", "a", "b"], ["program"]]);
  expect(compiled).toBe(1);
});

test("a cell that declares nothing is compiled at once, as is what is not a conversion", () => {
  source = "export {};\n1 + 1";
  names.during(() => wait());
  source = "export {};\nconst a = 1;";
  wait();
  expect(told).toEqual([["program"], ["program"]]);
});

test("when nothing has changed since the last program the converter has that again, not the names", () => {
  source = "export {};\nconst a = 1;";
  wait();
  names.during(() => {
    wait();
    wait(false);
  });
  expect(told).toEqual([["program"], ["a"], ["program"]]);
});

test("a conversion that fails leaves nothing behind", () => {
  source = "export {};\nconst a = 1;";
  const fail = () => {
    throw new Error("failed");
  };
  expect(() => names.during(fail)).toThrow("failed");
  wait();
  expect(told).toEqual([["program"]]);
});
