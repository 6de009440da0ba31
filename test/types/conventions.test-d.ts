/** What must not compile of the conventions of other frameworks; see losses.test-d.ts. */
import { explainDifference, type LossInputs, pytorch } from "../../src/loss/index.js";
import type { Logits, Probabilities } from "../../src/numerics/kinds.js";

declare const z: Logits;
declare const p: Probabilities;

export const right: LossInputs[] = [
  { logits: z, targets: [0] },
  { probabilities: p, targets: [[1, 0]] },
  { logits: [0.5], targets: [1], posWeight: 2 },
];
pytorch.crossEntropy.number({ logits: z, targets: p });
// @ts-expect-error: probabilities are no logits
explainDifference({ logits: p, targets: [0], theirs: 0.5 });
// @ts-expect-error: logits are no probabilities
explainDifference({ probabilities: z, targets: [0], theirs: 0.5 });
// @ts-expect-error: one kind of predictions, not two
explainDifference({ logits: z, probabilities: p, targets: [0], theirs: 0.5 });
// @ts-expect-error: no predictions
explainDifference({ targets: [0], theirs: 0.5 });
// @ts-expect-error: logits are no targets
explainDifference({ logits: z, targets: z, theirs: 0.5 });
// @ts-expect-error: nothing to explain
explainDifference({ logits: z, targets: [0] });
