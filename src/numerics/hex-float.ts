import { describeValue } from "./describe-value.js";

/**
 * value * 2^-unitBits as text without rounding, in the hexadecimal notation of C and IEEE 754.
 *
 * @example
 * toHexFloat(3n, 1); // "0x3p-1", that is 1.5
 */
export function toHexFloat(value: bigint, unitBits: number): string {
  if (value === 0n) return "0x0p+0";
  const digits = (value < 0n ? -value : value).toString(16);
  const kept = digits.replace(/0+$/, "");
  const power = 4 * (digits.length - kept.length) - unitBits;
  return `${value < 0n ? "-" : ""}0x${kept}p${power < 0 ? "" : "+"}${power}`;
}

/**
 * The number that `toHexFloat` wrote, in units of 2^-unitBits.
 *
 * @throws RangeError when the text is none, or no whole number of units
 */
export function fromHexFloat(name: string, text: unknown, unitBits: number): bigint {
  const written = typeof text === "string" ? /^(-?)0x([0-9a-f]{1,2000})p([+-]\d{1,4})$/.exec(text) : null;
  const [sign, digits, power] = written?.slice(1) ?? ["", "1", "-9999"];
  const shift = BigInt(Number(power) + unitBits);
  const value = shift < 0n ? BigInt(`0x${digits}`) >> -shift : BigInt(`0x${digits}`) << shift;
  if (!written || (shift < 0n && value << -shift !== BigInt(`0x${digits}`))) {
    throw new RangeError(`${name} is ${describeValue(text)}; expected a number as toJSON writes it, such as "0x3p-1"`);
  }
  return sign === "-" ? -value : value;
}
