export type { Figure } from "../figures/figure.js";
export { type Attempt, type ExerciseCase, exercise, type OracleCases } from "./exercise.js";
export { explore } from "./explore.js";
export { lossCurve } from "./loss-curve.js";
export { progress } from "./progress.js";
export { show } from "./show.js";
export { type TableOptions, table } from "./table.js";
export type { TableSource } from "./table-rows.js";
