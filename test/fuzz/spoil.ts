import type { Draw } from "./draw.js";

/** What was put where. */
export interface Spoiled {
  /** Such as "2.classWeights.1". */
  readonly path: string;
  readonly value: unknown;
  /** No function can make sense of it: to return is wrong. */
  readonly mustThrow: boolean;
  /** It is an entry of an array, so that the error has to tell the value. */
  readonly entry: boolean;
}

type Place = { readonly parent: Record<string, unknown>; readonly key: string; readonly path: string };

/** Things that are no number; none of them reads as "not given". */
const NO_NUMBERS = ["1", "x", true, 1n, Symbol("s"), {}, [1, 2], () => 1, Object.create(null), new Date(0)];
const ODD_NUMBERS = [-1, 0.5, 2, 1.5, 7, 1e308, -1e308, Infinity, -Infinity, -0, 5e-324, 2 ** 53, 1e-20];

/** Replaces one thing, somewhere in the arguments, by a bad one. The arguments are changed in place. */
export function spoil(args: unknown[], draw: Draw): Spoiled | undefined {
  const places = placesOf(args as unknown as Record<string, unknown>, "", 0);
  if (places.length === 0) return undefined;
  const { parent, key, path } = places[draw.below(places.length)];
  const old = parent[key];
  const inList = path.includes(".") && isList(parent);
  const put = (value: unknown, mustThrow: boolean): Spoiled => {
    parent[key] = value;
    const entry = inList && typeof old === "number" && typeof value !== "object" && typeof value !== "function";
    return { path, value, mustThrow, entry };
  };
  if (typeof old === "number") {
    if (ArrayBuffer.isView(parent)) return put(draw.pick(Number.NaN, ...ODD_NUMBERS), false);
    const kind = draw.below(3);
    if (kind === 0) return put(draw.pick(...ODD_NUMBERS), false);
    if (kind === 1) return put(Number.NaN, true);
    // Beside a list, null and undefined are something that is not given.
    return draw.below(8) ? put(draw.pick(...NO_NUMBERS), true) : put(draw.pick(null, undefined), inList);
  }
  if (isList(old) && draw.below(3) > 0) return put(draw.pick(...OTHER_LISTS)(old), false);
  if (isList(old)) return put(draw.pick(...NO_NUMBERS.filter((value) => !isList(value) && value !== true), 3), true);
  const others = NO_NUMBERS.filter((value) => typeof value !== typeof old || typeof old !== "function");
  return put(draw.pick<unknown>(...others, 3, Number.NaN, null, undefined), false);
}

const OTHER_LISTS: readonly ((old: ArrayLike<unknown>) => unknown)[] = [
  (old) => Array.from(old).slice(1),
  (old) => [...Array.from(old), old[0]],
  (old) => Object.assign(Array.from(old), { length: old.length + 1 }), // a hole at its end
  () => [],
  (old) => (typeof old[0] === "number" ? Int32Array.from(old as ArrayLike<number>) : [null]),
  (old) => (typeof old[0] === "number" ? Uint8Array.from(old as ArrayLike<number>) : [undefined]),
  (old) => (typeof old[0] === "number" ? Float32Array.from(old as ArrayLike<number>) : [7]),
  (old) => new BigInt64Array(old.length),
  (old) => detached(old.length),
  (old) => Object.assign(Object.create(null), { length: old.length, 0: old[0] }),
  (old) => ({ length: -old.length - 1 }),
];

/** What is left of a buffer that was sent away: a typed array of length 0. */
function detached(length: number): Float64Array {
  const values = new Float64Array(length + 1);
  structuredClone(values.buffer, { transfer: [values.buffer] });
  return values;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** Every place in the arguments that holds something, outermost first. */
function placesOf(parent: Record<string, unknown>, above: string, depth: number): Place[] {
  if (depth > 4) return [];
  return Object.keys(parent).flatMap((key) => {
    const path = above + key;
    const value = parent[key];
    const inside = typeof value === "object" && value !== null && isOpen(value);
    const within = inside ? placesOf(value as Record<string, unknown>, `${path}.`, depth + 1) : [];
    return [{ parent, key, path }, ...within];
  });
}

/** Plain objects and lists; not the insides of a Total or another class. */
function isOpen(value: object): boolean {
  return isList(value) || Object.getPrototypeOf(value) === Object.prototype;
}
