import { AsyncLocalStorage } from "node:async_hooks";
import type { Message } from "../wire.js";
import type { CellPositions } from "./cell-positions.js";

/** One execution of a cell. */
export interface Cell {
  /** Unique in this kernel: the name of its generated code, as in `cell-7.ts`. */
  readonly id: number;
  /** The number in brackets that the reader sees. */
  readonly count: number;
  readonly source: string;
  /** Who asked for it: its outputs carry this request's header. */
  readonly request: Message;
  /** From generated code to the source; undefined until it has been compiled. */
  positions?: CellPositions;
  /** Set when it was interrupted: what it still writes is dropped. */
  interrupted?: boolean;
}

const storage = new AsyncLocalStorage<Cell>();
/** In the order they ran. Of more than these no error can tell the line. */
const cells = new Map<number, Cell>();
const mostCells = 1000;
let latest: Cell | undefined;

/** Runs `work` such that whatever it starts, now or later, belongs to this cell. */
export function runInCell<T>(cell: Cell, work: () => T): T {
  cells.set(cell.id, cell);
  if (cells.size > mostCells) cells.delete(cells.keys().next().value as number);
  latest = cell;
  return storage.run(cell, work);
}

/** The cell that the running code belongs to; for code started outside of all cells the latest one. */
export function currentCell(): Cell | undefined {
  return storage.getStore() ?? latest;
}

export function findCell(id: number): Cell | undefined {
  return cells.get(id);
}

/** How a place in a cell is written: "cell [3]:2:5", line and column from 1. */
export function cellName(cell: Cell): string {
  return `cell [${cell.count}]`;
}
