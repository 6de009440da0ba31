import { describeValue } from "../../numerics/describe-value.js";
import { toFloat16 } from "./float16.js";

/** A number, and how many significant digits of it mean something. */
export interface WrittenNumber {
  readonly value: number;
  /** Those written down; of one that is exactly a float32, float16 or bfloat16 no more than that type carries. */
  readonly digits: number;
  readonly type?: "float32" | "float16" | "bfloat16";
}

/** How two numbers agree: significant digits that do, of those given. */
export interface Agreement {
  readonly matched: number;
  readonly given: number;
}

/**
 * The number and its significant digits: "0.6120" has four, and 0.6123456954956055, a float32, has seven.
 *
 * @throws TypeError when it is none, or too large for a float64; `name` begins the error
 */
export function writtenNumber(name: string, written: number | string): WrittenNumber {
  const value = typeof written === "string" ? numberIn(written.trim()) : written;
  if (typeof value !== "number") {
    throw new TypeError(`${name} is ${describeValue(written)}; expected a number, such as "0.6120"`);
  }
  const text = String(written).trim();
  const digits = Math.max(
    text
      .replace(/e.*$/i, "")
      .replace(/[^0-9]/g, "")
      .replace(/^0+/, "").length,
    1,
  );
  if (digits > 4 && isBfloat16(value)) return { value, digits: 2, type: "bfloat16" };
  if (digits > 4 && value === toFloat16(value)) return { value, digits: 3, type: "float16" };
  if (digits > 8 && value === Math.fround(value)) return { value, digits: 7, type: "float32" };
  return { value, digits };
}

/** The number that a decimal text is, or one of the words of Python and JavaScript for those that are none. */
function numberIn(text: string): number | undefined {
  if (/^nan$/i.test(text)) return Number.NaN;
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Whether a number is a float32 whose lower 16 bits are zeros. */
function isBfloat16(value: number): boolean {
  const float32 = Float32Array.of(value);
  return float32[0] === value && (new Uint32Array(float32.buffer)[0] & 0xffff) === 0;
}

/** To how many of the given digits a value agrees with a number: all of them when it rounds to the number. 0 is 0 only. */
export function agreement(value: number, number: number, given: number): Agreement {
  if (value === number || (Number.isNaN(value) && Number.isNaN(number))) return { matched: given, given };
  if (!Number.isFinite(value) || !Number.isFinite(number) || number === 0) return { matched: 0, given };
  const error = Math.abs(value - number);
  // Half a unit of the last digit, and a little for how half a unit is rounded.
  if (error <= 0.500001 * unitOf(number, given)) return { matched: given, given };
  const matched = Math.floor(-Math.log10((2 * error) / Math.abs(number)));
  return { matched: Math.min(Math.max(matched, 0), given - 1), given };
}

/** Whether that is the same number, as far as float32 (7 digits, and sums lose one) or float64 can tell. */
export function isClose({ matched, given }: Agreement): boolean {
  return matched >= Math.min(given, 6);
}

/** One unit of the last of so many digits of a number. */
export function unitOf(number: number, digits: number): number {
  const leading = number === 0 ? 0 : Math.floor(Math.log10(Math.abs(number)));
  return 10 ** (leading - digits + 1);
}
