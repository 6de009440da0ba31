import { checkObject } from "../numerics/check.js";
import { counted } from "../numerics/counted.js";
import { describeValue } from "../numerics/describe-value.js";
import { zeros } from "../numerics/dtype.js";
import { checkMatrix, type Matrix } from "../numerics/matrix.js";
import type { Parameters } from "./layer.js";

/** Matrices by name, and texts by name that say what they are. */
export interface Safetensors {
  readonly tensors: Parameters;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What the header says of a tensor: where its numbers begin and end, counted from the end of the header. */
interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** Key of the texts in the header: no tensor may have it. */
const METADATA = "__metadata__";
const KINDS = { F32: "float32", F64: "float64" } as const;
const SIZES = { F32: 4, F64: 8 } as const;
/** No header is longer, in bytes: what says so is no safetensors. */
const LONGEST_HEADER = 100_000_000;

/**
 * Matrices as a `.safetensors` file, which Python's `safetensors` reads too: 8 bytes for the length of the header, the
 * header as JSON, and the numbers, little-endian, one matrix after the other in the order of their names.
 *
 * @param tensors matrices by name, stored as F32 or F64 of shape rows x cols
 * @param metadata texts by name, kept in the header
 * @returns the bytes of the file
 * @throws TypeError when a tensor is no matrix or a text is none
 * @throws RangeError when a tensor is called __metadata__
 * @example
 * const bytes = toSafetensors(model.parameters, { epoch: "7" });
 * fromSafetensors(bytes).metadata.epoch; // "7"
 * @see the format: https://github.com/huggingface/safetensors#format
 */
export function toSafetensors(tensors: Parameters, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  checkObject("toSafetensors: tensors", tensors);
  checkObject("toSafetensors: metadata", metadata);
  for (const [key, text] of Object.entries(metadata)) {
    if (typeof text !== "string") {
      throw new TypeError(`toSafetensors: metadata.${key} is ${describeValue(text)}; expected a text`);
    }
  }
  const header: Record<string, Entry | object> = Object.keys(metadata).length > 0 ? { [METADATA]: metadata } : {};
  for (const [name, tensor] of Object.entries(tensors)) checkMatrix(`toSafetensors: tensors: ${name}`, tensor);
  // The order that Python's has too: wide numbers first, so that all are aligned, then by name.
  const width = (name: string) => tensors[name].data.BYTES_PER_ELEMENT;
  const names = Object.keys(tensors).sort((a, b) => width(b) - width(a) || (a < b ? -1 : 1));
  let end = 0;
  for (const name of names) {
    if (name === METADATA) throw new RangeError(`toSafetensors: tensors has ${METADATA}; expected another name`);
    const { rows, cols, data } = tensors[name];
    const begin = end;
    end += data.byteLength;
    header[name] = {
      dtype: data.BYTES_PER_ELEMENT === 4 ? "F32" : "F64",
      shape: [rows, cols],
      data_offsets: [begin, end],
    };
  }
  const text = JSON.stringify(header);
  const unpadded = new TextEncoder().encode(text).length;
  const start = 8 + Math.ceil(unpadded / 8) * 8;
  const bytes = new Uint8Array(start + end);
  bytes.fill(0x20, 8, start);
  new TextEncoder().encodeInto(text, bytes.subarray(8));
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(start - 8), true);
  for (const name of names) {
    const { dtype, data_offsets } = header[name] as Entry;
    const { data } = tensors[name];
    const isSingle = dtype === "F32";
    for (let i = 0, at = start + data_offsets[0]; i < data.length; i++, at += data.BYTES_PER_ELEMENT) {
      if (isSingle) view.setFloat32(at, data[i], true);
      else view.setFloat64(at, data[i], true);
    }
  }
  return bytes;
}

/**
 * The matrices and texts of a `.safetensors` file, of this package or of another.
 *
 * A tensor of one dimension becomes one row; of more than two, its last dimension becomes the columns. F32 and F64 are
 * read.
 *
 * @param bytes the whole file
 * @throws TypeError when bytes are none
 * @throws RangeError when the file is cut off, is none of this format, or a tensor is of another type
 * @example
 * const { tensors } = fromSafetensors(toSafetensors({ "dense1.bias": matrix(1, 32) }));
 * tensors["dense1.bias"].cols; // 32
 * @see the format: https://github.com/huggingface/safetensors#format
 */
export function fromSafetensors(bytes: Uint8Array): Safetensors {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`fromSafetensors: bytes is ${describeValue(bytes)}; expected a Uint8Array`);
  }
  const { header, start } = headerOf(bytes);
  const { [METADATA]: metadata = {}, ...entries } = header;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tensors: Record<string, Matrix> = {};
  let filled = 0;
  const inOrder = Object.entries(entries as Record<string, Entry>).sort(
    ([, a], [, b]) => a?.data_offsets?.[0] - b?.data_offsets?.[0],
  );
  for (const [name, entry] of inOrder) {
    const { rows, cols, kind } = checkedEntry(name, entry, filled);
    [, filled] = entry.data_offsets;
    if (start + filled > bytes.length) {
      refuse(`tensor ${name} ends at byte ${start + filled}, the file at ${bytes.length}; expected the whole file`);
    }
    const tensor = zeros(rows, cols, KINDS[kind]);
    const at = start + entry.data_offsets[0];
    for (let i = 0; i < tensor.data.length; i++) {
      tensor.data[i] = kind === "F32" ? view.getFloat32(at + 4 * i, true) : view.getFloat64(at + 8 * i, true);
    }
    tensors[name] = tensor;
  }
  if (start + filled !== bytes.length) {
    refuse(`the tensors end at byte ${start + filled}, the file at ${bytes.length}; expected nothing behind them`);
  }
  return { tensors, metadata: metadata as Record<string, string> };
}

function headerOf(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) refuse(`the file has ${counted(bytes.length, "bytes")}; expected 8 and a header`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > LONGEST_HEADER) refuse(`the header would be ${length} bytes long; expected a .safetensors file`);
  const start = 8 + Number(length);
  if (start > bytes.length) refuse(`the header ends at byte ${start}, the file at ${bytes.length}; expected all of it`);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, start)));
  } catch (error) {
    throw new RangeError("fromSafetensors: the header is no JSON; expected a .safetensors file", { cause: error });
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    refuse(`the header is ${describeValue(header)}; expected an object`);
  }
  return { header: header as Record<string, unknown>, start };
}

/** @param filled where the tensor before it has ended */
function checkedEntry(name: string, entry: Entry, filled: number): { rows: number; cols: number; kind: "F32" | "F64" } {
  const { dtype, shape, data_offsets: offsets } = entry ?? {};
  if (!(dtype === "F32" || dtype === "F64")) {
    refuse(`tensor ${name} is of type ${describeValue(dtype)}; expected F32 or F64`);
  }
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    refuse(`tensor ${name} has the shape ${JSON.stringify(shape)}; expected whole numbers`);
  }
  const count = shape.reduce((product, size) => product * size, 1);
  const [begin, end] = Array.isArray(offsets) ? offsets : [];
  if (begin !== filled || end !== filled + count * SIZES[dtype]) {
    const expected = `[${filled}, ${filled + count * SIZES[dtype]}], for its shape and what is before it`;
    refuse(`tensor ${name} has the offsets ${JSON.stringify(offsets)}; expected ${expected}`);
  }
  const cols = shape.at(-1) ?? 1;
  return { rows: shape.slice(0, -1).reduce((product, size) => product * size, 1), cols, kind: dtype };
}

function refuse(what: string): never {
  throw new RangeError(`fromSafetensors: ${what}`);
}
