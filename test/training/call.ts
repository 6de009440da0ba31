import * as training from "../../src/training/index.js";

/** A call of a public function, as the fixtures write it; an argument may be a call too. */
export interface Call {
  readonly call: string;
  readonly args: readonly unknown[];
}

/** What the call gives. */
export function made<Result>({ call, args }: Call): Result {
  const functions = training as unknown as Record<string, (...args: unknown[]) => Result>;
  return functions[call](...args.map((arg) => (isCall(arg) ? made(arg) : arg)));
}

/** The call as one would write it. */
export function written({ call, args }: Call): string {
  return `${call}(${args.map((arg) => (isCall(arg) ? written(arg) : JSON.stringify(arg))).join(", ")})`;
}

function isCall(value: unknown): value is Call {
  return typeof value === "object" && value !== null && "call" in value;
}
