import { afterEach, describe, expect, it, vi } from "vitest";
import { timeOf } from "../../src/data/time-of.js";

afterEach(() => void vi.unstubAllEnvs());

describe("timeOf", () => {
  it.each([
    [2012, 2012],
    ["1970-01-01", 0],
    ["2012-01", Date.UTC(2012, 0)],
    ["2012-02-29", Date.UTC(2012, 1, 29)],
    ["2012-01-31T09:30", Date.UTC(2012, 0, 31, 9, 30)],
    ["2012-01-31 09:30:15.25", Date.UTC(2012, 0, 31, 9, 30, 15, 250)],
    ["2012-01-31T09:30:00Z", Date.UTC(2012, 0, 31, 9, 30)],
    ["2012-01-31T09:30:00+01:00", Date.UTC(2012, 0, 31, 8, 30)],
  ])("reads %j, the same in any time zone", (value, time) => {
    expect(timeOf(value)).toBe(time);
    vi.stubEnv("TZ", "America/New_York");
    expect(new Date(0).getHours()).toBe(19);
    expect(timeOf(value)).toBe(time);
  });
  it.each([
    "1/31/2012",
    "31.1.2012",
    "2013-02-29",
    "2012-13-01",
    "2012-01-01 25:00",
    "January",
    "",
    true,
    null,
    Infinity,
  ])("makes nothing of %j", (value) => {
    expect(timeOf(value)).toBeUndefined();
  });
});
