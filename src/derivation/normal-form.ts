import type { FunctionNode, MathJsInstance, MathNode, OperatorNode } from "mathjs";
import { fraction, fractionOfDecimal } from "./fraction.js";
import { BeyondNormalForm, onlyTerm } from "./polynomial.js";
import {
  addQuotients,
  invertQuotient,
  multiplyQuotients,
  numberQuotient,
  powerQuotient,
  type Quotient,
  quotient,
  quotientToThe,
} from "./quotient.js";

/** rational + sum of coefficient * log(argument); exp(z), exp(y z), ... are names like any other in the quotients. */
export interface NormalForm {
  readonly rational: Quotient;
  readonly logs: readonly { readonly coefficient: Quotient; readonly argument: Quotient }[];
}

const EXPONENTIAL = "exp ";

/**
 * An expression as a sum of rational functions and of logarithms of such, exactly: exp(a + b) is exp(a) exp(b),
 * log(a b) is log a + log b, log(a^b) is b log a. These rules hold where both sides are real numbers, which is for the
 * check by numbers to find out.
 *
 * @throws BeyondNormalForm when the expression is not of this kind
 */
export function normalForm(math: MathJsInstance, node: MathNode): NormalForm {
  const of = (inner: MathNode) => normalForm(math, inner);
  if (math.isParenthesisNode(node)) return of(node.content);
  if (math.isConstantNode(node)) return rational(numberQuotient(fractionOfDecimal(String(node.value))));
  if (math.isSymbolNode(node))
    return node.name === "e" ? rational(exponential([], 1)) : rational(powerQuotient(node.name));
  if (math.isFunctionNode(node)) return functionForm(math, node);
  if (!math.isOperatorNode(node)) throw new BeyondNormalForm(node.type);
  const [a, b] = (node as OperatorNode).args;
  switch (node.fn as string) {
    case "unaryPlus":
      return of(a);
    case "unaryMinus":
      return scale(of(a), numberQuotient(fraction(-1n)));
    case "add":
      return sum(of(a), of(b));
    case "subtract":
      return difference(of(a), of(b));
    case "multiply":
      return product(of(a), of(b));
    case "divide":
      return scale(of(a), invertQuotient(withoutLogs(of(b))));
    case "pow":
      return powerForm(math, a, of(b));
    default:
      throw new BeyondNormalForm(String(node.fn));
  }
}

export function difference(a: NormalForm, b: NormalForm): NormalForm {
  return sum(a, scale(b, numberQuotient(fraction(-1n))));
}

/** What is in the exponent of a name that stands for an exponential: undefined for an ordinary name. */
export function exponentOf(name: string): string | undefined {
  return name.startsWith(EXPONENTIAL) ? name.slice(EXPONENTIAL.length) : undefined;
}

function rational(value: Quotient): NormalForm {
  return { rational: value, logs: [] };
}

function functionForm(math: MathJsInstance, node: FunctionNode): NormalForm {
  const [argument] = node.args;
  const one = rational(numberQuotient(fraction(1n)));
  if (node.args.length === 1) {
    switch (node.fn.name) {
      case "exp":
        return exponentialForm(normalForm(math, argument));
      case "expm1":
        return difference(exponentialForm(normalForm(math, argument)), one);
      case "log":
        return logForm(math, argument);
      case "log1p":
        return atom(withoutLogs(sum(normalForm(math, argument), one)));
    }
  }
  throw new BeyondNormalForm(node.fn.name);
}

/** The logarithm of a product, a quotient, a power or an exponential is split before its parts are looked at. */
function logForm(math: MathJsInstance, node: MathNode): NormalForm {
  if (math.isParenthesisNode(node)) return logForm(math, node.content);
  if (math.isFunctionNode(node) && node.fn.name === "exp") return normalForm(math, node.args[0]);
  if (math.isOperatorNode(node)) {
    const [a, b] = (node as OperatorNode).args;
    if (node.fn === "multiply") return sum(logForm(math, a), logForm(math, b));
    if (node.fn === "divide") return difference(logForm(math, a), logForm(math, b));
    if (node.fn === "pow") return product(normalForm(math, b), logForm(math, a));
  }
  return atom(withoutLogs(normalForm(math, node)));
}

function atom(argument: Quotient): NormalForm {
  return { rational: numberQuotient(fraction(0n)), logs: [{ coefficient: numberQuotient(fraction(1n)), argument }] };
}

function powerForm(math: MathJsInstance, base: MathNode, exponent: NormalForm): NormalForm {
  if (math.isSymbolNode(base) && base.name === "e") return exponentialForm(exponent);
  const value = constantOf(withoutLogs(exponent));
  if (value === undefined || !Number.isInteger(value)) throw new BeyondNormalForm("a power that is not whole");
  return rational(quotientToThe(withoutLogs(normalForm(math, base)), value));
}

/** exp of a sum of terms is a product: a whole number times log(a) gives a power of a, c y z the power c of exp(y z). */
function exponentialForm(argument: NormalForm): NormalForm {
  const { top, bottom } = argument.rational;
  const divisor = onlyTerm(bottom);
  if (!divisor || divisor.powers.length > 0) throw new BeyondNormalForm("exp of a quotient");
  let result = numberQuotient(fraction(1n));
  for (const { powers, coefficient } of top.values()) {
    const times = Number(coefficient.top) / Number(coefficient.bottom);
    if (!Number.isInteger(times * 1024)) throw new BeyondNormalForm("exp of a fraction");
    result = multiplyQuotients(result, exponential(powers, times));
  }
  for (const { coefficient, argument: inner } of argument.logs) {
    const times = constantOf(coefficient);
    if (times === undefined || !Number.isInteger(times)) throw new BeyondNormalForm("exp of a multiple of a logarithm");
    result = multiplyQuotients(result, quotientToThe(inner, times));
  }
  return rational(result);
}

function exponential(powers: readonly (readonly [string, number])[], times: number): Quotient {
  return powerQuotient(EXPONENTIAL + JSON.stringify(powers), times);
}

function sum(a: NormalForm, b: NormalForm): NormalForm {
  return { rational: addQuotients(a.rational, b.rational), logs: [...a.logs, ...b.logs] };
}

function scale(a: NormalForm, factor: Quotient): NormalForm {
  return {
    rational: multiplyQuotients(a.rational, factor),
    logs: a.logs.map(({ coefficient, argument }) => ({
      coefficient: multiplyQuotients(coefficient, factor),
      argument,
    })),
  };
}

function product(a: NormalForm, b: NormalForm): NormalForm {
  return a.logs.length > 0 ? scale(a, withoutLogs(b)) : scale(b, a.rational);
}

function withoutLogs({ rational, logs }: NormalForm): Quotient {
  if (logs.length > 0) throw new BeyondNormalForm("a product of logarithms");
  return rational;
}

function constantOf({ top, bottom }: Quotient): number | undefined {
  if (top.size === 0) return 0;
  const term = onlyTerm(quotient(top, bottom).top);
  if (onlyTerm(bottom) === undefined || !term || term.powers.length > 0) return undefined;
  return Number(term.coefficient.top) / Number(term.coefficient.bottom);
}
