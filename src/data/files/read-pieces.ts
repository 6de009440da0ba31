import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { cannotRead } from "../../files/read-bytes.js";
import { isGzip } from "./read-csv-table.js";

/**
 * The text of a file in pieces, unpacked where it is gzipped.
 *
 * @param take is given the bytes as they are in the file
 * @throws Error naming the file when it cannot be read, unpacked or is not UTF-8
 */
export async function* readPieces(path: string, take: (bytes: Uint8Array) => void = () => {}): AsyncGenerator<string> {
  const isPacked = await beginsPacked(path);
  const file = createReadStream(path, { highWaterMark: 2 ** 18 });
  const seen = seenBy(take, file);
  const bytes = isPacked ? pipeline(seen, createGunzip(), () => {}) : seen;
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    for await (const piece of bytes) yield decode(decoder, piece as Uint8Array, path);
    yield decode(decoder, undefined, path);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (/^Z_|^ERR_.*ZLIB/.test(code)) {
      throw new Error(`cannot unpack ${path}: ${(error as Error).message}`, { cause: error });
    }
    throw code === "" ? error : cannotRead(path, error);
  } finally {
    file.destroy();
  }
}

async function* seenBy(take: (bytes: Uint8Array) => void, file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const bytes of file) {
    take(bytes);
    yield bytes;
  }
}

async function beginsPacked(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
      return isGzip(buffer);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw cannotRead(path, error);
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array | undefined, path: string): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch (error) {
    throw new Error(`${path} is not text in UTF-8`, { cause: error });
  }
}
