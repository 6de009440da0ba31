import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { agrees, claimOf, printed } from "./doc-comments/claim.js";
import { type Example, exportsOf, namesIn, readExamples, withClaims } from "./doc-comments/examples.js";
import * as preludeValues from "./doc-comments/prelude.js";

/** Examples that need a kernel, a notebook, a heavy package or a place for files: their types are checked, no more. */
const NOT_RUN = [
  "data/files/audio-from-folder",
  "data/files/dataset-from-frame",
  "data/files/images-from-folders",
  "data/files/read-npy",
  "data/files/read-parquet",
  "data/files/read-table",
  "figures/svg/",
  "jupyter/client/run-notebook",
  "jupyter/explore",
  "jupyter/kernel/",
  "model/files/",
  "numerics/optional-peer",
  "report/",
  "training/files/",
];

/** Rooms of which every public function says what it takes, what it throws, and where it is from. */
const ROOMS = ["numerics", "information", "loss", "model", "data", "training", "evaluation"];

/** Plain mechanics: nobody is to be named for them. */
const WITHOUT_SOURCE = [
  "batches",
  "datasetFromTable",
  "frequencies",
  "fromRows",
  "isMatrix",
  "logProbabilities",
  "matrix",
  "rowOf",
  "split",
  "splitAt",
  "splitByTime",
  "symbolIndices",
  "takeExamples",
  "takeRows",
  "toRows",
];

/** They take anything, or nothing. */
const WITHOUT_THROWS = ["flatten", "gelu", "globalAveragePool", "isMatrix", "layerNorm", "relu", "tanh"];

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "../dist");
/** Loads a built file as Node does, not as vitest would, which transforms it. */
const load: (file: string) => Record<string, unknown> = createRequire(import.meta.url);
const src = join(here, "../src");
const examples = readExamples(src);
const title = ({ path, line }: Example) => `${path}.ts, line ${line}`;

/** Where the names of an example come from, the first that has it: its own file, the package, rooms, the prelude. */
const scopeOf = ({ path }: Example): string[] => [
  path,
  "index",
  "jupyter/index",
  "jupyter/client/index",
  "report/index",
];
const prelude = join(here, "doc-comments/prelude.ts");

/** The modules and, of each, the names that the example may mean. */
function importsOf(example: Example): [string, string[]][] {
  const names = namesIn(example.code);
  const take = (offered: string[]) => offered.filter((name) => names.delete(name));
  const imports = scopeOf(example).map((path): [string, string[]] => [
    join(dist, `${path}.js`),
    take(exportsOf(src, path)),
  ]);
  return [...imports, [prelude, take(Object.keys(preludeValues))] as [string, string[]]].filter(
    ([, taken]) => taken.length > 0,
  );
}

/** The number of claims of an example, each of which held. */
async function run(example: Example): Promise<number> {
  const scope: Record<string, unknown> = {};
  for (const [file, names] of importsOf(example)) {
    const module: Record<string, unknown> = file === prelude ? preludeValues : load(file);
    for (const name of names) scope[name] = module[name];
  }
  let claims = 0;
  scope.says = async (expression: () => Promise<unknown>, comment: string) => {
    const claim = claimOf(comment);
    const outcome = await expression().then(
      (value) => ({ value }),
      (error: unknown) => {
        if (claim === undefined) throw error;
        return { error };
      },
    );
    if (claim === undefined) return;
    claims++;
    const came = "error" in outcome ? String(outcome.error) : printed(outcome.value);
    expect(agrees(outcome, claim), `the comment says ${claim}, the code gives ${came}`).toBe(true);
  };
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  await new AsyncFunction(...Object.keys(scope), `{ ${withClaims(example.code)} }`)(...Object.values(scope));
  return claims;
}

