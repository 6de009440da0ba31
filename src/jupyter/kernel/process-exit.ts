/** Ends the process at once; the one that cells call takes leave first. */
export const exit: typeof process.exit = process.exit.bind(process);

/** Has `process.exit` of cells call `takeLeave` before, so that the notebook hears why its kernel is gone. */
export function announceExit(takeLeave: (code: number) => void): void {
  process.exit = ((code?: number | string | null) => {
    const number = Number(code ?? process.exitCode ?? 0);
    takeLeave(number);
    exit(number);
  }) as typeof process.exit;
}
