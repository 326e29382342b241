// Every word the tablet says, in both languages, key by key. A test keeps them complete. Sentences of two parts,
// "**bold.** rest", carry what matters first.

import { zh } from "./words_zh.mjs";
import { en } from "./words_en.mjs";
import { zh as besideZh } from "./words_beside_zh.mjs";
import { en as besideEn } from "./words_beside_en.mjs";
import { zh as lockZh } from "./words_lock_zh.mjs";
import { en as lockEn } from "./words_lock_en.mjs";
import { zh as signingZh } from "./words_signing_zh.mjs";
import { en as signingEn } from "./words_signing_en.mjs";
import { zh as storageZh } from "./words_storage_zh.mjs";
import { en as storageEn } from "./words_storage_en.mjs";

export const WORDS = { zh: { ...zh, ...besideZh, ...lockZh, ...signingZh, ...storageZh }, en: { ...en, ...besideEn, ...lockEn, ...signingEn, ...storageEn } };
export const LANGUAGES = ["zh", "en"];

/**
 * A speaker of one language: say("due_in", {n: 3}).
 * @param {"zh"|"en"} lang
 */
export function createSay(lang) {
  const say = (key, facts = {}) => {
    const words = WORDS[lang][key];
    if (words === undefined) throw new RangeError(`no words for ${key}`);
    return typeof words === "function" ? words(facts) : words;
  };
  return Object.assign(say, { lang });
}
