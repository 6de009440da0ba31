import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createHeader, decode, encode, sign, verify } from "../../src/jupyter/wire.js";

interface Signed {
  key: string;
  identities: number;
  frames: string[];
}

const fixture = new URL("../fixtures/jupyter/signed-messages.json", import.meta.url);
const signed = JSON.parse(readFileSync(fixture, "utf8")) as Signed[];
const bytes = (frames: string[]) => frames.map((frame) => Buffer.from(frame));

describe("messages signed by Python", () => {
  test.each(signed)("key $key", ({ key, identities, frames }) => {
    const at = identities + 1;
    expect(sign(key, bytes(frames.slice(at + 1, at + 5)))).toBe(frames[at]);
    const message = decode(bytes(frames), key);
    expect(message.identities.map(String)).toEqual(frames.slice(0, identities));
    expect(message.header).toEqual(JSON.parse(frames[at + 1]));
    expect(message.content).toEqual(JSON.parse(frames[at + 4]));
    expect(message.buffers.map(String)).toEqual(frames.slice(at + 5));
  });

  test("HMAC-SHA256 of RFC 4231, test case 2, in two parts", () => {
    expect(sign("Jefe", bytes(["what do ya want ", "for nothing?"]))).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
  });
});

test("encode and decode are inverse", () => {
  const message = {
    identities: bytes(["one", "two"]),
    header: createHeader("display_data", "session"),
    parent_header: createHeader("execute_request", "session"),
    metadata: { a: [1, null] },
    content: { data: { "text/plain": "ü 😮\n" } },
    buffers: [Buffer.from([0, 255])],
  };
  expect(decode(encode(message, "key"), "key")).toEqual(message);
  expect(message.header.version).toBe("5.4");
});

describe("refused", () => {
  const [{ key, frames }] = signed;
  const changed = (at: number, text: string) => bytes(frames.map((frame, index) => (index === at ? text : frame)));
  test.each([
    ["another key", bytes(frames), "c0ffef", "not signed with this connection's key"],
    ["no signature", changed(1, ""), key, "not signed"],
    ["a signature of the right length", changed(1, "0".repeat(64)), key, "not signed"],
    ["a changed part", changed(5, '{"code": "1"}'), key, "not signed"],
    ["no delimiter", bytes(frames.slice(1)), key, "has the frame <IDS|MSG>"],
    ["three parts", bytes(frames.slice(0, 5)), key, "four parts after its signature; got 3"],
    ["a part that is no object", bytes(["<IDS|MSG>", "", "{}", "{}", "{}", "[]"]), "", "JSON object; got []"],
  ])("%s", (_, raw, withKey, message) => {
    expect(() => decode(raw, withKey)).toThrow(message);
  });
  test("verify compares the whole signature", () => {
    const good = Buffer.from(sign("k", []));
    expect(verify("k", good, [])).toBe(true);
    expect(verify("k", good.subarray(0, 63), [])).toBe(false);
  });
});
