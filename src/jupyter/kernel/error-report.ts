import { readFileSync } from "node:fs";
import { inspect, types } from "node:util";
import { excerpt } from "./excerpt.js";
import { loadedSource } from "./module-positions.js";
import { relativePath, withoutAbsolutePaths } from "./relative-paths.js";
import { type Frame, formatFrame, framesOf } from "./stack-trace.js";

/** The content of Jupyter's `error` message. Plain text: it is stored in notebooks. */
export interface ErrorReport {
  ename: string;
  evalue: string;
  /**
   * First "name: message", then where, as "cell [3]:2:5" (line and column from 1), then an excerpt, the calls that led
   * there, and the causes.
   */
  traceback: string[];
}

const mostFrames = 10;
const mostCauses = 5;

/** What a cell threw, as a person wants to read it. */
export function reportThrown(thrown: unknown): ErrorReport {
  if (!isError(thrown)) {
    const evalue = withoutAbsolutePaths(inspect(thrown));
    return { ename: "Thrown", evalue, traceback: [`Thrown: ${evalue}`] };
  }
  const ename = errorName(thrown);
  const evalue = withoutAbsolutePaths(String(thrown.message));
  return { ename, evalue, traceback: [...describe(thrown), ...causes(thrown)] };
}

function describe(error: Error): string[] {
  const message = withoutAbsolutePaths(String(error.message));
  const lines = [message ? `${errorName(error)}: ${message}` : errorName(error)];
  const frames = framesOf(error);
  if (frames.length === 0) return lines;
  lines.push(frames[0].place, ...excerptOf(frames[0]));
  // The only call is the place itself.
  if (frames.length > 1) lines.push(...collapse(frames.map(formatFrame)));
  return lines;
}

function causes(error: Error): string[] {
  const lines: string[] = [];
  const seen = new Set<unknown>([error]);
  let at: unknown = error;
  while (isError(at) && seen.size <= mostCauses) {
    if (at instanceof AggregateError) {
      for (const one of at.errors.slice(0, mostCauses)) {
        lines.push(...prefixed("one of them: ", isError(one) ? describe(one) : [inspect(one)]));
      }
    }
    const { cause }: Error = at;
    if (cause === undefined || seen.has(cause)) break;
    seen.add(cause);
    lines.push(...prefixed("caused by ", isError(cause) ? describe(cause) : [withoutAbsolutePaths(inspect(cause))]));
    at = cause;
  }
  return lines;
}

function prefixed(prefix: string, [first, ...rest]: string[]): string[] {
  return [prefix + first, ...rest];
}

/** Errors of other realms too: those of a vm context or a worker are no instances of this Error. */
function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

/** The class says more than the `name` that most subclasses forget to set. */
function errorName(error: Error): string {
  const name = String(error.name);
  const className = error.constructor?.name;
  return name === "Error" && className ? className : name;
}

function excerptOf({ cell, file, position }: Frame): string[] {
  if (cell) return excerpt(cell.source, position);
  const [loaded, written] = file ? [loadedSource(file), readOrNothing(file)] : [];
  const source = loaded ?? written;
  if (file === undefined || source === undefined) return [];
  const hint = `${relativePath(file)} has been edited since: run the cell that imports it again, to load it anew`;
  return [...excerpt(source, position), ...(source === written ? [] : [hint])];
}

function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** A recursion as one line and a count; not more than the first few calls. */
function collapse(frames: string[]): string[] {
  const lines: string[] = [];
  for (let i = 0; i < frames.length; ) {
    let end = i + 1;
    while (end < frames.length && frames[end] === frames[i]) end++;
    if (lines.length === mostFrames) return [...lines, `    … and ${frames.length - i} more calls`];
    lines.push(end - i > 1 ? `${frames[i]} … ${end - i} times` : frames[i]);
    i = end;
  }
  return lines;
}
