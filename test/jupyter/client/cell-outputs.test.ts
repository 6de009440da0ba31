import { expect, test } from "vitest";
import { collectOutputs } from "../../../src/jupyter/client/cell-outputs.js";
import { createHeader } from "../../../src/jupyter/wire.js";

const message = (type: string, content: Record<string, unknown>) => ({
  identities: [],
  header: createHeader(type, "kernel"),
  parent_header: createHeader("execute_request", "client"),
  metadata: {},
  content,
  buffers: [],
});
const stream = (text: string, name = "stdout") => message("stream", { name, text });
const show = (text: string, display_id?: string, type = "display_data") =>
  message(type, { data: { "text/plain": text }, metadata: {}, transient: display_id ? { display_id } : {} });
const shown = (text: string) => ({ output_type: "display_data", data: { "text/plain": text }, metadata: {} });
const written = (text: string, name = "stdout") => ({ output_type: "stream", name, text });

test("streams are joined by name; other messages are none of its business", () => {
  const outputs = collectOutputs();
  for (const text of ["a", "b"]) outputs.receive(0, stream(text));
  outputs.receive(0, message("execute_input", { code: "", execution_count: 1 }));
  outputs.receive(0, stream("e", "stderr"));
  outputs.receive(0, stream("c"));
  expect(outputs.of(0)).toEqual([written("ab"), written("e", "stderr"), written("c")]);
  expect(outputs.of(1)).toEqual([]);
});

test("late output goes to its own cell", () => {
  const outputs = collectOutputs();
  outputs.receive(0, stream("early\n"));
  outputs.receive(1, stream("second\n"));
  outputs.receive(0, stream("late\n"));
  expect(outputs.of(0)).toEqual([written("early\nlate\n")]);
});

test("an update changes every display of its id, in whichever cell, and nothing else", () => {
  const outputs = collectOutputs();
  outputs.receive(0, show("1 %", "bar"));
  outputs.receive(0, show("other", "x"));
  outputs.receive(1, show("2 %", "bar"));
  expect(outputs.of(0)).toEqual([shown("2 %"), shown("other")]);
  outputs.receive(2, show("100 %", "bar", "update_display_data"));
  outputs.receive(2, show("nobody", "unknown", "update_display_data"));
  expect(outputs.of(0)).toEqual([shown("100 %"), shown("other")]);
  expect(outputs.of(1)).toEqual([shown("100 %")]);
  expect(outputs.of(2)).toEqual([]);
});

test("clear_output at once, or with the next output", () => {
  const outputs = collectOutputs();
  outputs.receive(0, stream("a"));
  outputs.receive(0, message("clear_output", { wait: false }));
  expect(outputs.of(0)).toEqual([]);
  outputs.receive(0, stream("b"));
  outputs.receive(0, message("clear_output", { wait: true }));
  expect(outputs.of(0)).toEqual([written("b")]);
  outputs.receive(0, stream("c"));
  outputs.receive(0, stream("d"));
  expect(outputs.of(0)).toEqual([written("cd")]);
});

test("results and errors", () => {
  const outputs = collectOutputs();
  const error = { ename: "E", evalue: "v", traceback: ["E: v"] };
  outputs.receive(0, message("execute_result", { data: { "text/plain": "3" }, metadata: {}, execution_count: 1 }));
  outputs.receive(0, message("error", { ...error, status: "error" }));
  expect(outputs.of(0)).toEqual([
    { output_type: "execute_result", data: { "text/plain": "3" }, metadata: {}, execution_count: 1 },
    { output_type: "error", ...error },
  ]);
});
