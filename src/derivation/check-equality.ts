import type { MathJsInstance, MathNode } from "mathjs";
import type { CheckedLine } from "./checked-line.js";
import { type Comparison, comparison } from "./compare.js";
import type { Equality } from "./lines.js";
import { type Domain, describePoint, type Point, pointsOf } from "./points.js";
import { isProved } from "./prove.js";

/** An equality, ready to be checked: its sides as expressions of mathjs, and what it takes to compare them. */
export interface Task {
  readonly math: MathJsInstance;
  readonly sides: readonly [left: MathNode, right: MathNode];
  readonly variables: Readonly<Record<string, Domain>>;
  readonly digits: number;
  readonly points: number;
  readonly seed: number;
  /** Compares once more with many more digits: a difference that was only lost digits is gone then. */
  confirm(at: Point): Promise<Comparison>;
}

/** @throws Error when the equality is defined at none of the points */
export async function checkEquality(equality: Equality, task: Task): Promise<CheckedLine> {
  const { math, sides, digits } = task;
  const used = Object.fromEntries(
    Object.entries(task.variables).filter(([name]) => sides.some((side) => uses(math, side, name))),
  );
  const compareAt = comparison(math, sides, digits);
  let points = 0;
  let undefinedPoints = 0;
  for (const at of pointsOf(used, task.points, task.seed)) {
    let result = compareAt(at);
    if (result.state === "differ") result = await task.confirm(at);
    if (result.state === "differ") {
      const { left, right } = result;
      const text = `fails${describePoint(at)}: left is ${left}, right is ${right}`;
      return { ...equality, verdict: "fails", points, undefinedPoints, counterexample: { at, left, right }, text };
    }
    if (result.state === "agree") points++;
    else undefinedPoints++;
  }
  if (points === 0) {
    throw new Error(`line ${equality.line}: ${equality.left} = ${equality.right} is defined at none of the points`);
  }
  const verdict = followsFromRules(math, sides, used) ? "proved" : "holds";
  const where = `at ${points} ${points === 1 ? "point" : "points"} to ${digits} digits`;
  const text = verdict === "proved" ? `proved, and agrees ${where}` : `holds ${where}`;
  return { ...equality, verdict, points, undefinedPoints, text };
}

/** A variable with a few values is replaced by each of them in turn: y^2 = y holds for 0 and 1 only. */
function followsFromRules(
  math: MathJsInstance,
  [left, right]: Task["sides"],
  variables: Readonly<Record<string, Domain>>,
): boolean {
  if (isProved(math, left, right)) return true;
  for (const [name, domain] of Object.entries(variables)) {
    if (!("among" in domain)) continue;
    const { [name]: _, ...others } = variables;
    return domain.among.every((value) => {
      const number = new math.ConstantNode(math.bignumber(value));
      const put = (node: MathNode) =>
        node.transform((part) => (math.isSymbolNode(part) && part.name === name ? number : part));
      return followsFromRules(math, [put(left), put(right)], others);
    });
  }
  return false;
}

function uses(math: MathJsInstance, node: MathNode, name: string): boolean {
  return node.filter((part) => math.isSymbolNode(part) && part.name === name).length > 0;
}
