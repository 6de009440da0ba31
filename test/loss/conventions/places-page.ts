import { pytorch } from "../../../src/loss/conventions/all.js";
import { explainDifference } from "../../../src/loss/explain-difference.js";
import { type Place, places, type Value, versions } from "./places.js";

/** What the page shows of one place. */
function section({ number, title, about, theirs, made, ours, without }: Place): string {
  const rows = [
    ...Object.entries(theirs).map(([what, value]) => `| ${what} | ${shown(value)}${what in made ? " *" : ""} |`),
    ...ours.map(({ what, value }) => `| **ours:** ${what} | ${shown(value())} |`),
    ...(without ? [`| **ours:** none | ${without} |`] : []),
  ];
  return `### ${number}. ${title}\n\n${about}\n\n| asked | answered |\n|---|---|\n${rows.join("\n")}\n`;
}

function shown(value: Value): string {
  if (typeof value === "string") return `\`${value.replaceAll("|", "\\|")}\``;
  if (typeof value === "number") return String(Number(value.toPrecision(10)) + 0);
  return `(${value.map(shown).join(", ")})`;
}

/** docs/where-your-number-comes-from.md, all of it. */
export function page(): string {
  const chapters = [...new Set(places.map(({ chapter }) => chapter))];
  const theirs = pytorch.crossEntropyOfOneHot.number(example).toFixed(4);
  const { text } = explainDifference({ ...example, theirs });
  const parts = chapters.map((chapter) => {
    const sections = places.filter((place) => place.chapter === chapter).map(section);
    return `## ${chapter}\n\n${sections.join("\n")}`;
  });
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${beginning(theirs, text)}${names.join(", ")}.\n\n${parts.join("\n")}`;
}

const example = {
  logits: [
    [2, 1, 0.1],
    [0, 3, -1],
    [1, 0, 2],
  ],
  targets: [0, 1, 2],
  classWeights: [1, 2, 4],
};

const beginning = (
  theirs: string,
  text: string,
) => `<!-- Made by \`npm run docs\` of test/loss/conventions/places.ts; a test sees that it is up to date. -->

# Where your number comes from

PyTorch, Keras and scikit-learn can print three numbers for one and the same loss, and none of them need be a bug. If
yours differs from ours, ask first:

\`\`\`ts
import { explainDifference } from "surprisal";

const logits = [[2, 1, 0.1], [0, 3, -1], [1, 0, 2]];
const { text } = explainDifference({ logits, targets: [0, 1, 2], classWeights: [1, 2, 4], theirs: "${theirs}" });
console.log(text);
\`\`\`

> ${text}

Give it your predictions (\`logits\` or \`probabilities\`), targets and weights, and the other number with all the digits
you have: four digits are met by chance now and then, seven are not. It tries every convention below, the usual mistakes
(a softmax too many, weights left out, a label smoothing or a temperature that one of you has not, labels one off, a mean
of batch means, bits for nats), and two of these together. What it finds it says with the digits met; where it finds
nothing it says that too.

The likeliest reasons, of class weights, masks and clipping:

| you have | they have | see |
|---|---|---|
| class weights | PyTorch with one-hot targets, Keras, optax, TensorFlow: a mean over rows, not over weights | 1, 3 |
| class weights and label smoothing | PyTorch: a mean over the weights of the targets only | 1, 5 |
| a binary loss with \`posWeight\` | PyTorch, Keras, TensorFlow: a mean over rows | 3 |
| rows left out | a mean over all rows, or NaN where none is left | 2, 7 |
| probabilities near 0 or 1 | clipping: at 1e-7 (Keras), by type (scikit-learn), at e^-100 (PyTorch) | 19 to 22 |
| a divergence | PyTorch's \`kl_div\`: divided by the columns too | 4 |

What follows is every place known to us where a framework differs from another, or from the definition: a row's loss is
the sum of coefficient times -log p, a coefficient of 0 makes its term 0, nothing is clipped or renormalised unasked, and a
mean divides by the coefficients. The numbers were printed by the frameworks; those marked * are made again, to the digits
that their type carries, by a function of ours (\`pytorch.crossEntropy.number(...)\` and its like). Versions: `;
