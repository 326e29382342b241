// A public notice proves itself: its words as this page shows them, against the signed head of the day it was
// posted, in the visitor's own browser. The page gives <section id="proof" data-notice data-proof data-keys> and
// marks each field it shows with data-shown.

import { formatDay } from "./core/days.mjs";
import { checkNotice } from "./core/log.mjs";
import { h, icon } from "./ui/dom.mjs";
import { NOTICE_WORDS } from "./ui/notice_words.mjs";

const READ = {
  head: (text) => text,
  persons: (text) => Number(text.replace(/\D/g, "")),
  amount_fen: (text) => Number(text.replace(/[^\d]/g, "")), // always two decimals
};

const section = document.getElementById("proof");
const lang = document.documentElement.lang.startsWith("en") ? "en" : "zh";
const say = (key, facts = {}) => { const words = NOTICE_WORDS[lang][key]; return typeof words === "function" ? words(facts) : words; };

async function prove() {
  const { notice, proof, keys } = section.dataset;
  show(await checkNotice(JSON.parse(proof), { keys: JSON.parse(keys), notice, shown: readPage() }));
}

/** The fields of the notice as a person reads them on this page. */
function readPage() {
  const cells = [...document.querySelectorAll("[data-shown]")];
  return Object.fromEntries(cells.map((cell) => [cell.dataset.shown, READ[cell.dataset.shown](cell.textContent.trim())]));
}

function show({ standing, head, fields }) {
  const proved = standing === "proved";
  const day = head ? formatDay(head.date, lang) : "";
  const named = fields.map((field) => say(field)).join(lang === "zh" ? "、" : ", ");
  section.querySelector(".checking").replaceWith(
    h("div", { class: `verdict on-dark ${proved ? "ok" : "no"}`, role: proved ? "status" : "alert" }, icon(proved ? "check" : "warn"),
      h("h3", null, proved ? [say("proved_in"), h("span", { class: "nowrap" }, day), say("proved_end")] : say("failed")),
      h("p", null, say(`${standing}_say`, { day, fields: named }))),
    proved ? h("p", { class: "small" }, say("short"), " ", h("b", { class: "short-form" }, head.short)) : h("p", { class: "note red" }, say("what_to_do")));
}

if (section?.dataset.proof) prove().catch(() => show({ standing: "unreadable", head: null, fields: [] }));
