import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createHeader, encode, type Message } from "../../../src/jupyter/wire.js";
import { contents, startTestKernel, type TestKernel } from "./test-kernel.js";

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel();
  await kernel.execute("1");
}, 60_000);
afterAll(() => kernel?.stop());

/** Whole numbers below `n`, the same in every run (xorshift). */
let state = 2463534242;
function below(n: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % n;
}

const one = <T>(of: readonly T[]): T => of[below(of.length)];
const bytes = (length: number) => Buffer.from(Array.from({ length }, () => below(256)));

function message(type: string, content: object): Message {
  return {
    identities: [],
    header: createHeader(type, "fuzz"),
    parent_header: {},
    metadata: {},
    content,
    buffers: [],
  } as Message;
}

const requests = ["execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request"];
const others = [
  "kernel_info_request",
  "comm_info_request",
  "comm_open",
  "comm_msg",
  "comm_close",
  "input_reply",
  "debug_request",
];

/** Messages that are not rightly signed, or none at all. */
function malformed(): Buffer[] {
  const frames = encode(
    message(one([...requests, ...others, "shutdown_request"]), { code: "process.exit(1)" }),
    kernel.key,
  );
  switch (below(6)) {
    case 0: // a byte is another one; the signature covers all but itself and the delimiter
      for (const frame = one(frames.slice(1)); ; ) {
        frame[below(frame.length)] ^= 1 + below(255);
        return frames;
      }
    case 1: // a frame is missing
      frames.splice(1 + below(5), 1);
      return frames;
    case 2: // two frames change places
      frames.splice(2, 2, frames[3], frames[2]);
      return frames;
    case 3: // of another key
      return encode(message("shutdown_request", {}), one(["", "another"]));
    case 4: // noise behind a delimiter
      return [Buffer.from("<IDS|MSG>"), ...Array.from({ length: below(9) }, () => bytes(below(50)))];
    default:
      return Array.from({ length: 1 + below(9) }, () => bytes(below(200)));
  }
}

/** Anything that JSON can say. */
function anything(depth = 0): unknown {
  const simple = [null, true, 0, -1, 1e300, "", "x", "\ud800", "__proto__", "(((", "*".repeat(50), "\0"];
  if (depth > 2 || below(3) > 0) return one(simple);
  return below(2)
    ? Array.from({ length: below(3) }, () => anything(depth + 1))
    : { [String(one(simple))]: anything(depth + 1) };
}

const fields = [
  "code",
  "cursor_pos",
  "detail_level",
  "hist_access_type",
  "n",
  "start",
  "stop",
  "pattern",
  "unique",
  "target_name",
];
fields.push("comm_id", "data", "silent", "store_history", "user_expressions", "allow_stdin", "value");

/** Rightly signed, with contents that nobody would send. */
function strange(): Buffer[] {
  const content = Object.fromEntries(Array.from({ length: below(6) }, () => [one(fields), anything()]));
  return encode(message(one([...requests, ...others, "", "__proto__", "constructor"]), content), kernel.key);
}

test("10^4 malformed or unsigned messages are not answered, and harm nothing", async () => {
  const before = kernel.published.length;
  for (let i = 0; i < 10_000; i++) await kernel.sendRaw(malformed());
  await sleep(300);
  expect(kernel.published.slice(before)).toEqual([]);
  const answer = await kernel.execute("6 * 7");
  expect(contents(answer, "execute_result")[0].data).toEqual({ "text/plain": "42" });
});

test("messages that are signed and make no sense are answered or ignored, and harm nothing", async () => {
  for (let i = 0; i < 300; i++) await kernel.sendRaw(strange());
  const answer = await kernel.execute("6 * 7", { stop_on_error: false });
  expect(contents(answer, "execute_result")[0]?.data ?? answer.reply.content).toEqual({ "text/plain": "42" });
  expect(kernel.process.exitCode).toBe(null);
});
