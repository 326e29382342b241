import assert from "node:assert/strict";
import { test } from "node:test";
import { readdirSync, readFileSync } from "node:fs";
import { CHECK_WORDS } from "../../static/app/ui/check_words.mjs";
import { DRAW_WORDS } from "../../static/app/ui/draw_words.mjs";
import { NOTICE_WORDS } from "../../static/app/ui/notice_words.mjs";
import { PAPER_WORDS } from "../../static/app/ui/paper_words.mjs";
import { PREVIEW_WORDS } from "../../static/app/ui/preview_words.mjs";
import { WORDS } from "../../static/app/ui/words.mjs";

const APP = new URL("../../static/app/", import.meta.url);

for (const [name, words] of Object.entries({ tablet: WORDS, check: CHECK_WORDS, draw: DRAW_WORDS, notice: NOTICE_WORDS, paper: PAPER_WORDS, preview: PREVIEW_WORDS })) {
  test(`the ${name}'s words have every key in both languages`, () => {
    assert.deepEqual(Object.keys(words.zh).sort(), Object.keys(words.en).sort());
  });

  test(`a sentence of the ${name} that needs facts needs them in both languages`, () => {
    const differing = Object.keys(words.zh).filter((key) => words.zh[key] !== "" && typeof words.zh[key] === "string" && typeof words.en[key] === "function");
    assert.deepEqual(differing, []);
  });

  test(`no English of the ${name} holds Chinese, but for the language's own name`, () => {
    const mixed = Object.entries(words.en).filter(([key, said]) => !key.startsWith("other_language") && /[\u4e00-\u9fff]/.test(String(said)));
    assert.deepEqual(mixed.map(([key]) => key), []);
  });
}

test("every key the screens say is in the words", () => {
  const said = screens().flatMap((text) => [...text.matchAll(/\bsay\("([\w-]+)"/g)].map(([, key]) => key));
  const known = new Set([...Object.keys(WORDS.zh), ...Object.keys(CHECK_WORDS.zh), ...Object.keys(NOTICE_WORDS.zh), ...Object.keys(PAPER_WORDS.zh), ...Object.keys(PREVIEW_WORDS.zh)]);
  assert.ok(said.length > 100);
  assert.deepEqual(said.filter((key) => !known.has(key)), []);
});

test("no words say what nobody asks for", () => {
  const text = screens().join("\n") + readFileSync(new URL("core/sync_status.mjs", APP), "utf8") + readFileSync(new URL("core/visit.mjs", APP), "utf8") + readFileSync(new URL("core/contribution.mjs", APP), "utf8");
  const built = /^(state|tab|group|verdict|sign|authorise|hardship|syncpage|note|check|holder|back|sync_offline|not_here|form_missing|unsaved_elsewhere|open_elsewhere|due|text|code|purpose)_?/;
  const unused = Object.keys(WORDS.zh).filter((key) => !built.test(key) && !text.includes(`"${key}"`));
  assert.deepEqual(unused, []);
});

function screens() {
  const files = readdirSync(new URL("ui/", APP)).filter((name) => name.endsWith(".mjs") && !name.includes("words"));
  return [...files.map((name) => readFileSync(new URL(`ui/${name}`, APP), "utf8")), readFileSync(new URL("main.mjs", APP), "utf8"), readFileSync(new URL("check.mjs", APP), "utf8"), readFileSync(new URL("preview.mjs", APP), "utf8")];
}
