// `ruhu form preview`: a form as the tablet shows it, with nobody signed in and nothing kept. The screens are the
// tablet's own; what they would store stays in this page and goes with it.

import { openForm } from "./core/form.mjs";
import { h, icon } from "./ui/dom.mjs";
import { showReadback } from "./ui/readback.mjs";
import { showSection } from "./ui/section.mjs";
import { focusKey, frame } from "./ui/shell.mjs";
import { TEXT_SIZES, nextTextSize, showTextSize } from "./ui/text_size.mjs";
import { PREVIEW_WORDS } from "./ui/preview_words.mjs";
import { createSay } from "./ui/words.mjs";

const BASE = "#";
const PLACE = /^#\/(readback|sign|section)(?:\/(\d+))?$/;

const app = {
  lang: "zh", say: createSay("zh"), textSize: TEXT_SIZES[0], now: () => new Date(), bar: h("div", { class: "bar sync", hidden: true }),
  account: memory(), place: "form", saveFailed: false, savedAt: null, session: null, screen: null,
  recount: () => {}, noteSaveFailed: () => {}, saveAgain: () => {},
  switchLanguage() {
    app.lang = app.lang === "zh" ? "en" : "zh";
    app.say = createSay(app.lang);
    document.documentElement.lang = app.lang === "zh" ? "zh-CN" : "en";
    if (app.screen?.relabel) app.screen.relabel();
    else show();
    focusKey("lang");
  },
  switchTextSize: () => showTextSize(app, nextTextSize(app.textSize)),
};

function say(key, facts) {
  const words = PREVIEW_WORDS[app.lang][key];
  return typeof words === "function" ? words(facts) : words;
}

/** What the screens ask of an account, kept in this page alone. */
function memory() {
  const thumbs = new Map();
  return {
    sync: { state: { phase: "idle", reached: true, waiting: { photos: 0, visits: 0 }, photos: { done: 0, total: 0 }, unanswered: 0 } },
    outbox: { putPhoto: async () => {} },
    drafts: { saveThumb: async (digest, blob) => { thumbs.set(digest, blob); }, thumb: async (digest) => thumbs.get(digest) ?? null },
  };
}

function openSession(definition, { answers = {}, declared = {} }) {
  const form = openForm(definition, { answers, now: app.now, newId: () => crypto.randomUUID().slice(0, 8) });
  return {
    form, definition, thumbs: new Map(), task: { head: "例示", declared },
    draft: { case: "preview", round: 1, answers: form.answers, photos: [], team: [], signatures: [], started_at: "preview", section: 0 },
    begin: async () => {}, changed: () => {}, flush: async () => {}, snapshot: async () => {},
  };
}

async function show() {
  await app.screen?.leave?.();
  const [, page = "section", number = "1"] = PLACE.exec(location.hash) ?? [];
  if (page === "readback") app.screen = await showReadback(app, { session: app.session, base: BASE });
  else if (page === "sign") app.screen = showSealed();
  else app.screen = await showSection(app, { session: app.session, base: BASE, section: Number(number) - 1 });
}

/** In place of the signatures: what would be sealed, and what still stands in the way. */
function showSealed() {
  const { form } = app.session;
  const open = [...form.missing(), ...form.wrong()];
  frame(app, {
    title: say("preview_title"), back: { href: `${BASE}/readback`, label: app.say("readback_title") }, place: "form",
    main: [
      h("div", { class: "sec" }, h("h1", null, say("preview_title")), h("p", { class: "quiet" }, say("preview_say"))),
      open.length > 0 && h("p", { class: "note mark pad-note" }, say("preview_open", { paths: open.join(", ") })),
      h("pre", { class: "preview-json pad", tabindex: "0" }, JSON.stringify(form.sealedAnswers(), null, 2)),
    ],
  });
  return { refresh: null };
}

function showProblems(problems) {
  app.account = null;
  frame(app, {
    title: say("preview_problems"), place: "form",
    main: [
      h("div", { class: "sec" }, h("h1", null, say("preview_problems")), h("p", { class: "quiet" }, say("preview_problems_say"))),
      h("ul", { class: "checks pad" }, problems.map((problem) => h("li", { class: "bad" }, icon("cross"), h("span", null, problem[app.lang])))),
    ],
  });
}

async function boot() {
  const { definition, problems, record } = await (await fetch("/definition.json")).json();
  if (problems.length > 0) {
    app.switchLanguage = () => { app.lang = app.lang === "zh" ? "en" : "zh"; app.say = createSay(app.lang); showProblems(problems); };
    showProblems(problems);
    return;
  }
  app.session = openSession(definition, record);
  addEventListener("hashchange", () => { window.scrollTo(0, 0); show(); });
  await show();
}

boot();
