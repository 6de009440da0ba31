import { counted } from "../numerics/counted.js";

/** Says in the error where in the run it happened, and of which rows the batch was. */
export function during<Result>(where: string, action: () => Result, batch?: Int32Array): Result {
  try {
    return action();
  } catch (error) {
    const rows = batch && `; the batch is of ${counted(batch.length, "rows")}: ${namedRows(batch)}`;
    const Kind = error instanceof TypeError ? TypeError : RangeError;
    throw new Kind(`fit: ${where}: ${(error as Error).message}${rows ?? ""}`, { cause: error });
  }
}

/** The numbers of rows, as many as one can read. */
function namedRows(rows: Int32Array): string {
  return `${rows.subarray(0, 32).join(", ")}${rows.length > 32 ? ", ..." : ""}`;
}
