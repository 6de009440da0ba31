import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { canonical, differences, type Notebook, stringify } from "../../../src/jupyter/client/index.js";
import { errors, type Lab } from "./lab.js";
import { root } from "./lab-server.js";

const plotlyType = "application/vnd.plotly.v1+json";
const committed = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));

/** The outputs of a notebook that plotly draws. */
function figures({ cells }: Notebook): number {
  const outputs = cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []));
  return outputs.filter((output) => "data" in output && plotlyType in output.data).length;
}

/** The notebooks of the workbook. */
export function testNotebooks(lab: Lab): void {
  describe.each(committed)("%s", (name) => {
    const path = join(root, "notebooks", name);
    const text = readFileSync(path, "utf8");
    const before = JSON.parse(text) as Notebook;

    test("draws its figures before anything has run, though nobody has trusted it", async () => {
      await lab.open(`notebooks/${name}`);
      expect(await lab.isTrusted()).toBe(false);
      expect(figures(before)).toBeGreaterThan(0);
      await lab.untilDrawn(figures(before));
    });

    test("runs from the first cell to the last", async () => {
      await lab.runAll();
      const after = await lab.notebook();
      expect(errors(after)).toEqual([]);
      const counts = after.cells.flatMap((cell) => (cell.cell_type === "code" ? [cell.execution_count] : []));
      expect(counts).toEqual(counts.map((_, i) => i + 1));
      expect(figures(after)).toBe(figures(before));
      await lab.untilDrawn(figures(before));
      await lab.screenshot(name.replace(".ipynb", ""), 4000);
    });

    test("saved, it is the committed file again once formatted", async () => {
      await lab.save();
      const saved = JSON.parse(readFileSync(join(lab.server.notebooks, name), "utf8")) as Notebook;
      expect(differences(before, saved)).toEqual([]);
      expect(stringify(canonical(saved))).toBe(text);
    });

    test("its figures are there after it is loaded again", async () => {
      await lab.open(`notebooks/${name}`);
      await lab.untilDrawn(figures(before));
    });
  });
}
