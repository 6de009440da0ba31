import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { canBrowse } from "../chromium.js";
import { testEditing } from "./lab/editing.js";
import { testExplorables } from "./lab/explorables.js";
import { testFigures } from "./lab/figures.js";
import { type Lab, startWholeLab } from "./lab/lab.js";
import { canRunLab } from "./lab/lab-server.js";
import { testNotebooks } from "./lab/notebooks.js";
import { testRunning } from "./lab/running.js";

const possible = canRunLab("the notebooks in JupyterLab") && canBrowse("the notebooks in JupyterLab");

// One server and one browser for all, since their start takes as long as some tests.
describe.skipIf(!possible)("npm run lab", () => {
  const lab = {} as Lab;
  beforeAll(async () => {
    Object.assign(lab, await startWholeLab());
  });
  afterAll(() => lab.end?.());
  afterEach(() => {
    expect(lab.foreign, "nothing is asked of another host").toEqual([]);
  });

  testNotebooks(lab);
  describe("a few cells", () => {
    beforeAll(() => lab.page.setViewportSize({ width: 1280, height: 1000 }));
    testFigures(lab);
    testExplorables(lab);
    testRunning(lab);
    testEditing(lab);
  });

  test("nothing complained", () => {
    expect(lab.complaints).toEqual([]);
  });

  test("Ctrl-C ends the server and every kernel", async () => {
    expect(lab.server.kernels().length).toBeGreaterThan(0);
    expect(await lab.server.interrupt()).toBe(0);
    expect(lab.server.kernels()).toEqual([]);
    await expect(fetch(`${lab.server.url}/api`)).rejects.toThrow();
  });
});
