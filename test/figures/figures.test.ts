import { describe, expect, test } from "vitest";
import { figures } from "./examples.js";

describe.each(Object.entries(figures))("%s", (name, figure) => {
  const plain = { data: figure.data, layout: figure.layout };

  test("is what it was", async () => {
    await expect(`${JSON.stringify({ ...figure }, undefined, 1)}\n`).toMatchFileSnapshot(
      `../fixtures/figures/${name}.json`,
    );
  });

  test("survives JSON: it holds no NaN, Infinity, undefined or typed array", () => {
    expect(JSON.parse(JSON.stringify(plain))).toEqual(plain);
  });

  test("has numbers of at most six significant digits in its data", () => {
    for (const number of numbersIn(figure.data)) expect(Number(number.toPrecision(6))).toBe(number);
  });

  test("says what it shows in a title and in a sentence with numbers", () => {
    expect(figure.title.length).toBeGreaterThan(3);
    expect(figure.text).toMatch(/^[A-Z0-9].*\d.*\.$/);
    expect(figure.text).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("leaves colours of letters, grid and paper to a template, which a page replaces", () => {
    const { template, ...layout } = figure.layout as { template: { layout: object } };
    expect(Object.keys(template.layout)).toEqual(
      expect.arrayContaining(["font", "paper_bgcolor", "plot_bgcolor", "xaxis", "yaxis"]),
    );
    expect(JSON.stringify(layout)).not.toMatch(/"\w*(?<!arrow)color"/);
  });
});

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}
