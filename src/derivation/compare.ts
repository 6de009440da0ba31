import type { BigNumber, EvalFunction, MathJsInstance, MathNode } from "mathjs";
import type { Point } from "./points.js";

/** How two expressions compare at one point. */
export type Comparison =
  | { readonly state: "agree" | "undefined" }
  | { readonly state: "differ"; readonly left: string; readonly right: string };

/**
 * A comparison of two expressions, point by point.
 *
 * @param digits how many digits must agree; beside numbers below 1, how many decimals
 * @returns "undefined" when neither side is a finite real number; "differ" also when only one of them is
 */
export function comparison(
  math: MathJsInstance,
  sides: readonly MathNode[],
  digits: number,
): (point: Point) => Comparison {
  const compute = compileTogether(math, sides);
  const one = math.bignumber(1);
  const tolerance = math.bignumber(`1e-${digits}`);
  return (point) => {
    const scope = Object.entries(point).map(([name, value]) => [name, math.bignumber(String(value))] as const);
    const [left, right] = compute(Object.fromEntries(scope));
    if (!left && !right) return { state: "undefined" };
    if (left && right) {
      const size = math.max(left.abs(), right.abs(), one) as BigNumber;
      if (left.sub(right).abs().lte(size.mul(tolerance))) return { state: "agree" };
    }
    return { state: "differ", ...written(left, right) };
  };
}

/**
 * Computes expressions with every call of a function that occurs more than once computed once: exponentials and
 * logarithms with a hundred digits are what a check spends its time on, and derivatives repeat them.
 */
function compileTogether(
  math: MathJsInstance,
  sides: readonly MathNode[],
): (scope: Record<string, unknown>) => (BigNumber | undefined)[] {
  const calls = new Map<string, { name: string; compiled: EvalFunction }>();
  const share = (node: MathNode): MathNode => {
    const inner = node.map((child, path) => (path === "fn" ? child : share(child as MathNode))) as MathNode;
    if (!math.isFunctionNode(inner)) return inner;
    const text = inner.toString();
    const call = calls.get(text) ?? { name: `_${calls.size}`, compiled: inner.compile() };
    calls.set(text, call);
    return new math.SymbolNode(call.name);
  };
  const compiled = sides.map((side) => share(side).compile());
  return (scope) => {
    for (const { name, compiled } of calls.values()) scope[name] = compiled.evaluate(scope);
    return compiled.map((side) => {
      const value: unknown = side.evaluate(scope);
      return math.isBigNumber(value) && value.isFinite() ? value : undefined;
    });
  };
}

/** As many digits as it takes to tell the two apart, six at least. */
function written(left: BigNumber | undefined, right: BigNumber | undefined): { left: string; right: string } {
  const text = (value: BigNumber | undefined, digits: number) =>
    value ? value.toSignificantDigits(digits).toString() : "no real number";
  let digits = 6;
  while (left && right && digits < 60 && text(left, digits) === text(right, digits)) digits += 3;
  return { left: text(left, digits), right: text(right, digits) };
}
