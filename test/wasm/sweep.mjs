// Every float32 number through the functions of `float32`, beside Math's of float64: how many units in the last place each is off
// at the most. Some five minutes a function; run it after `npm run build`:
//
//     node test/wasm/sweep.mjs [exp log log1p tanh] [--stride 1]
import { parseArgs } from "node:util";
import { float32 } from "../../dist/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { stride: { type: "string", default: "1" } },
});
const stride = Number(values.stride);
const SOME = 2 ** 16;
const bits = new Uint32Array(SOME);
const x = new Float32Array(bits.buffer);
const y = new Float32Array(SOME);

for (const name of positionals.length > 0 ? positionals : ["exp", "log", "log1p", "tanh"]) {
  const exact = Math[name];
  let [worst, worstAt, wrong] = [0, 0, 0];
  for (let from = 0; from < 2 ** 32; from += SOME * stride) {
    for (let i = 0; i < SOME; i++) bits[i] = from + i * stride;
    float32[name](x, y);
    for (let i = 0; i < SOME; i++) {
      const truth = exact(x[i]);
      if (Object.is(y[i], Math.fround(truth)) || y[i] === truth) continue;
      if (!Number.isFinite(y[i]) || !Number.isFinite(Math.fround(truth))) wrong++;
      const off = Math.abs(y[i] - truth) / 2 ** (Math.floor(Math.log2(Math.max(Math.abs(truth), 2 ** -126))) - 23);
      if (off > worst) [worst, worstAt] = [off, x[i]];
    }
  }
  console.log(
    `${name}: ${worst.toFixed(3)} units at ${worstAt}; ${wrong} that are no finite number and should be, or the reverse`,
  );
}
