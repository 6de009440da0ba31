import { readFileSync } from "node:fs";
import type { Notebook } from "../notebook.js";
import { firstJsonError, lineAndColumn } from "./json-position.js";

type Json = Record<string, unknown>;

/**
 * Reads and checks an .ipynb file.
 *
 * @param path of the file; messages name it as it is given here
 * @throws Error when it cannot be read, is not JSON (with line and column), is not of nbformat 4, or a cell is
 * malformed (with the cell)
 */
export function readNotebook(path: string): Notebook {
  return parseNotebook(readFileSync(path, "utf8"), path);
}

/**
 * A notebook from the text of its file, checked.
 *
 * @param file what messages call it
 * @example
 * parseNotebook("{", "a.ipynb"); // Error: a.ipynb:1:2: not JSON: the text ends too early
 */
export function parseNotebook(text: string, file = "notebook"): Notebook {
  const notebook = parseJson(text.replace(/^\uFEFF/, ""), file);
  if (!isObject(notebook)) throw new Error(`${file}: a notebook is a JSON object; got ${brief(notebook)}.`);
  if (notebook.nbformat !== 4) {
    const hint = "Open and save it once in JupyterLab to convert it";
    throw new Error(`${file}: nbformat must be 4; got ${brief(notebook.nbformat)}. ${hint}.`);
  }
  const fail: Fail = (what, wanted, got) => {
    throw new Error(`${file}: ${what} must be ${wanted}; got ${brief(got)}.`);
  };
  if (!Number.isInteger(notebook.nbformat_minor)) fail("nbformat_minor", "an integer", notebook.nbformat_minor);
  if (!isObject(notebook.metadata)) fail("metadata", "an object", notebook.metadata);
  for (const name of ["kernelspec", "language_info"]) {
    const part = (notebook.metadata as Json)[name];
    if (part !== undefined && !isObject(part)) fail(`metadata.${name}`, "an object", part);
  }
  if (!Array.isArray(notebook.cells)) fail("cells", "a list", notebook.cells);
  for (const [index, cell] of (notebook.cells as unknown[]).entries()) checkCell(cell, index, fail);
  return notebook as unknown as Notebook;
}

type Fail = (what: string, wanted: string, got: unknown) => never;

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const offset = firstJsonError(text) ?? 0;
    const rest = text.slice(offset).split("\n")[0].trim().slice(0, 40);
    const what = text.slice(offset).trim() === "" ? "the text ends too early" : `unexpected ${rest}`;
    throw new Error(`${file}:${lineAndColumn(text, offset)}: not JSON: ${what}`, { cause });
  }
}

function checkCell(cell: unknown, index: number, fail: Fail): void {
  const name = `cell ${index + 1}`;
  if (!isObject(cell)) fail(name, "an object", cell);
  const where = typeof cell.id === "string" ? `${name} (id ${cell.id}): ` : `${name}: `;
  const failHere: Fail = (what, wanted, got) => fail(`${where}${what}`, wanted, got);
  if (!["code", "markdown", "raw"].includes(cell.cell_type as string)) {
    failHere("cell_type", '"code", "markdown" or "raw"', cell.cell_type);
  }
  if (!isText(cell.source)) failHere("source", "a string or a list of strings", cell.source);
  if (!isObject(cell.metadata)) failHere("metadata", "an object", cell.metadata);
  if (
    cell.attachments !== undefined &&
    !(isObject(cell.attachments) && Object.values(cell.attachments).every(isObject))
  ) {
    failHere("attachments", "an object of MIME bundles", cell.attachments);
  }
  if (cell.cell_type !== "code") return;
  if (cell.execution_count !== null && !Number.isInteger(cell.execution_count)) {
    failHere("execution_count", "an integer or null", cell.execution_count);
  }
  if (!Array.isArray(cell.outputs)) failHere("outputs", "a list", cell.outputs);
  for (const [at, output] of cell.outputs.entries()) {
    checkOutput(output, (what, wanted, got) => failHere(`output ${at + 1}${what && ` ${what}`}`, wanted, got));
  }
}

function checkOutput(output: unknown, fail: Fail): void {
  if (!isObject(output)) fail("", "an object", output);
  switch (output.output_type) {
    case "stream":
      if (output.name !== "stdout" && output.name !== "stderr") fail("name", '"stdout" or "stderr"', output.name);
      if (!isText(output.text)) fail("text", "a string or a list of strings", output.text);
      return;
    case "display_data":
    case "execute_result":
      if (!isObject(output.data)) fail("data", "an object", output.data);
      if (!isObject(output.metadata)) fail("metadata", "an object", output.metadata);
      return;
    case "error":
      if (typeof output.ename !== "string") fail("ename", "a string", output.ename);
      if (typeof output.evalue !== "string") fail("evalue", "a string", output.evalue);
      if (!isStrings(output.traceback)) fail("traceback", "a list of strings", output.traceback);
      return;
    default:
      fail("output_type", "stream, display_data, execute_result or error", output.output_type);
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((line) => typeof line === "string");
}

function isText(value: unknown): value is string | string[] {
  return typeof value === "string" || isStrings(value);
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
