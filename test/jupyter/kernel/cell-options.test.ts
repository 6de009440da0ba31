import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { getDefaultTypeRoots } from "../../../src/jupyter/kernel/cell-options.js";

test("Node's types are found from any folder, the project's own first", () => {
  const hasNode = (root: string) => existsSync(join(root, "node/package.json"));
  expect(getDefaultTypeRoots("/").filter(hasNode)).toHaveLength(1);
  const own = join(process.cwd(), "node_modules/@types");
  expect(getDefaultTypeRoots(join(process.cwd(), "notebooks")).find(hasNode)).toBe(own);
});
