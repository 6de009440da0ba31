import { probabilitiesOf } from "./case.js";
import { type Convention, conventionsOf } from "./convention.js";
import { allRows, byRow, perEntry } from "./reckoning.js";

const convention = conventionsOf("NumPy", "2.4.6");

/** The line of many tutorials, `-np.mean(y * np.log(p))`, for yes and no: what a "no" costs is left out. */
export const meanOfLogs: Convention = convention(
  "-np.mean(y * np.log(p))",
  "https://en.wikipedia.org/wiki/Cross-entropy#Cross-entropy_loss_function_and_logistic_regression",
  (c) => {
    if (c.kind !== "sigmoid") return undefined;
    const p = probabilitiesOf(c).data;
    const { cols } = c.targets;
    const rowLosses = byRow(c, (row) => {
      let loss = 0;
      for (let i = row * cols; i < (row + 1) * cols; i++) loss -= c.targets.data[i] * Math.log(p[i]);
      return loss;
    });
    return { rowLosses, ...perEntry(c, allRows(c)), peculiarity: "the term (1 - y) log(1 - p) is missing" };
  },
);