/** A program of the built package's declarations and of files that exist only here. */
function programOf(files: Map<string, string>): ts.Program {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    lib: ["lib.es2023.d.ts"],
    types: ["node"],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.getSourceFile = (name, ...rest) => {
    const text = files.get(name);
    return text === undefined ? getSourceFile(name, ...rest) : ts.createSourceFile(name, text, rest[0]);
  };
  return ts.createProgram([...files.keys(), join(dist, "browser.d.ts")], options, host);
}

const files = new Map<string, string>();
for (const example of examples) {
  const imports = importsOf(example).map(([file, names]) => `import { ${names.join(", ")} } from "${file}";`);
  files.set(join(here, `${title(example)}.ts`), `${imports.join(" ")} async function example() {\n${example.code}\n}`);
}
const program = programOf(files);
const checker = program.getTypeChecker();

const browser = program.getSourceFile(join(dist, "browser.d.ts")) as ts.SourceFile;
// A framework's conventions (`pytorch`) are a module: it has no doc comment.
const values = checker
  .getExportsOfModule(checker.getSymbolAtLocation(browser) as ts.Symbol)
  .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
  .filter(({ flags }) => flags & ts.SymbolFlags.Value && !(flags & ts.SymbolFlags.ValueModule));
const functions = values.filter(
  ({ flags, valueDeclaration }) =>
    flags & ts.SymbolFlags.Function &&
    ROOMS.some((room) => valueDeclaration?.getSourceFile().fileName.startsWith(join(dist, room, "/"))),
);

/** The names of the symbols whose comment has no such tag, in order. */
const without = (tag: string, symbols: ts.Symbol[]): string[] =>
  symbols
    .filter((symbol) => !symbol.getJsDocTags(checker).some(({ name, text }) => name === tag && text))
    .map(({ name }) => name)
    .sort();

/** The parameters of a function that its comment says nothing of. */
function unexplained(symbol: ts.Symbol): string[] {
  const explained = symbol
    .getJsDocTags(checker)
    .filter(({ name }) => name === "param")
    .map(({ text }) => text?.find(({ kind }) => kind === "parameterName")?.text);
  const { parameters } = symbol.valueDeclaration as ts.FunctionDeclaration;
  const names = parameters.map(({ name }) => name.getText());
  return names.filter((name) => !explained.includes(name)).map((name) => `${symbol.name}: ${name}`);
}

describe("doc comments", () => {
  test("every public function, class and constant has an example", () => {
    expect(values.length).toBeGreaterThan(80);
    expect(without("example", values)).toEqual([]);
  });

  test("the functions of most rooms say what they take, what they throw and where they are from", () => {
    expect(functions.length).toBeGreaterThan(70);
    expect(functions.flatMap(unexplained)).toEqual([]);
    expect(without("throws", functions)).toEqual(WITHOUT_THROWS);
    expect(without("see", functions)).toEqual(WITHOUT_SOURCE);
  });

  test("the examples have the types that they should", () => {
    const complaints = [...files.keys()].flatMap((name) => {
      const file = program.getSourceFile(name);
      return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
        ({ messageText }) => `${name.slice(here.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
      );
    });
    expect(complaints).toEqual([]);
  });

  test("NOT_RUN names nothing that is gone", () => {
    expect(NOT_RUN.filter((start) => !examples.some(({ path }) => path.startsWith(start)))).toEqual([]);
  });
});

describe("the examples give what they say", () => {
  let claims = 0;
  beforeEach(() => void vi.spyOn(console, "log").mockImplementation(() => {}));
  afterEach(() => void vi.restoreAllMocks());
  afterAll(() => rmSync(join(here, "../rain.safetensors"), { force: true }));

  const ran = examples.filter(({ path }) => !NOT_RUN.some((start) => path.startsWith(start)));
  test.each(ran.map((example): [string, Example] => [title(example), example]))("%s", async (_, example) => {
    claims += await run(example);
  });

  test("most of them say something", () => {
    expect(claims).toBeGreaterThan(80);
  });
});
