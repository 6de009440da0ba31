import type { Parameters } from "../../model/layer.js";
import { checkObject } from "../../numerics/check.js";
import { checkMatrix } from "../../numerics/matrix.js";

/** Throws when something is not named matrices; with `like`, when it has other names or shapes than those. */
export function checkParameters(name: string, parameters: Parameters, like: Parameters = parameters): void {
  checkObject(name, parameters);
  for (const key of Object.keys(parameters)) {
    if (!Object.hasOwn(like, key)) {
      throw new RangeError(`${name} has ${key}; expected ${Object.keys(like).join(", ") || "nothing"} only`);
    }
  }
  for (const key of Object.keys(like)) {
    const found = parameters[key];
    if (found === undefined) throw new RangeError(`${name} has no ${key}; expected one, as the parameters have`);
    checkMatrix(`${name}: ${key}`, found);
    const { rows, cols } = like[key];
    if (found.rows !== rows || found.cols !== cols) {
      throw new RangeError(`${name}: ${key} is ${found.rows} x ${found.cols}; expected ${rows} x ${cols}`);
    }
  }
}
