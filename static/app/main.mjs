// The tablet app: opens what this tablet has, decides which screen is shown, and holds what all screens share.

import { openAccount } from "./data/account.mjs";
import { pinnedAfter } from "./core/key_chain.mjs";
import { currentEnrolment, pinCredentialKeys, readSetting, useEnrolment, writeSetting } from "./data/device.mjs";
import { askToPersist } from "./data/storage.mjs";
import { createSay } from "./ui/words.mjs";
import { h } from "./ui/dom.mjs";
import { frame, refreshBar } from "./ui/shell.mjs";
import { parsePlace } from "./ui/places.mjs";
import { showBadge } from "./ui/badge.mjs";
import { showCaseload, state } from "./ui/caseload.mjs";
import { showEnrol } from "./ui/enrol.mjs";
import { showSync } from "./ui/sync_page.mjs";
import { watchUpdates } from "./ui/update_offer.mjs";

const app = {
  lang: "zh", say: createSay("zh"), now: () => new Date(), bar: h("div", { class: "bar sync" }),
  account: null, roster: null, rosterIssuedAt: null, staleDays: 7, session: null, screen: null, place: "other",
  saveFailed: false, savedAt: null, persisted: Promise.resolve("unknown"), update: null,

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
    await useEnrolment(id);
    closeSession();
    history.replaceState(null, "", "#/");
    await app.start();
  },

  syncNow: () => app.account?.sync.run({ fresh: true }),
  recount: () => app.account?.sync.recount(),

  noteSaved(at) {
    app.savedAt = at;
    app.saveFailed = false;
    refreshBar(app);
  },
  /** A write failed: the bar says so in red until it succeeds. */
  noteSaveFailed(error) {
    console.warn("not saved", error.name);
    app.saveFailed = true;
    app.account.drafts.reopen();
    refreshBar(app);
  },
  saveAgain: () => app.session?.flush(),
  noteSealed() {
    app.savedAt = null;
    closeSession();
    app.syncNow();
  },
};

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
    console.error(error);
    frame(app, { title: app.say("error_title"), back: { href: "#/", label: app.say("back_cases") }, main: state(app.say("error_title"), app.say("error_say", { why: error.message }), h("button", { class: "btn", type: "button", onclick: show }, app.say("try_again"))) });
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
    const session = await openSession(app, place);
    if (!session) return missing("not_here");
    if (session.problem) return missing(session.problem);
    if (session.sealed) return showSealed(app, session);
    app.session = session;
    app.savedAt = session.draft.saved_at;
  }
  return VISIT_PAGES[place.page](app, { session: app.session, base: place.base, section: place.section });
}

function missing(key) {
  frame(app, { title: app.say(key), back: { href: "#/", label: app.say("back_cases") }, main: state(app.say(key), app.say(`${key}_say`), h("button", { class: "btn", type: "button", onclick: () => app.syncNow() }, app.say("sync_now"))) });
  return { refresh: show };
}

function closeSession() {
  app.session?.close();
  app.session = null;
}

let lastDrawn = "";

/** The sync engine reports: the bar always, the list when something arrived or left. */
async function synced() {
  refreshBar(app);
  const { fetchedAt, unanswered, waiting, phase, received } = app.account.sync.state;
  const drawn = JSON.stringify([fetchedAt, unanswered, waiting, phase, received]);
  if (drawn === lastDrawn) return;
  lastDrawn = drawn;
  if (phase === "idle") await readRoster();
  if (!document.activeElement?.matches("input, textarea")) await app.screen?.refresh?.();
}

async function readRoster() {
  const { enrolment, tasks } = app.account;
  app.roster = await tasks.roster().catch(() => null);
  if (app.roster) await pinCredentialKeys(enrolment, pinnedAfter(enrolment.keys.credential, app.roster));
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
  await app.start();
  app.update = await watchUpdates(() => app.screen?.refresh && show()).catch(() => null);
}

boot();
