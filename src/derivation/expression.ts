import type { MathJsInstance, MathNode } from "mathjs";

/** What an expression may be made of. */
export interface Vocabulary {
  readonly variables: readonly string[];
  /** "sigmoid(t)" or "p" to what it stands for; one may use those before it. */
  readonly definitions: Readonly<Record<string, string>>;
}

interface Definition {
  readonly parameters: readonly string[];
  readonly body: MathNode;
}

const FUNCTIONS = "exp log log1p expm1 sqrt abs min max sin cos tan sinh cosh tanh log2 log10".split(" ");
const CONSTANTS = ["e", "pi"];

/**
 * A reader of expressions: definitions are put in place, then every derivative(expression, variable) is worked out.
 *
 * @throws Error for a definition that cannot be read; the reader throws for an expression, naming `where`
 */
export function expressionReader(
  math: MathJsInstance,
  vocabulary: Vocabulary,
): (text: string, where: string) => MathNode {
  const definitions = new Map<string, Definition>();
  const { variables } = vocabulary;

  function read(text: string, where: string, parameters: readonly string[] = []): MathNode {
    const expanded = expand(math, parse(math, text, where), definitions, where);
    check(math, expanded, [...variables, ...parameters], definitions, where);
    return differentiate(math, expanded, where);
  }

  for (const [head, body] of Object.entries(vocabulary.definitions)) {
    const where = `definitions: ${head}`;
    const [, name, list] = /^\s*([A-Za-z]\w*)\s*(?:\(([\w\s,]*)\))?\s*$/.exec(head) ?? [];
    if (!name) throw new Error(`${where}; expected a name, as in "p", or one with its arguments, as in "sigmoid(t)"`);
    if ([...variables, ...CONSTANTS, ...FUNCTIONS, "derivative"].includes(name) || definitions.has(name)) {
      throw new Error(`${where}: the name ${name} is taken; expected another`);
    }
    const parameters = list?.split(",").map((parameter) => parameter.trim()) ?? [];
    definitions.set(name, { parameters, body: read(body, where, parameters) });
  }
  return read;
}

function parse(math: MathJsInstance, text: string, where: string): MathNode {
  try {
    return math.parse(text);
  } catch (error) {
    throw new Error(`${where}: cannot read "${text.trim()}": ${(error as Error).message}`, { cause: error });
  }
}

/** Puts in what names stand for. The bodies of definitions are expanded already. */
function expand(
  math: MathJsInstance,
  node: MathNode,
  definitions: ReadonlyMap<string, Definition>,
  where: string,
): MathNode {
  const inner = node.map((child, path) =>
    path === "fn" ? child : expand(math, child as MathNode, definitions, where),
  ) as MathNode;
  const called = math.isFunctionNode(inner) ? inner.args : [];
  const name = math.isFunctionNode(inner) ? inner.fn.name : math.isSymbolNode(inner) ? inner.name : "";
  const definition = definitions.get(name);
  if (!definition) return inner;
  const { parameters, body } = definition;
  if (called.length !== parameters.length) {
    throw new Error(`${where}: ${name} is given ${called.length} arguments; expected ${parameters.length}`);
  }
  const values = new Map(parameters.map((parameter, i) => [parameter, called[i]]));
  return new math.ParenthesisNode(
    body.transform((part) => (math.isSymbolNode(part) ? (values.get(part.name) ?? part) : part)),
  );
}

function check(
  math: MathJsInstance,
  node: MathNode,
  variables: readonly string[],
  definitions: ReadonlyMap<string, Definition>,
  where: string,
): void {
  const functions = [...definitions.keys(), ...FUNCTIONS, "derivative"];
  node.traverse((part, path) => {
    if (math.isFunctionNode(part) && !functions.includes(part.fn.name)) {
      const { name } = part.fn;
      const hint = variables.includes(name) ? `; a product with the variable ${name} is written ${name} * (...)` : "";
      throw new Error(`${where}: ${name} is no function here; expected one of ${functions.join(", ")}${hint}`);
    }
    if (math.isSymbolNode(part) && path !== "fn" && ![...variables, ...CONSTANTS].includes(part.name)) {
      throw new Error(
        `${where}: ${part.name} has no meaning here; expected one of ${[...variables, ...CONSTANTS].join(", ")}`,
      );
    }
    if (!/^(Operator|Function|Symbol|Constant|Parenthesis)Node$/.test(part.type)) {
      throw new Error(`${where}: "${part.toString()}" is no expression of numbers; expected + - * / ^ and functions`);
    }
  });
}

/** The innermost derivative is worked out first, so that derivatives of derivatives can be written. */
function differentiate(math: MathJsInstance, node: MathNode, where: string): MathNode {
  const inner = node.map((child, path) =>
    path === "fn" ? child : differentiate(math, child as MathNode, where),
  ) as MathNode;
  if (!math.isFunctionNode(inner) || inner.fn.name !== "derivative") return inner;
  const [expression, variable] = inner.args;
  if (inner.args.length !== 2 || !math.isSymbolNode(variable)) {
    throw new Error(`${where}: expected derivative(expression, variable); got ${inner.toString()}`);
  }
  try {
    return new math.ParenthesisNode(math.derivative(expression, variable, { simplify: false }));
  } catch (error) {
    throw new Error(`${where}: cannot differentiate ${expression.toString()}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
