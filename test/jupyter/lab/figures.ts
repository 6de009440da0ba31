import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Lab } from "./lab.js";

const plotlyType = "application/vnd.plotly.v1+json";

/** How figures are drawn: in JupyterLab's colours, as wide as there is room, and changed in place. */
export function testFigures(lab: Lab): void {
  test("figures follow the theme and the width, and are changed in place", async () => {
    const figure = (y: number) => `JSON.stringify({ data: [{ y: [1, 2, ${y}] }], layout: { title: { text: "y" } } })`;
    await lab.openCells("figure.ipynb", [
      'import { newDisplay } from "tslab";\nconst live = newDisplay();',
      `live.raw("${plotlyType}", ${figure(3)});`,
      `live.raw("${plotlyType}", ${figure(30)});`,
    ]);
    await lab.runCell(0);
    await lab.runCell(1);
    await lab.untilDrawn(1);
    const plot = lab.page.locator(".js-plotly-plot");
    const highest = () => plot.locator(".ytick text").last().textContent();
    const ink = () => plot.locator(".gtitle").evaluate((title) => getComputedStyle(title).fill);
    const width = () =>
      plot
        .locator(".main-svg")
        .first()
        .evaluate((svg) => svg.getBoundingClientRect().width);
    await plot.evaluate((node) => node.setAttribute("data-mark", "the same"));
    expect(await highest()).toBe("3");

    await lab.runCell(2);
    await expect.poll(highest).toBe("30");
    expect(await plot.getAttribute("data-mark")).toBe("the same");

    const light = await ink();
    await lab.theme("JupyterLab Dark");
    await expect.poll(ink).not.toBe(light);
    const [red] = ((await ink()).match(/\d+/g) ?? []).map(Number);
    expect(red).toBeGreaterThan(200);
    await lab.screenshot("dark");

    const narrow = await width();
    await lab.command("application:toggle-left-area");
    await expect.poll(width).toBeGreaterThan(narrow + 100);
    await lab.command("application:toggle-left-area");
    await expect.poll(width).toBe(narrow);
    await lab.theme("JupyterLab Light");
    await expect.poll(ink).toBe(light);
    expect(await plot.getAttribute("data-mark")).toBe("the same");
  });

  test("a loss curve grows while the model trains, in one and the same figure", async () => {
    await lab.openCells("curve.ipynb", [
      `import { dense, fit, matrix, sequential, sgd, sigmoidCrossEntropy } from "surprisal";
import { lossCurve, progress } from "surprisal/jupyter";
const train = { features: matrix(2, 1, Float64Array.of(-1, 1)), targets: Int32Array.of(0, 1), featureNames: ["x"], classNames: ["no", "yes"], rowNumbers: Int32Array.of(0, 1) };
const model = sequential([dense(1)], { inputs: 1, seed: 1 });`,
      `import { existsSync } from "node:fs";
const run = fit(model, train, { loss: sigmoidCrossEntropy, optimizer: sgd(0.1), epochs: 10_000, seed: 1 });
for await (const _ of lossCurve(progress(run))) {
  if (existsSync("enough")) break;
  await new Promise((resolve) => setTimeout(resolve, 50));
}`,
    ]);
    await lab.runCell(0);
    await lab.runCell(1, { wait: false });
    const curve = lab.output(1).locator(".js-plotly-plot");
    const points = () => curve.evaluate((plot) => (plot as unknown as { data: { x: number[] }[] }).data[0].x.length);
    await curve.locator(".main-svg").first().waitFor();
    await curve.evaluate((node) => node.setAttribute("data-mark", "the same"));
    const first = await points();
    await expect.poll(points).toBeGreaterThan(first + 3);
    expect(await lab.kernelStatus()).toBe("busy");
    await lab.screenshot("curve");
    writeFileSync(join(lab.server.notebooks, "enough"), "");
    await lab.untilIdle();
    const line = lab.output(1).locator(".surprisal-progress");
    await expect.poll(() => line.innerText()).toContain("stopped after epoch");
    const [, epochs] = /epoch (\d+) of/.exec(await line.innerText()) ?? [];
    await expect.poll(points).toBe(Number(epochs));
    expect(await curve.getAttribute("data-mark")).toBe("the same");
    // What is saved has the drawing too, which the steps on the way are spared.
    const [, cell] = (await lab.notebook()).cells;
    const shown = cell.cell_type === "code" ? cell.outputs : [];
    expect(shown.map((output) => ("data" in output ? Object.keys(output.data).sort() : []))).toEqual([
      ["text/html", "text/plain"],
      [plotlyType, "image/svg+xml", "text/plain"],
    ]);
  });
}
