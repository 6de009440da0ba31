import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as zmq from "zeromq";
import { openSockets, type Sockets } from "../../../src/jupyter/kernel/sockets.js";
import { decode } from "../../../src/jupyter/wire.js";

const key = "key";
let folder: string;
let sockets: Sockets;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sockets-"));
  sockets = await openSockets({ key, address }, () => {});
});
afterEach(() => {
  sockets.close();
  rmSync(folder, { recursive: true, force: true });
});

function address(channel: string): string {
  return `ipc://${join(folder, channel)}`;
}

function subscribe(topic: string): zmq.Subscriber {
  const socket = new zmq.Subscriber({ linger: 0, receiveTimeout: 5000 });
  socket.connect(address("iopub"));
  socket.subscribe(topic);
  return socket;
}

async function nextType(socket: zmq.Subscriber): Promise<string> {
  return decode(await socket.receive(), key).header.msg_type;
}

test("topics are heard that were subscribed to, until they are no more", async () => {
  const [streams, statuses] = [subscribe("stream"), subscribe("status")];
  expect([await nextType(streams), await nextType(statuses)]).toEqual(["iopub_welcome", "iopub_welcome"]);
  sockets.publish("stream", {});
  sockets.publish("status", {});
  expect([await nextType(streams), await nextType(statuses)]).toEqual(["stream", "status"]);
  statuses.unsubscribe("status");
  statuses.subscribe("error");
  expect(await nextType(statuses)).toBe("iopub_welcome");
  sockets.publish("status", {});
  sockets.publish("error", {});
  expect(await nextType(statuses)).toBe("error");
  streams.close();
  statuses.close();
});
