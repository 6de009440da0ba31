/** The sound of a WAV file: the mean of its channels. */
export interface Sound {
  /** Hz */
  readonly sampleRate: number;
  /** -1 to 1 at full volume */
  readonly samples: Float64Array;
}

interface Format {
  readonly kind: "integer" | "float";
  readonly channels: number;
  readonly sampleRate: number;
  readonly bits: number;
}

const INTEGER = 1;
const FLOAT = 3;
/** The code stands further on. */
const EXTENSIBLE = 0xfffe;
/** What a program writes as a length that did not know it yet. */
const UNKNOWN_LENGTH = 0xffffffff;

/**
 * A WAV file as numbers: whole ones of 8, 16, 24 or 32 bits divided by what full volume is, floats of 32 or 64 bits as
 * they are.
 *
 * @param source what to call the file in messages
 * @throws Error naming the file when it is none, is cut off, or is of another kind
 * @see Multimedia Programming Interface and Data Specifications 1.0 (1991), "Waveform Audio File Format"
 */
export function parseWav(bytes: Uint8Array, source: string): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (text(0) !== "RIFF" || text(8) !== "WAVE") throw new Error(`${source} is no WAV file (RIFF, WAVE)`);
  let format: Format | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = text(at);
    const length = view.getUint32(at + 4, true);
    const begin = at + 8;
    const isOpen = name === "data" && length === UNKNOWN_LENGTH;
    if (begin + length > bytes.length && !isOpen) {
      const there = bytes.length - begin;
      throw new Error(`${source} is cut off: of the ${length} bytes of its part "${name}" there are ${there}`);
    }
    if (name === "fmt ") format = formatOf(view, begin, length, source);
    if (name === "data") {
      if (!format) throw new Error(`${source} has no format before its samples`);
      return sound(view, begin, isOpen ? bytes.length - begin : length, format, source);
    }
    at = begin + length + (length % 2);
  }
  throw new Error(`${source} has no samples: it is cut off, or no WAV file`);
}

function formatOf(view: DataView, at: number, length: number, source: string): Format {
  if (length < 16) throw new Error(`${source}: its format has ${length} bytes; expected 16 or more`);
  const tag = view.getUint16(at, true);
  const code = tag === EXTENSIBLE && length >= 26 ? view.getUint16(at + 24, true) : tag;
  const [channels, sampleRate, bits] = [
    view.getUint16(at + 2, true),
    view.getUint32(at + 4, true),
    view.getUint16(at + 14, true),
  ];
  const isInteger = code === INTEGER && [8, 16, 24, 32].includes(bits);
  if (!isInteger && !(code === FLOAT && (bits === 32 || bits === 64))) {
    throw new Error(
      `${source} holds samples of ${bits} bits in format ${code}; expected whole numbers of 8, 16, 24 or 32 bits ` +
        "(format 1) or floats of 32 or 64 (format 3)",
    );
  }
  if (channels === 0 || sampleRate === 0) {
    throw new Error(`${source} has ${channels} channels at ${sampleRate} Hz; expected 1 or more of each`);
  }
  return { kind: isInteger ? "integer" : "float", channels, sampleRate, bits };
}

function sound(view: DataView, begin: number, length: number, format: Format, source: string): Sound {
  const { channels, sampleRate, bits } = format;
  const width = bits / 8;
  const read = reader(view, format);
  const samples = new Float64Array(Math.floor(length / (width * channels)));
  for (let t = 0; t < samples.length; t++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += read(begin + (t * channels + channel) * width);
    if (!Number.isFinite(sum)) throw new Error(`${source}: sample ${t} is ${sum}; expected a finite number`);
    samples[t] = sum / channels;
  }
  return { sampleRate, samples };
}

/** Reads the sample at a byte. */
function reader(view: DataView, { kind, bits }: Format): (at: number) => number {
  if (kind === "float") return bits === 32 ? (at) => view.getFloat32(at, true) : (at) => view.getFloat64(at, true);
  switch (bits) {
    case 8:
      return (at) => (view.getUint8(at) - 128) / 2 ** 7;
    case 16:
      return (at) => view.getInt16(at, true) / 2 ** 15;
    case 24:
      return (at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 2 ** 16) / 2 ** 23;
    default:
      return (at) => view.getInt32(at, true) / 2 ** 31;
  }
}
