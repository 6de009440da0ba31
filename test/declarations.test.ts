import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type TypeScript from "typescript";
import { describe, expect, test } from "vitest";

// Stock tslab compiles cells with its own TypeScript 5.0.4 and finds the package through `typesVersions`.
const ts: typeof TypeScript = createRequire(import.meta.url)("@tslab/typescript-for-tslab");
const notebooks = fileURLToPath(new URL("../notebooks", import.meta.url));

const rooms = ["", "/numerics", "/information", "/loss", "/model", "/data", "/data/files", "/training"];
const outer = ["/evaluation", "/figures", "/figures/svg", "/derivation", "/jupyter", "/jupyter/client", "/report"];

const compute = `import { logits, softmax, softmaxCrossEntropy } from "surprisal";\nconst z = logits([[1, 2]]);\n`;
const cells: Record<string, string> = {
  rooms: [...rooms, ...outer].map((room, i) => `import * as room${i} from "surprisal${room}";\nroom${i};`).join("\n"),
  right: `${compute}softmaxCrossEntropy(z, [0]).mean.toFixed(3);`,
  notAny: `${compute}const wrong: string = softmax(z).data;`,
  doubleSoftmax: `${compute}softmaxCrossEntropy(softmax(z), [0]);`,
};

/** What the compiler says of each cell and of the declarations it leads to; one program, since starting one is slow. */
const complaints = (() => {
  const options: TypeScript.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2021,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    types: ["node"],
    noEmit: true,
  };
  const files = new Map(Object.entries(cells).map(([name, code]) => [`${notebooks}/${name}.ts`, code]));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.getSourceFile = (name, ...rest) => {
    const code = files.get(name);
    return code === undefined ? getSourceFile.call(host, name, ...rest) : ts.createSourceFile(name, code, rest[0]);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const found = [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()];
  return found
    .filter(({ file }) => !file?.fileName.includes("node_modules"))
    .map(({ messageText, file }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
})();
const of = (cell: string) => complaints.filter((complaint) => complaint.startsWith(`${notebooks}/${cell}.ts`));

describe("the declarations in TypeScript 5.0", () => {
  test("every room is found by its name and read without an error", () => {
    expect(complaints.filter((complaint) => !complaint.startsWith(notebooks))).toEqual([]);
    expect(of("rooms")).toEqual([]);
    expect(of("right")).toEqual([]);
  });

  test("types survive: a typed array is not any, and a double softmax does not compile", () => {
    expect(of("notAny")).toHaveLength(1);
    expect(of("doubleSoftmax")).toHaveLength(1);
  });
});
