import type ts from "typescript";
import type { TypeScript } from "./typescript-internals.js";

/**
 * tslab's converter has each cell compiled twice: at first only to learn which names the cell declares, for the line by
 * which it exports them. Here that takes parsing and binding of the cell alone, no program and no types.
 */
export interface NamesFirst {
  /** Runs a conversion, whose first compilation is spared if the cell declares anything. */
  during<T>(convert: () => T): T;
  /** To be called when the compiler has made a program. */
  created(builder: ts.BuilderProgram): void;
}

/**
 * @param system that of the converter, which waits for a new program by its timers
 * @param cell the path of the cell
 * @param tell hands a program to the converter
 */
export function namesFirst(
  typescript: TypeScript,
  system: ts.System,
  cell: string,
  options: ts.CompilerOptions,
  tell: (builder: ts.BuilderProgram) => void,
): NamesFirst {
  let askedForNames = false;
  let latest: ts.BuilderProgram | undefined;
  /** What the converter has in its hands. */
  let told: ts.BuilderProgram | undefined;
  let spared: unknown;

  function hand(builder: ts.BuilderProgram): void {
    told = builder;
    tell(builder);
  }

  function declared(): ts.SourceFile {
    const { target = typescript.ScriptTarget.ESNext } = options;
    const file = typescript.createSourceFile(cell, system.readFile(cell) ?? "", target);
    typescript.bindSourceFile(file, options);
    return file;
  }

  const { setTimeout, clearTimeout } = system as Required<ts.System>;
  system.setTimeout = (compile: () => void, ...rest: [number]) => {
    const timer: unknown = setTimeout(
      () => {
        const file = askedForNames ? (declared() as ts.SourceFile & { locals?: Map<string, unknown> }) : undefined;
        askedForNames = false;
        if (file?.locals?.size) {
          spared = timer;
          return hand({ getSourceFile: () => file } as unknown as ts.BuilderProgram);
        }
        compile();
        // The compiler makes no new program when nothing has changed since its last.
        if (latest && told !== latest) hand(latest);
      },
      ...rest,
    );
    return timer;
  };
  // The compiler still waits for what it was spared.
  system.clearTimeout = (timer: unknown) => {
    if (timer !== spared) clearTimeout(timer);
  };

  return {
    during(convert) {
      askedForNames = true;
      try {
        return convert();
      } finally {
        askedForNames = false;
      }
    },
    created(builder) {
      latest = builder;
      hand(builder);
    },
  };
}
