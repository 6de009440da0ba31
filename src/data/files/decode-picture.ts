import jpeg from "jpeg-js";
import { PNG } from "pngjs";

/** Red, green, blue and alpha of each pixel, 0 to 255, line after line. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * The pixels of a PNG.
 *
 * @throws Error "cat.png is not a readable PNG: ..."
 */
export function decodePng(bytes: Uint8Array, path: string): Picture {
  try {
    return PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    throw new Error(`${path} is not a readable PNG: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * The pixels of a JPEG or a PNG, whichever its first bytes say it is.
 *
 * @throws Error "cat.jpg is not a readable JPEG: ..."
 */
export function decodePicture(bytes: Uint8Array, path: string): Picture {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return decodePng(bytes, path);
  if (bytes.length === 0) throw new Error(`${path} is empty`);
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new Error(`${path} is neither a JPEG nor a PNG`);
  if (lastMarker(bytes, END) < lastMarker(bytes, SCAN)) throw new Error(`${path} is a JPEG that is cut off`);
  try {
    return jpeg.decode(bytes, { useTArray: true });
  } catch (error) {
    throw new Error(`${path} is not a readable JPEG: ${(error as Error).message}`, { cause: error });
  }
}

// In the pixels' own bytes neither can stand: an 0xff of theirs is followed by 0.
const SCAN = 0xda;
const END = 0xd9;

/** Where the last marker of a JPEG of that kind is; -1 where there is none. The decoder fills what is cut off with grey. */
function lastMarker(bytes: Uint8Array, kind: number): number {
  for (let at = bytes.length - 2; at >= 0; at--) if (bytes[at] === 0xff && bytes[at + 1] === kind) return at;
  return -1;
}
