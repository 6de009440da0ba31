import type { Parameters } from "../../model/layer.js";
import { checkEntries, checkObject } from "../../numerics/check.js";
import { checkMatrix, isMatrix, type Matrix } from "../../numerics/matrix.js";
import { simdAllFinite } from "../../wasm/all-finite.js";

/** Throws when something is not named matrices. */
export function checkParameters(name: string, parameters: Parameters): void {
  checkObject(name, parameters);
  for (const key in parameters) checkMatrix(`${name}: ${key}`, parameters[key]);
}

/** Throws when something has other names or shapes than the parameters, which have been checked. */
export function checkLike(name: string, values: Parameters, parameters: Parameters): void {
  checkObject(name, values);
  for (const key in values) {
    if (parameters[key] === undefined) {
      throw new RangeError(`${name} has ${key}; expected ${Object.keys(parameters).join(", ") || "nothing"} only`);
    }
  }
  for (const key in parameters) {
    const found = values[key];
    if (isMatrix(found) && sameShape(found, parameters[key])) continue;
    if (found === undefined) throw new RangeError(`${name} has no ${key}; expected one, as the parameters have`);
    checkMatrix(`${name}: ${key}`, found);
    const { rows, cols } = parameters[key];
    throw new RangeError(`${name}: ${key} is ${found.rows} x ${found.cols}; expected ${rows} x ${cols}`);
  }
}

/** Throws for a gradient that is not finite: a step would make the parameter, and what the optimizer remembers, NaN for good. */
export function checkGradients(name: string, gradients: Parameters, parameters: Parameters): void {
  checkLike(name, gradients, parameters);
  for (const key in gradients) {
    if (simdAllFinite(gradients[key].data)) continue;
    checkEntries(`${name}: ${key}`, gradients[key], Number.isFinite, "a finite number");
  }
}

function sameShape(a: Matrix, b: Matrix): boolean {
  return a.rows === b.rows && a.cols === b.cols && a.data.length === b.data.length;
}
