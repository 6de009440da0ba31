import type { Frame } from "../../data/files/frame.js";
import { Total } from "../../loss/total.js";
import { describeValue } from "../../numerics/describe-value.js";
import { optionalPeer } from "../../numerics/optional-peer.js";
import type { Epoch } from "../run.js";

/**
 * The history of a run as a DataFrame of danfojs-node, an epoch a row: `epoch`, the mean losses `train` and, where there was
 * validation data, `validation` and `refinement` (nats), `learningRate` and `improved`.
 *
 * @param history as `fit` gives it
 * @throws TypeError when an entry is no epoch; Error that says what to install when danfojs-node is missing
 * @example
 * const run = fit(model, train, { loss: sigmoidCrossEntropy, optimizer: adam(1e-3), epochs: 3, seed: 1 });
 * (await historyTable(await run.toEnd())).columns; // ["epoch", "train", "learningRate", "improved"]
 * @see https://danfo.jsdata.org
 */
export async function historyTable(history: readonly Epoch[]): Promise<Frame> {
  if (!Array.isArray(history)) {
    throw new TypeError(`historyTable: history is ${describeValue(history)}; expected epochs, as fit gives them`);
  }
  for (const [i, epoch] of history.entries()) {
    if (epoch?.train instanceof Total && epoch.validation instanceof Total) continue;
    throw new TypeError(`historyTable: history: entry ${i} is ${describeValue(epoch)}; expected an epoch`);
  }
  const columns: [string, string, (epoch: Epoch) => number | boolean][] = [
    ["epoch", "int32", ({ epoch }) => epoch],
    ["train", "float32", ({ train }) => train.mean],
    ["validation", "float32", ({ validation }) => validation.mean],
    ["refinement", "float32", ({ refinement }) => refinement?.loss ?? Number.NaN],
    ["learningRate", "float32", ({ learningRate }) => learningRate],
    ["improved", "boolean", ({ improved }) => improved],
  ];
  const has = {
    validation: history.some((epoch) => epoch.validation.count > 0),
    refinement: history.some((e) => e.refinement),
  };
  const kept = columns.filter(([name]) => has[name as keyof typeof has] ?? true);
  const danfojs = await optionalPeer("danfojs-node", "historyTable", () => import("danfojs-node"));
  // Otherwise TensorFlow.js, which danfojs stands on, prints a banner.
  (danfojs.tensorflow as { enableProdMode(): void }).enableProdMode();
  const rows = history.map((epoch) => kept.map(([, , of]) => of(epoch)));
  return new danfojs.DataFrame(rows, {
    columns: kept.map(([name]) => name),
    dtypes: kept.map(([, dtype]) => dtype),
  }) as unknown as Frame;
}
