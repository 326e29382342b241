// The tablet app: opens what this tablet has, decides which screen is shown, and holds what all screens share.

import { openAccount } from "./data/account.mjs";
import { currentEnrolment, readSetting, useEnrolment, writeSetting } from "./data/device.mjs";
import { askToPersist, hasRoom, isFull } from "./data/storage.mjs";
import { createSay } from "./ui/words.mjs";
import { h } from "./ui/dom.mjs";
import { frame, refreshBar } from "./ui/shell.mjs";
import { parsePlace } from "./ui/places.mjs";
import { showBadge } from "./ui/badge.mjs";
import { showCaseload, state } from "./ui/caseload.mjs";
import { showEnrol } from "./ui/enrol.mjs";
import { showSync } from "./ui/sync_page.mjs";
import { watchSaving } from "./ui/saving.mjs";
import { watchUpdates } from "./ui/update_offer.mjs";

const update = watchUpdates(); // before anything else: what is needed offline comes meanwhile

const app = {
  lang: "zh", say: createSay("zh"), now: () => new Date(), bar: h("div", { class: "bar sync" }),
  account: null, roster: null, rosterIssuedAt: null, staleDays: 7, session: null, screen: null, place: "other",
  savedAt: null, persisted: Promise.resolve("unknown"), update, caseload: null,

  /** Open the current assessor's things and the screen the address names. */
  async start() {
    const enrolment = await currentEnrolment();
    app.account?.sync.stop();
    app.account = enrolment ? openAccount(enrolment, synced) : null;
    if (app.account) {
      await app.account.sync.recall();
      await readRoster();
    }
    await show();
    if (app.account) app.syncNow();
  },

  go(href, { fresh = false } = {}) {
    if (fresh) closeSession();
    if (location.hash === href.replace(/^[^#]*/, "")) show(); else location.hash = href;
  },

  async switchLanguage() {
    app.lang = app.lang === "zh" ? "en" : "zh";
    app.say = createSay(app.lang);
    document.documentElement.lang = app.lang === "zh" ? "zh-CN" : "en";
    const top = window.scrollY;
    await show();
    window.scrollTo(0, top);
    await writeSetting("lang", app.lang);
  },

  async useAssessor(id) {
    if (app.saveFailed) return;
    await useEnrolment(id);
    closeSession();
    history.replaceState(null, "", "#/");
    await app.start();
  },

  syncNow: () => app.account?.sync.run({ fresh: true }),
  recount: () => app.account?.sync.recount(),

  noteSealed() {
    app.savedAt = null;
    closeSession();
    app.syncNow();
  },
};

watchSaving(app);

let showing = 0;

/** Show the screen of the address; the one before is left properly. */
async function show() {
  showing += 1;
  const mine = showing;
  const place = parsePlace(location.hash);
  await app.screen?.leave?.();
  app.screen = null;
  try {
    const screen = await open(place);
    if (mine === showing) app.screen = screen;
  } catch (error) {
    console.warn("not opened", error);
    const [title, words] = isFull(error) ? [app.say("full_title"), app.say("full_say")] : [app.say("error_title"), app.say("error_say", { why: error.message })];
    frame(app, { title, back: { href: "#/", label: app.say("back_cases") }, main: state(title, words, h("button", { class: "btn", type: "button", onclick: show }, app.say("try_again"))) });
  }
}

async function open(place) {
  if (!app.account || place.name === "enrol") return showEnrol(app, place);
  if (place.name === "badge") return showBadge(app);
  if (place.name === "sync") return showSync(app);
  if (place.name === "visit") return openVisit(place);
  closeSession();
  return showCaseload(app);
}

async function openVisit(place) {
  // A visit's pages and the form engine are no part of the first screen; the service worker has them.
  const { openSession, showSealed, VISIT_PAGES } = await import("./ui/visit_pages.mjs");
  const key = `${place.case}:${place.round}`;
  if (app.session?.key !== key) {
    closeSession();
    if (app.session) return missing("unsaved_elsewhere", app.saveAgain);
    const session = await openSession(app, place);
    if (!session) return missing("not_here");
    if (session.problem) return missing(session.problem, session.problem === "open_elsewhere" ? show : app.syncNow);
    if (session.sealed) return showSealed(app, session);
    app.session = session;
    app.savedAt = session.draft.saved_at;
  }
  const page = app.session.started || (await hasRoom()) ? place.page : "contents"; // which refuses in words
  return VISIT_PAGES[page](app, { session: app.session, base: place.base, section: place.section });
}

/** The page of a case that cannot be opened now. @param {() => void} [again] what its button does */
function missing(key, again = app.syncNow) {
  frame(app, { title: app.say(key), back: { href: "#/", label: app.say("back_cases") }, main: state(app.say(key), app.say(`${key}_say`), h("button", { class: "btn", type: "button", onclick: () => again() }, app.say(again === app.syncNow ? "sync_now" : "try_again"))) });
  return { refresh: show };
}

/** What is not saved yet stays open until it is. */
function closeSession() {
  if (app.saveFailed) return;
  app.session?.close();
  app.session = null;
  update.settle();
}

let lastDrawn = "";

/** The sync engine reports: the bar always, the list when something arrived or left. */
async function synced() {
  refreshBar(app);
  const drawn = JSON.stringify(app.account.sync.state);
  if (drawn === lastDrawn) return;
  lastDrawn = drawn;
  if (app.account.sync.state.phase === "idle") await readRoster();
  if (!document.activeElement?.matches("input, textarea")) await app.screen?.refresh?.();
}

async function readRoster() {
  app.roster = await app.account.tasks.roster().catch(() => null);
  app.rosterIssuedAt = app.roster?.issued_at ?? null;
}

/** What is typed is written before the page can be killed. */
function keepBeforeLeaving() {
  if (app.session?.pending?.()) app.session.flush();
}

addEventListener("hashchange", () => { window.scrollTo(0, 0); show(); });
addEventListener("online", () => app.syncNow());
addEventListener("pagehide", keepBeforeLeaving);
document.addEventListener("visibilitychange", () => (document.hidden ? keepBeforeLeaving() : app.syncNow()));

async function boot() {
  const lang = (await readSetting("lang")) ?? "zh";
  Object.assign(app, { lang, say: createSay(lang), persisted: askToPersist() });
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  update.tell(() => { app.account?.sync.recheck(); app.screen?.refresh?.(); }, () => app.session === null);
  await app.start();
}

boot();
