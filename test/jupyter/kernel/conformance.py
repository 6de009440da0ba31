"""jupyter_kernel_test's checks of the messaging protocol, run against the kernel named "tslab" on JUPYTER_PATH."""

import unittest

import jupyter_kernel_test


class KernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    code_generate_error = "throw new Error('wrong')"
    # Left out: code_page_something. Payloads that open a pager are deprecated, and no function of ours makes one.

    completion_samples = [
        {"text": "Math.sq", "matches": {"sqrt"}},
        {"text": "const pet = { name: 'Rex' }; pet.", "matches": {"name"}},
        {"text": "import fs from 'node:readl", "matches": {"node:readline", "node:readline/promises"}},
    ]
    complete_code_samples = ["1", "const x = [1, 2]", "await 1", "function f() { return 1 }"]
    incomplete_code_samples = ["const x = [", "function f() {", "f(1,", "`text", "/* comment"]
    invalid_code_samples = ["const = 3", "let = = 1", "1 +* 2"]

    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "const six = 6; six * 8", "result": "48"},
        {"code": "await Promise.resolve('later')", "result": "'later'"},
        {
            "code": "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>x</b>' }) })",
            "result": "<b>x</b>",
            "mime": "text/html",
        },
    ]
    code_display_data = [
        {"code": "import { display } from 'tslab'; display.html('<b>x</b>')", "mime": "text/html"},
        {
            "code": "import { display as show, md } from 'surprisal/kernel'; await show(md`**x**`)",
            "mime": "text/markdown",
        },
    ]
    code_history_pattern = "6 * ?"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.sqrt"
    code_clear_output = "import { clearOutput } from 'surprisal/kernel'; clearOutput()"


class IopubWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "tslab"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main()
