import { type CodeCell, joinLines, type Output } from "../notebook.js";
import { stripAnsi } from "./terminal-text.js";

export type FailureKind = "error in cell" | "timeout" | "kernel died" | "kernel could not start";

/** Why a notebook did not run to its end. */
export interface CellFailure {
  kind: FailureKind;
  /** One or two sentences: which cell, which line of it, what happened. */
  message: string;
  /** The cell that was running; absent when the kernel did not start or died between cells. */
  cell?: FailedCell;
  /** The line of the cell's own source, from 1, where the kernel told. */
  line?: number;
  column?: number;
  /** As of the kernel's error message. Absent in stock tslab, which writes errors to stderr only. */
  ename?: string;
  evalue?: string;
  /** All the kernel said of it, without colours: traceback, stderr, the last output of its process. */
  text: string;
}

export interface FailedCell {
  /** Position among all cells of the notebook, from 0. */
  index: number;
  id: string;
  /** Position among the code cells, from 1: the number in brackets beside it. */
  number: number;
  /** The first line of its source that is not empty. */
  firstLine: string;
}

export function failedCell(cell: CodeCell, index: number, number: number): FailedCell {
  const lines = joinLines(cell.source).split("\n");
  return { index, id: cell.id, number, firstLine: (lines.find((line) => line.trim() !== "") ?? "").trim() };
}

/** "code cell 3 (id "abc", "const x = 1")": how the messages name a cell. */
export function nameCell({ number, id, firstLine }: FailedCell): string {
  const start = firstLine.length > 60 ? `${firstLine.slice(0, 60)}...` : firstLine;
  return `code cell ${number} (${id ? `id ${id}, ` : ""}"${start}")`;
}

/** What a cell that answered "error" tells of it, from its error output or, with stock tslab, its stderr text. */
export function errorInCell(cell: FailedCell, outputs: readonly Output[]): CellFailure {
  const error = outputs.find((output) => output.output_type === "error");
  const stderr = outputs.flatMap((output) =>
    output.output_type === "stream" && output.name === "stderr" ? [joinLines(output.text)] : [],
  );
  const text = stripAnsi(error ? error.traceback.join("\n") : stderr.join("")).trim();
  const place = error ? placeInTraceback(text, cell.number) : placeInDiagnostic(text);
  const what = error ? `${error.ename}: ${stripAnsi(error.evalue)}` : firstErrorLine(text);
  return {
    kind: "error in cell",
    message: `Error in ${nameCell(cell)}${place ? `, line ${place.line}` : ""}: ${what || "the kernel says no more"}`,
    cell,
    ...place,
    ...(error && { ename: error.ename, evalue: error.evalue }),
    text,
  };
}

/** Node writes the place and the line of generated code before "TypeError: ..."; that is what a reader wants. */
function firstErrorLine(text: string): string {
  const lines = text.split("\n");
  return lines.find((line) => /^(?:Uncaught )?[\w$.]*Error\b/.test(line)) ?? lines[0] ?? "";
}

/** Our kernel names places as "cell [3]:2:5"; the first one in this very cell counts. */
function placeInTraceback(text: string, number: number): { line: number; column: number } | undefined {
  const places = [...text.matchAll(/\bcell \[(\d+)\]:(\d+):(\d+)/g)];
  const place = places.find((match) => Number(match[1]) === number);
  return place && { line: Number(place[2]), column: Number(place[3]) };
}

/** tslab's compiler errors begin with "2:5 - ", a place in the cell; its runtime errors tell no usable place. */
function placeInDiagnostic(text: string): { line: number; column: number } | undefined {
  const place = /^(\d+):(\d+) - /.exec(text);
  return place ? { line: Number(place[1]), column: Number(place[2]) } : undefined;
}
