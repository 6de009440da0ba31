import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromSafetensors, toSafetensors } from "../../src/model/safetensors.js";
import { matrix } from "../../src/numerics/matrix.js";
import { golden } from "../golden.js";

type Name = "matrices" | "others" | "half";
const { files, tensors } = golden<{
  files: Record<Name, string>;
  tensors: Record<Name, Record<string, { shape: number[]; data: number[] }>>;
}>("model/safetensors-files");
const fileOf = (name: Name) => new Uint8Array(Buffer.from(files[name], "base64"));
const text = new TextEncoder();

/** A file with this header, and so many bytes behind it. */
function fileWith(header: string, bytes = 0): Uint8Array {
  const length = new Uint8Array(8);
  const encoded = text.encode(header);
  new DataView(length.buffer).setBigUint64(0, BigInt(encoded.length), true);
  return Uint8Array.of(...length, ...encoded, ...new Uint8Array(bytes));
}
const entry = (fields: object) =>
  fileWith(JSON.stringify({ w: { dtype: "F64", shape: [1, 2], data_offsets: [0, 16], ...fields } }), 16);

describe("files of Python's safetensors", () => {
  test("are read to the last bit", () => {
    const { tensors: read, metadata } = fromSafetensors(fileOf("matrices"));
    expect(metadata).toEqual({ π: '3.14 "159"' });
    for (const [name, { shape, data }] of Object.entries(tensors.matrices)) {
      const Numbers = name === "dense1.weight" ? Float32Array : Float64Array;
      expect(read[name], name).toEqual({ rows: shape[0], cols: shape[1], data: Numbers.from(data) });
    }
    expect(Object.is(read["dense1.weight"].data[4], -0)).toBe(true);
  });

  test("of other dimensions become matrices: one row, or the last dimension as columns", () => {
    const { convolution, bias, rate } = fromSafetensors(fileOf("others")).tensors;
    expect([convolution.rows, convolution.cols, convolution.data[7]]).toEqual([6, 2, 7]);
    expect(bias).toEqual({ rows: 1, cols: 2, data: Float64Array.of(1 / 3, 2) });
    expect(rate).toEqual({ rows: 1, cols: 1, data: Float64Array.of(0.25) });
  });

  test("are what is written here, byte by byte", () => {
    const { tensors: read, metadata } = fromSafetensors(fileOf("matrices"));
    expect(toSafetensors(read, metadata)).toEqual(fileOf("matrices"));
  });

  test("of other types are refused, by the name of the tensor", () => {
    expect(() => fromSafetensors(fileOf("half"))).toThrow(
      'fromSafetensors: tensor weight is of type "F16"; expected F32 or F64',
    );
  });
});

test("what was written is read again, wherever in a buffer it lies", () => {
  const some = fc.record({ rows: fc.nat(4), cols: fc.nat(4), single: fc.boolean(), value: fc.double() });
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), some, { maxKeys: 4 }),
      fc.dictionary(fc.string(), fc.string()),
      (sizes, texts) => {
        const given = Object.fromEntries(
          Object.entries(sizes).map(([name, { rows, cols, single, value }]) => {
            const data = new (single ? Float32Array : Float64Array)(rows * cols).fill(value);
            return [name, matrix(rows, cols, data)];
          }),
        );
        const bytes = toSafetensors(given, texts);
        const inside = new Uint8Array(bytes.length + 3).subarray(3);
        inside.set(bytes);
        expect(fromSafetensors(inside)).toEqual({ tensors: given, metadata: { ...texts } });
      },
    ),
    { seed: 1, numRuns: 100 },
  );
});

describe("what is none of this format is refused", () => {
  test.each([
    ["nothing", new Uint8Array(3), "the file has 3 bytes; expected 8 and a header"],
    ["a picture", text.encode("\x89PNG\r\n\x1a\n and more"), "the header would be 1876326794660972994 bytes long"],
    ["a header that is cut off", fileWith("{}").subarray(0, 9), "the header ends at byte 10, the file at 9"],
    ["a header in another language", fileWith("weight = 1"), "the header is no JSON; expected a .safetensors file"],
    ["a header that is no object", fileWith("[1]"), "the header is an Array of 1; expected an object"],
    ["a tensor without type", entry({ dtype: undefined }), "tensor w is of type undefined; expected F32 or F64"],
    ["half a row", entry({ shape: [1, 1.5] }), "tensor w has the shape [1,1.5]; expected whole numbers"],
    ["another shape", entry({ shape: [2, 2] }), "tensor w has the offsets [0,16]; expected [0, 32], for its shape"],
    ["a hole", entry({ data_offsets: [8, 24] }), "tensor w has the offsets [8,24]; expected [0, 16]"],
    ["no offsets", entry({ data_offsets: null }), "tensor w has the offsets null; expected [0, 16]"],
    ["numbers that are cut off", entry({}).subarray(0, -1), "tensor w ends at byte"],
    ["something behind", fileWith("{}", 3), "the tensors end at byte 10, the file at 13; expected nothing behind them"],
  ])("%s", (_, bytes, message) => {
    expect(() => fromSafetensors(bytes)).toThrow(`fromSafetensors: ${message}`);
  });

  test("also two tensors in one place", () => {
    const w = { dtype: "F64", shape: [1, 1], data_offsets: [0, 8] };
    expect(() => fromSafetensors(fileWith(JSON.stringify({ w, v: w }), 8))).toThrow(
      "fromSafetensors: tensor v has the offsets [0,8]; expected [8, 16]",
    );
  });

  test("and so is what cannot be written", () => {
    expect(() => toSafetensors({ __metadata__: matrix(1, 1) })).toThrow("toSafetensors: tensors has __metadata__");
    expect(() => toSafetensors({}, { epoch: 7 } as never)).toThrow(
      "toSafetensors: metadata.epoch is 7; expected a text",
    );
    expect(() => toSafetensors({ w: [1] } as never)).toThrow("toSafetensors: tensors: w is an Array of 1");
  });
});
