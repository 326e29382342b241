// The tablet app: opens what this tablet has, decides which screen is shown, and holds what all screens share.

import { pinnedAfter } from "./core/key_chain.mjs";
import { allEnrolments, pinKeys, readSetting, writeSetting } from "./data/device.mjs";
import { askToPersist, hasRoom, isFull } from "./data/storage.mjs";
import { createSay } from "./ui/words.mjs";
import { h } from "./ui/dom.mjs";
import { focusKey, frame, refreshBar } from "./ui/shell.mjs";
import { TEXT_SIZES, nextTextSize, showTextSize } from "./ui/text_size.mjs";
import { parsePlace } from "./ui/places.mjs";
import { showBadge } from "./ui/badge.mjs";
import { showCaseload, state } from "./ui/caseload.mjs";
import { showEnrol, showEnrolled } from "./ui/enrol.mjs";
import { letIn, lock, obey, theDatabases } from "./ui/gate.mjs";
import { watchIdle } from "./ui/idle.mjs";
import { showLock, showWiped } from "./ui/lock.mjs";
import { showPinChange } from "./ui/pin_change.mjs";
import { showSync } from "./ui/sync_page.mjs";
import { watchSaving } from "./ui/saving.mjs";
import { watchUpdates } from "./ui/update_offer.mjs";

const update = watchUpdates(); // before anything else: what is needed offline comes meanwhile

const app = {
  lang: "zh", say: createSay("zh"), textSize: TEXT_SIZES[0], now: () => new Date(), bar: h("div", { class: "bar sync" }),
  account: null, gate: {}, order: "", calledIn: false, leaving: false, welcome: false, wiped: null, enrolled: false,
  roster: null, rosterIssuedAt: null, staleDays: 7, session: null, screen: null, place: "other",
  savedAt: null, persisted: Promise.resolve("unknown"), update, caseload: null,

  /** The right PIN was typed: open the assessor's things and the page the address names. */
  async opened(enrolment, { welcome = false } = {}) {
    await letIn(app, enrolment, synced);
    app.welcome = welcome;
    rosterRead = readRoster();
    await show();
    app.syncNow();
  },
  lock: (asked) => lock(app, asked),
  show: () => show(),

  go(href, { fresh = false } = {}) {
    if (fresh) closeSession();
    if (location.hash === href.replace(/^[^#]*/, "")) show(); else location.hash = href;
  },

  async switchLanguage() {
    app.lang = app.lang === "zh" ? "en" : "zh";
    app.say = createSay(app.lang);
    document.documentElement.lang = app.lang === "zh" ? "zh-CN" : "en";
    const top = window.scrollY;
    if (app.screen?.relabel) app.screen.relabel();
    else {
      await show();
      window.scrollTo(0, top);
    }
    focusKey("lang");
    await writeSetting("lang", app.lang);
  },

  async switchTextSize() {
    showTextSize(app, nextTextSize(app.textSize));
    await writeSetting("text_size", app.textSize);
  },

  /** Another assessor takes the tablet: theirs is the PIN asked for. */
  async useAssessor(id) {
    if (app.saveFailed) return;
    history.replaceState(null, "", "#/");
    await lock(app, { who: id });
  },

  syncNow: () => app.account?.sync.run({ fresh: true }),
  hurry: () => app.account?.sync.hurry(),
  recount: () => app.account?.sync.recount(),

  noteSealed() {
    app.savedAt = null;
    closeSession();
    app.syncNow();
  },
  closeSession: () => closeSession(),
};

watchSaving(app);

let showing = 0;
let drawing = Promise.resolve();
let rosterRead = Promise.resolve();

/** Show the screen of the address, after the one that is being drawn: a slow page never covers the next one. */
function show() {
  showing += 1;
  const mine = showing;
  drawing = drawing.then(() => (mine === showing ? draw() : undefined)).catch((error) => console.warn("not left", error));
  return drawing;
}

/** The screen before is left properly. */
async function draw() {
  const place = parsePlace(location.hash);
  await app.screen?.leave?.();
  app.screen = null;
  app.bar.hidden = !app.account;
  try {
    app.screen = await open(place);
  } catch (error) {
    console.warn("not opened", error);
    const [title, words] = isFull(error) ? [app.say("full_title"), app.say("full_say")] : [app.say("error_title"), app.say("error_say", { why: error.message })];
    frame(app, { title, back: { href: "#/", label: app.say("back_cases") }, main: state(title, words, h("button", { class: "btn", type: "button", onclick: show }, app.say("try_again"))) });
  }
}

async function open(place) {
  if (app.wiped) return showWiped(app, app.wiped);
  if (!app.account) app.enrolled = (await allEnrolments()).length > 0;
  if (place.name === "enrol") return showEnrol(app, place);
  if (!app.account) return showLock(app);
  if (app.welcome) return showEnrolled(app);
  if (place.name !== "cases") await rosterRead;
  if (place.name === "pin") return showPinChange(app);
  if (place.name === "badge") return showBadge(app);
  if (place.name === "sync") return showSync(app);
  if (place.name === "visit") return openVisit(place);
  if (place.name === "countersign") return (await import("./ui/visit_pages.mjs")).showCountersignGive(app, place);
  closeSession();
  return showCaseload(app);
}

async function openVisit(place) {
  // A visit's pages and the form engine are no part of the first screen; the service worker has them.
  const { openSession, pageOf, showSealed } = await import("./ui/visit_pages.mjs");
  const key = `${place.case}:${place.round}`;
  if (app.session?.key !== key) {
    closeSession();
    if (app.session) return missing("unsaved_elsewhere", app.saveAgain);
    const session = await openSession(app, place);
    if (!session) return missing("not_here");
    if (session.problem) return missing(session.problem, session.problem === "open_elsewhere" ? show : app.syncNow);
    if (session.sealed) return showSealed(app, { ...session, ...place });
    app.session = session;
    app.savedAt = session.draft.saved_at;
  }
  const page = app.session.started || place.page === "hardship" || (await hasRoom()) ? place.page : "contents"; // which refuses in words
  return pageOf(app.session.task, page)(app, { session: app.session, base: place.base, section: place.section });
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
  if (!app.account) return;
  const drawn = JSON.stringify(app.account.sync.state);
  const idle = app.account.sync.state.phase === "idle";
  if (idle && app.order) obey(app).catch((error) => console.warn("not wiped", error.name));
  if (drawn === lastDrawn) return;
  lastDrawn = drawn;
  if (idle) await (rosterRead = readRoster());
  if (!document.activeElement?.matches("input, textarea")) await app.screen?.refresh?.();
}

async function readRoster() {
  const { account } = app;
  const roster = await account?.tasks.roster().catch(() => null);
  if (roster) await pinKeys(account.enrolment, pinnedAfter(account.enrolment.keys, roster));
  if (account === app.account) Object.assign(app, { roster, rosterIssuedAt: roster?.issued_at ?? null });
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
  showTextSize(app, (await readSetting("text_size")) ?? app.textSize);
  Object.assign(app, { lang, say: createSay(lang), persisted: askToPersist() });
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  update.tell(() => { app.account?.sync.recheck(); app.screen?.refresh?.(); }, () => app.session === null);
  await show();
  theDatabases();
  watchIdle(() => lock(app));
}

boot();
