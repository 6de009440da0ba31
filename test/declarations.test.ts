import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type TypeScript from "typescript";
import { describe, expect, test } from "vitest";

// Stock tslab compiles cells with its own TypeScript 5.0.4 and finds the package through `typesVersions`.
const ts: typeof TypeScript = createRequire(import.meta.url)("@tslab/typescript-for-tslab");
const notebooks = fileURLToPath(new URL("../notebooks", import.meta.url));

const rooms = ["", "/numerics", "/information", "/loss", "/model", "/data", "/data/files", "/training"];
const outer = ["/evaluation", "/figures", "/figures/svg", "/derivation", "/jupyter", "/jupyter/client", "/report"];

function diagnostics(code: string): string[] {
  const file = `${notebooks}/cell.ts`;
  const options: TypeScript.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2021,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    types: ["node"],
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, code, ts.ScriptTarget.ES2021) : getSourceFile.call(host, name, ...rest);
  const program = ts.createProgram([file], options, host);
  return [...program.getOptionsDiagnostics(), ...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()]
    .filter(({ file }) => !file?.fileName.includes("node_modules"))
    .map(({ messageText, file }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
}

describe("the declarations in TypeScript 5.0", () => {
  test("every room is found by its name and read without an error", () => {
    expect(diagnostics([...rooms, ...outer].map((room) => `import "surprisal${room}";`).join("\n"))).toEqual([]);
    const imports = [...rooms, ...outer].map((room, i) => `import * as room${i} from "surprisal${room}";\nroom${i};`);
    expect(diagnostics(imports.join("\n"))).toEqual([]);
  });

  test("types survive: a typed array is not any, and a double softmax does not compile", () => {
    const use = `import { logits, softmax, softmaxCrossEntropy } from "surprisal";\nconst z = logits([[1, 2]]);\n`;
    expect(diagnostics(`${use}const wrong: string = softmax(z).data;`)).toHaveLength(1);
    expect(diagnostics(`${use}softmaxCrossEntropy(softmax(z), [0]);`)).toHaveLength(1);
    expect(diagnostics(`${use}softmaxCrossEntropy(z, [0]).mean.toFixed(3);`)).toEqual([]);
  });
});
