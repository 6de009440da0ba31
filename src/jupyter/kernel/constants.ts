import { runInThisContext } from "node:vm";

/** Defines constants for all code of this process, outside of the global object, where a reader would come upon them. */
export function defineConstants(values: Record<string, unknown>): void {
  const names = Object.keys(values);
  const give = runInThisContext("(values) => { globalThis.__constants = values; }") as (values: object) => void;
  give(values);
  runInThisContext(`const { ${names.join(", ")} } = globalThis.__constants; delete globalThis.__constants;`);
}
