// What the public check page shows of a paper: whether the district issued it, what to compare, whether it still counts.

import { dayOf, formatDay, formatWhen } from "../core/days.mjs";
import { h, icon } from "./dom.mjs";
import { PAPER_WORDS } from "./paper_words.mjs";

const LOOKS = { signed: ["ok", "check"], forged: ["no", "warn"], "unknown-issuer": ["no", "warn"], malformed: ["wait", "scan"] };
const ANSWERS = { current: "ok", superseded: "red", withdrawn: "red", unknown: "red" };

/** @param {any} page @param {Awaited<ReturnType<import("../core/paper.mjs").checkPaper>>} checked */
export function paperView(page, { standing, claims }) {
  const say = speaker(page.lang);
  const [kind, picture] = LOOKS[standing];
  const nodes = [
    h("div", { class: `verdict ${kind} ${kind === "wait" ? "" : "on-dark"}`, role: kind === "ok" ? "status" : "alert" }, icon(picture), h("h1", null, say(standing)), h("p", null, say(`${standing}_say`))),
    claims && said(page, say, claims),
    claims && h("p", { class: "note mark" }, say("differs")),
    claims && question(page, say, claims),
    h("p", { class: "ask" }, say("unsure")),
    ways(page, say),
    h("p", { class: "fine" }, say("private")),
  ];
  return { title: say(standing), nodes: nodes.filter(Boolean) };
}

function said({ lang }, say, claims) {
  const rows = [
    ["paper", h("b", { class: "who" }, say(claims.k) ?? say("other"))],
    ["summary", claims.w],
    ["number", claims.n],
    ["day", formatDay(claims.t, lang, { year: true })],
  ];
  return h("dl", { class: "holder-bare paper-said" }, rows.map(([key, value]) => [h("dt", null, say(key)), h("dd", null, value)]));
}

/** Whether it still counts only the district knows: it is asked when the visitor wants to. */
function question(page, say, claims) {
  const ask = async () => {
    button.disabled = true;
    const standing = await page.askStanding(claims);
    const now = new Date();
    const when = formatWhen(now, dayOf(now), page.lang);
    button.disabled = false;
    answer.replaceChildren(standing ? h("p", { class: `note ${ANSWERS[standing]}` }, h("b", null, say(standing, { when }))) : h("p", { class: "note mark" }, say("no_answer")));
  };
  const button = h("button", { class: "btn wide", type: "button", onclick: ask }, icon("search"), say("ask"));
  const answer = h("div", { "aria-live": "polite" });
  return h("div", { class: "face-asked" }, button, h("p", { class: "fine" }, say("ask_say")), answer);
}

function ways(page, say) {
  return h("div", { class: "stack" },
    page.phone && h("a", { class: "btn main wide", href: `tel:${page.phone}` }, icon("phone"), say("call"), h("span", { class: "nowrap" }, page.phone)),
    h("button", { class: "btn wide", type: "button", onclick: () => page.ask() }, say("again")));
}

function speaker(lang) {
  return (key, facts = {}) => { const words = PAPER_WORDS[lang][key]; return typeof words === "function" ? words(facts) : words; };
}
