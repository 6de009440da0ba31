import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const bench = fileURLToPath(new URL("../../bench", import.meta.url));
const part = (name: string) => import(join(bench, "real-data", name));
const { models } = await part("models.mjs");
const { hashOf, questions } = await part("questions.mjs");
const { rowsOf } = await part("table.mjs");
const page = readFileSync("docs/real-data.md", "utf8");
const { answers } = JSON.parse(readFileSync(join(bench, "results", "real-data.json"), "utf8"));

const names: string[] = questions.map(({ name }: { name: string }) => name);
// All of them take ten seconds.
const chosen = names.filter((name) => process.env.CI === "true" || name === "breast-cancer.csv");

test.each(chosen)("docs/real-data.md says of %s what comes of it, and what scikit-learn said", async (name) => {
  const question = questions[names.indexOf(name)];
  const parts = await question.parts();
  expect(page).toContain(`\n${await rowsOf(question, models, answers[name], hashOf(parts), parts)}\n`);
});

test("answers about other rows are refused", async () => {
  const [question] = questions;
  const refused = rowsOf(question, models, answers[question.name], "of others", await question.parts());
  await expect(refused).rejects.toThrow("breast-cancer.csv: scikit-learn was asked about other rows");
});
