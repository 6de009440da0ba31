import { Total, type TotalJson } from "../loss/total.js";
import type { Parameters } from "../model/layer.js";
import { isMatrix, type Matrix } from "../numerics/matrix.js";
import type { Epoch } from "./run.js";

/** A training between two epochs, or two steps of one: all that it goes on from. Plain data. */
export interface RunState {
  /** Epochs done. */
  epoch: number;
  /** Steps done of the next epoch, and the loss of their examples. */
  step: number;
  total: Total;
  /** Whether the stop rule has ended it. */
  ended: boolean;
  /** That of the random numbers which the order of the examples is drawn from, before the next epoch. */
  position: number;
  /** That of those which what dropout drops is drawn from. */
  dropoutPosition: number;
  /** That of those which augmentation draws. */
  augmentPosition: number;
  /** What the learning rate is multiplied by, as the plateau rule says. */
  rateFactor: number;
  readonly parameters: Parameters;
  /** The parameters of the best epoch, where a stop rule asks for them. */
  best?: Parameters;
  /** What the optimizer and the rules remember. */
  readonly optimizer: unknown;
  readonly stop?: unknown;
  readonly plateau?: unknown;
  readonly history: Epoch[];
  /** The hash of the parameters after every epoch. */
  readonly trail: string[];
}

/** An epoch as JSON. */
type EpochJson = Omit<Epoch, "train" | "validation"> & { readonly train: TotalJson; readonly validation: TotalJson };

/** A state as matrices by name, and the rest as JSON, in which a matrix is its name. */
export function packState(state: RunState): { tensors: Parameters; json: unknown } {
  const tensors: Record<string, Matrix> = {};
  const pack = (value: unknown, path: string): unknown => {
    if (typeof value === "number" && !Number.isFinite(value)) return { number: String(value) };
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Total) return value.toJSON();
    if (isMatrix(value)) {
      tensors[path] = value;
      return { tensor: path };
    }
    if (Array.isArray(value)) return value.map((entry, i) => pack(entry, `${path}.${i}`));
    const packed = Object.entries(value).map(([key, entry]) => [
      key,
      pack(entry, path === "" ? key : `${path}.${key}`),
    ]);
    return Object.fromEntries(packed.filter(([, entry]) => entry !== undefined));
  };
  return { json: pack(state, ""), tensors };
}

/** What `packState` has packed. */
export function unpackState({ json, tensors }: { tensors: Parameters; json: unknown }): RunState {
  const unpack = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(unpack);
    const { tensor, number } = value as { tensor?: string; number?: string };
    if (typeof tensor === "string") return tensors[tensor];
    if (typeof number === "string") return Number(number);
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, unpack(entry)]));
  };
  const { history, total, ...rest } = json as { history: EpochJson[]; total: TotalJson };
  const epochs = history.map((epoch) => ({
    ...(unpack(epoch) as Epoch),
    train: Total.from(epoch.train),
    validation: Total.from(epoch.validation),
  }));
  return { ...(unpack(rest) as Omit<RunState, "history" | "total">), total: Total.from(total), history: epochs };
}
