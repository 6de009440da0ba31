#!/usr/bin/env node
/** The Jupyter kernel: `node dist/jupyter/kernel/main.js CONNECTION_FILE`. */
import { readConnectionFile } from "./connection-file.js";
import { startKernel } from "./kernel.js";
import { checkPeers } from "./peers.js";

const [file] = process.argv.slice(2);
if (!file) {
  console.error("usage: node main.js CONNECTION_FILE");
  process.exit(2);
}
try {
  checkPeers();
  await startKernel(readConnectionFile(file));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
