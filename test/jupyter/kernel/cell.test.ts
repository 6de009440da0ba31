import { expect, test } from "vitest";
import { type Cell, currentCell, findCell, runInCell } from "../../../src/jupyter/kernel/cell.js";

function cell(id: number): Cell {
  return { id, count: id, source: "", request: {} as Cell["request"] };
}

test("the latest thousand cells are kept, older ones forgotten", () => {
  for (let id = 1; id <= 1500; id++) runInCell(cell(id), () => {});
  expect(findCell(500)).toBeUndefined();
  expect(findCell(501)?.id).toBe(501);
  expect(findCell(1500)?.id).toBe(1500);
});

test("code that a cell started belongs to it while others run", async () => {
  const [first, second] = [cell(2001), cell(2002)];
  const later = runInCell(first, async () => {
    await null;
    return currentCell();
  });
  runInCell(second, () => {});
  expect(await later).toBe(first);
  expect(currentCell()).toBe(second);
});
