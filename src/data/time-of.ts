import type { Cell } from "./table.js";

const DATE = /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(Z|[+-]\d{2}:\d{2})?)?)?$/;

/**
 * A time as a number: a number as it is, a date of ISO 8601 in milliseconds since 1970, in UTC where it names no zone, whatever the
 * zone of this machine. Undefined for anything else: dates such as 1/2/2012 have days and months in an order that only their
 * writer knows.
 */
export function timeOf(value: Cell): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  const parts = typeof value === "string" ? DATE.exec(value) : null;
  if (!parts) return undefined;
  const [, year, month, day = "01", hour = "00", minute = "00", second = "00", zone = "Z"] = parts;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  // A 31st of February would be read as a day in March.
  const isDay = Date.UTC(Number(year), Number(month) - 1, Number(day)) <= Date.UTC(Number(year), Number(month), 0);
  return Number.isNaN(time) || !isDay ? undefined : time;
}
