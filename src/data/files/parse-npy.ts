import { counted } from "../../numerics/counted.js";
import { describeValue } from "../../numerics/describe-value.js";
import { type Matrix, matrix } from "../../numerics/matrix.js";

/** What the header of a .npy file says, and where the numbers begin. */
interface Header {
  readonly dtype: string;
  readonly columnsFirst: boolean;
  readonly shape: readonly number[];
  readonly begin: number;
}

const MAGIC = "\x93NUMPY";
/** NumPy's own names, by kind and bytes. */
const NAMES: Readonly<Record<string, string>> = {
  f2: "float16",
  f16: "longdouble",
  c8: "complex64",
  c16: "complex128",
  O: "objects",
};
const KINDS = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f4", "f8"];

/**
 * What NumPy's `numpy.save` has written: the bytes of a file as a matrix.
 *
 * @param bytes of the whole file
 * @param source what to call it in messages
 * @throws Error naming the file, and the row and column of a whole number beyond 2^53, when it is no such array
 */
export function parseNpy(bytes: Uint8Array, source: string): Matrix {
  const { dtype, columnsFirst, shape, begin } = header(bytes, source);
  const kind = dtype.slice(1);
  if (!KINDS.includes(kind)) {
    const name = NAMES[kind] ?? NAMES[kind[0]] ?? describeValue(dtype);
    throw new Error(
      `${source} holds ${name}; expected bool, int8 to uint64, float32 or float64: ` +
        `numpy.save(path, array.astype("float64"))`,
    );
  }
  if (shape.length !== 1 && shape.length !== 2) {
    const remedy = shape.length > 2 ? "array.reshape(len(array), -1)" : "numpy.atleast_1d(array)";
    throw new Error(
      `${source} has ${counted(shape.length, "dimensions")}; expected 1 or 2: numpy.save(path, ${remedy})`,
    );
  }
  const [rows, cols = 1] = shape;
  const width = Number(kind.slice(1));
  if (bytes.length - begin !== rows * cols * width) {
    throw new Error(
      `${source} has ${counted(bytes.length - begin, "bytes")} of numbers; expected ${rows * cols * width}, ` +
        `${rows} x ${cols} of ${width}: the file is cut off, or more follows`,
    );
  }
  const numbers = kind === "f4" ? new Float32Array(rows * cols) : new Float64Array(rows * cols);
  const read = reader(new DataView(bytes.buffer, bytes.byteOffset + begin), kind, dtype[0] !== ">");
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const number = read((columnsFirst ? j * rows + i : i * cols + j) * width);
      if (typeof number === "bigint") {
        throw new Error(
          `${source}, row ${i}, column ${j} is ${number}; expected a whole number below 2^53 in size, which float64 holds`,
        );
      }
      numbers[i * cols + j] = number;
    }
  }
  return matrix(rows, cols, numbers);
}

/** Version 1.0 has 2 bytes for the length of the header, 2.0 and 3.0 have 4; the header is a Python dictionary. */
function header(bytes: Uint8Array, source: string): Header {
  if (String.fromCharCode(...bytes.subarray(0, 6)) !== MAGIC) {
    throw new Error(`${source} is no .npy file: it does not begin with \\x93NUMPY`);
  }
  const version = bytes[6];
  if (!(version >= 1 && version <= 3)) {
    throw new Error(`${source} is of version ${version ?? "none"} of .npy; expected 1, 2 or 3`);
  }
  const start = version === 1 ? 10 : 12;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < start ? Infinity : version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (start + length > bytes.length) throw new Error(`${source} is cut off in its header`);
  const text = new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(bytes.subarray(start, start + length));
  if (/'descr':\s*\[/.test(text)) {
    throw new Error(`${source} holds records (a structured dtype); expected plain numbers`);
  }
  const dtype = /'descr':\s*'([<>|=]\w+)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (dtype === undefined || order === undefined || shape === undefined) {
    throw new Error(`${source}: its header is ${describeValue(text.trim())}; expected descr, fortran_order and shape`);
  }
  const sizes = shape.split(",").filter((size) => size.trim() !== "");
  return { dtype, columnsFirst: order === "True", shape: sizes.map(Number), begin: start + length };
}

/** Reads the number at a byte; a whole number that float64 cannot hold stays a bigint. */
function reader(view: DataView, kind: string, littleEndian: boolean): (at: number) => number | bigint {
  const narrowed = (whole: bigint) => (Number.isSafeInteger(Number(whole)) ? Number(whole) : whole);
  switch (kind) {
    case "b1":
    case "u1":
      return (at) => view.getUint8(at);
    case "i1":
      return (at) => view.getInt8(at);
    case "i2":
      return (at) => view.getInt16(at, littleEndian);
    case "u2":
      return (at) => view.getUint16(at, littleEndian);
    case "i4":
      return (at) => view.getInt32(at, littleEndian);
    case "u4":
      return (at) => view.getUint32(at, littleEndian);
    case "i8":
      return (at) => narrowed(view.getBigInt64(at, littleEndian));
    case "u8":
      return (at) => narrowed(view.getBigUint64(at, littleEndian));
    case "f4":
      return (at) => view.getFloat32(at, littleEndian);
    default:
      return (at) => view.getFloat64(at, littleEndian);
  }
}
