import { type Case, caseOf, type LossInputs } from "./case.js";
import { meanOf, type Reckoning } from "./reckoning.js";

/** How one call of a framework makes a number of predictions and targets, faults included. */
export interface Convention {
  readonly framework: string;
  /** The version whose numbers were compared with. */
  readonly version: string;
  /** The call, as its users write it. */
  readonly call: string;
  /** Where its source is. */
  readonly source: string;
  /** The significant digits its number carries: 7 where it is float32 whatever went in. */
  readonly digits: number;
  /** The losses of the rows and what their mean divides by; undefined where the call does not take such a case. */
  reckon(c: Case): Reckoning | undefined;
  /**
   * The number that the call gives, reduced to the mean.
   *
   * @throws TypeError when the call does not take such inputs
   */
  number(inputs: LossInputs): number;
}

/** Makes conventions of one framework. */
export function conventionsOf(framework: string, version: string) {
  return (call: string, source: string, reckon: Convention["reckon"], digits = 15): Convention => ({
    ...{ framework, version, call, source, digits },
    // None of them has a loss of log Z.
    reckon: (c) => (c.zLoss > 0 ? undefined : reckon(c)),
    number(inputs) {
      const reckoning = this.reckon(caseOf(call, inputs));
      if (!reckoning) throw new TypeError(`${call} of ${framework} takes no such inputs`);
      return meanOf(reckoning);
    },
  });
}
