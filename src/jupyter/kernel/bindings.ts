import type { Cell } from "./cell.js";

/**
 * What cells declare, for those that follow. A later `count = 10` reaches the functions of the cell that declared `count`,
 * as if all cells were one file: later cells find no copy but a getter and a setter of the variable itself. A cell that
 * declares `count` anew gets a variable of its own, and earlier functions keep theirs.
 */

/** Called by a cell's code, at its end, with getters and setters of what it declares. */
export const bindName = "__bind";

/** From the line by which tslab exports what a cell declares to a call that binds it. At the end of the code: places stay. */
export function bindDeclarations(code: string): string {
  return code.replace(/\nexport \{([^{}]*)\};?\s*$/, (_, list: string) => {
    const accessors = list
      .split(",")
      .map((entry) => entry.trim())
      .filter((name) => name !== "")
      .map((name) => {
        const value = name === "_" ? "__" : "_";
        return `get ${name}() { return ${name}; }, set ${name}(${value}) { ${name} = ${value}; }`;
      });
    return `\n${bindName}({ ${accessors.join(", ")} });\nexport {};`;
  });
}

/**
 * Has `locals`, where cells look for what others declare, take them from getters and setters.
 *
 * @returns binds what `cell` declares, unless it was interrupted
 */
export function createBindings(locals: Record<string, unknown>): (cell: Cell | undefined, declared: object) => void {
  // tslab's own object makes values of getters; its prototype is ours.
  const bindings = {};
  Object.setPrototypeOf(locals, bindings);
  return (cell, declared) => {
    if (cell?.interrupted) return;
    for (const [name, accessor] of Object.entries(Object.getOwnPropertyDescriptors(declared))) {
      delete locals[name];
      Object.defineProperty(bindings, name, accessor);
    }
  };
}
