import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

// How `npm run lab` makes its Python environment, with a Python that only writes down what it is asked.

let root: string;
let said: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lab-python-"));
  said = [];
  vi.spyOn(console, "log").mockImplementation((line) => void said.push(line));
  writePins("jupyterlab==4.6.6\ntornado==6.5\n");
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

const path = (name: string) => join(root, name);
const asked = () => (existsSync(path("asked")) ? readFileSync(path("asked"), "utf8").trimEnd().split("\n") : []);

function writePins(constraints: string): void {
  mkdirSync(path("pins"), { recursive: true });
  writeFileSync(path("pins/requirements.txt"), "-c constraints.txt\njupyterlab==4.6.6\n");
  writeFileSync(path("pins/constraints.txt"), constraints);
}

/** A Python that makes copies of itself for environments; `body` is more of its shell script. */
function writePython(body = ""): void {
  const script = `#!/bin/sh
case "$*" in -c*) ;; *) echo "$*" >> "${root}/asked";; esac
${body}
case "$*" in
  "-m venv "*) mkdir -p "$3/bin" "$3/lib" && cp "$0" "$3/bin/python";;
esac
`;
  writeFileSync(path("python"), script);
  chmodSync(path("python"), 0o755);
  vi.stubEnv("PYTHON", path("python"));
}

async function prepare(): Promise<string> {
  const { preparedPython } = await import(new URL("../../jupyter/venv.mjs", import.meta.url).href);
  return preparedPython(path("venv"), path("pins"));
}

describe.skipIf(process.platform === "win32")("the environment of npm run lab", () => {
  test("without Python, or with one that is too old, a line says what to install, and nothing is made", async () => {
    const line =
      /^The lab needs Python 3\.10 or later: https:\/\/www\.python\.org\/downloads, or your system's package\.$/;
    vi.stubEnv("PYTHON", path("nowhere"));
    await expect(prepare()).rejects.toThrow(line);
    writePython('case "$2" in *version_info*) exit 1;; esac');
    await expect(prepare()).rejects.toThrow(line);
    writePython('case "$2" in *ensurepip*) exit 1;; esac');
    await expect(prepare()).rejects.toThrow(/^The lab needs Python's venv module: .*sudo apt install python3-venv\.$/);
    expect(existsSync(path("venv"))).toBe(false);
  });

  test("it is made once, which is said with its size; a second start only finds it", async () => {
    writePython();
    const python = await prepare();
    expect(python).toBe(path("venv/bin/python"));
    expect(said[0]).toMatch(/^Making \S+ with jupyterlab==4\.6\.6: about 2 packages, 241 MB, about a minute, once\.$/);
    expect(said[1]).toMatch(/^jupyterlab==4\.6\.6 is ready after \d+ s\.$/);
    const work = asked();
    expect(work).toEqual([`-m venv ${path("venv")}`, expect.stringMatching(/^-m pip install .*requirements\.txt$/)]);
    expect(await prepare()).toBe(python);
    expect(asked()).toEqual(work);
    expect(said).toHaveLength(2);
  });

  test("other pins are installed into it", async () => {
    writePython();
    await prepare();
    writePins("jupyterlab==4.6.7\n");
    await prepare();
    expect(asked().map((line) => line.slice(0, 7))).toEqual(["-m venv", "-m pip ", "-m pip "]);
    expect(said[2]).toMatch(/^Bringing \S+ up to date: jupyterlab==4\.6\.7\.$/);
  });

  test("what pip could not install is said in its last words, and the next start begins anew", async () => {
    writePython('case "$*" in *"pip install"*) echo "ERROR: no network" >&2; echo "and more" >&2; exit 1;; esac');
    await expect(prepare()).rejects.toThrow(/^pip could not install \S+requirements\.txt: ERROR: no network$/);
    writePython();
    await prepare();
    expect(asked().map((line) => line.slice(0, 7))).toEqual(["-m venv", "-m pip ", "-m venv", "-m pip "]);
  });

  test("a folder of that name that it has not made is left alone", async () => {
    writePython();
    mkdirSync(path("venv"));
    writeFileSync(path("venv/mine"), "");
    await expect(prepare()).rejects.toThrow(/venv was not made by npm run lab, which needs that name: move it away/);
    expect([existsSync(path("venv/mine")), asked()]).toEqual([true, []]);
  });
});
