import type { HighlighterCore, ThemeRegistration } from "shiki/core";
import { createHighlighterCoreSync } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import bash from "shiki/langs/bash.mjs";
import javascript from "shiki/langs/javascript.mjs";
import json from "shiki/langs/json.mjs";
import python from "shiki/langs/python.mjs";
import typescript from "shiki/langs/typescript.mjs";
import { escapeHtml } from "../html/escape.js";

/**
 * The kinds of word that get a colour, each with the grammar scopes that mean it. The style sheet gives the class
 * its colour, light and dark; a page carries one class name a word and no colour twice.
 */
const kinds: Record<string, string[]> = {
  keyword: ["keyword", "storage", "keyword.operator.new", "keyword.operator.expression", "variable.language.this"],
  string: ["string", "string punctuation.definition.string", "constant.other.symbol"],
  number: ["constant.numeric", "constant.language"],
  comment: ["comment", "comment punctuation.definition.comment"],
  call: ["entity.name.function", "support.function"],
  type: ["entity.name.type", "support.type", "support.class", "entity.other.inherited-class"],
  plain: [
    "keyword.operator",
    "meta.template.expression",
    "storage.type.function.arrow",
    "punctuation.definition.template-expression",
    "support.type.property-name",
  ],
};

// The highlighter speaks in colours, so each kind gets a colour that only stands for its name.
const names = Object.keys(kinds);
const token = (kind: string): string => `#0000${(names.indexOf(kind) + 16).toString(16)}`;
const kindOf = new Map(names.filter((kind) => kind !== "plain").map((kind) => [token(kind), kind]));
const theme: ThemeRegistration = {
  name: "kinds",
  type: "light",
  fg: token("plain"),
  bg: "#ffffff",
  settings: names.map((kind) => ({ scope: kinds[kind], settings: { foreground: token(kind) } })),
};

const languages = new Map([
  ["bash", "bash"],
  ["console", "bash"],
  ["javascript", "javascript"],
  ["js", "javascript"],
  ["json", "json"],
  ["py", "python"],
  ["python", "python"],
  ["sh", "bash"],
  ["shell", "bash"],
  ["ts", "typescript"],
  ["typescript", "typescript"],
]);

let highlighter: HighlighterCore | undefined;

/** Code as HTML with a class for each kind of word; a language that is not known is only escaped. */
export function highlight(code: string, language: string): string {
  const lang = languages.get(language.toLowerCase());
  if (!lang) return escapeHtml(code);
  highlighter ??= createHighlighterCoreSync({
    themes: [theme],
    langs: [typescript, javascript, python, bash, json],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  // Without a limit of time: a busy machine gives the same page.
  const lines = highlighter.codeToTokensBase(code, { lang, theme: "kinds", tokenizeTimeLimit: 0 });
  return lines.map((line) => merged(line).map(word).join("")).join("\n");
}

interface Word {
  content: string;
  color?: string;
}

/** Neighbours of one kind become one word. */
function merged(line: readonly Word[]): Word[] {
  const words: Word[] = [];
  for (const { content, color } of line) {
    const last = words.at(-1);
    if (last && kindOf.get(last.color ?? "") === kindOf.get(color ?? "")) last.content += content;
    else words.push({ content, color });
  }
  return words;
}

function word({ content, color }: Word): string {
  const kind = kindOf.get((color ?? "").toLowerCase());
  return kind ? `<span class="${kind}">${escapeHtml(content)}</span>` : escapeHtml(content);
}
