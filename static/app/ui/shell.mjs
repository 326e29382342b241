// What frames every screen: the head, the sync bar under it, the page, and what stands at the bottom.

import { h, icon, rich } from "./dom.mjs";
import { syncStatus } from "../core/sync_status.mjs";
import { dayOf, formatWhen } from "../core/days.mjs";
import { sizeWords } from "./text_size.mjs";

const DOCK = [["cases", "list", "#/", "nav_cases"], ["badge", "scan", "#/badge", "nav_badge"], ["sync", "sync", "#/sync", "nav_sync"]];

/**
 * Put a screen on the page.
 * @param {any} app
 * @param {object} screen
 * @param {string} screen.title of the document: the browser writes it into its history, so it never names a person
 * @param {{href: string, label: string} | null} [screen.back]
 * @param {any} [screen.heading] what stands in the head beside "back"
 * @param {any[]} screen.main @param {any} [screen.foot] @param {string} [screen.dock]
 * @param {"form"|"seal"|"sealed"|"badge"|"other"} [screen.place] what the sync bar speaks of while offline
 */
export function frame(app, { title, back = null, heading = null, main, foot = null, dock = null, place = "other" }) {
  document.title = `${title} — ${app.say("app")}`;
  app.place = place;
  const page = h("main", { id: "main", tabindex: "-1" }, main);
  document.body.replaceChildren(
    h("a", { class: "skip", href: "#main", onclick: (event) => { event.preventDefault(); page.focus(); } }, app.say("skip")),
    head(app, back, heading),
    app.bar,
    ...(app.order ? [h("p", { class: "bar part", role: "status" }, icon("info"), h("span", null, rich(app.say("wipe_coming"))))] : []),
    page,
    ...[foot && h("footer", { class: "foot" }, foot), dock && dockBar(app, dock)].filter(Boolean),
  );
  refreshBar(app);
  return page;
}

/** Put the focus back on a key of the head, when the page was drawn anew by it. @param {string} name its class */
export function focusKey(name) {
  document.querySelector(`.top .${name}`)?.focus({ preventScroll: true });
}

/** The sync bar says what is so now. */
export function refreshBar(app) {
  const status = syncStatus(factsOf(app));
  const facts = withTimes(status.facts, app);
  const key = status.kind === "off" ? offlineKey(status.key, app) : status.key;
  app.bar.className = `bar sync ${status.kind === "plain" ? "" : status.kind}${status.kind === "bad" ? " on-dark" : ""}`.trim();
  app.bar.setAttribute("role", status.kind === "bad" ? "alert" : "status");
  app.bar.replaceChildren(icon(status.icon), h("span", null, rich(app.say(key, facts))), ...tail(app, status, facts));
}

function head(app, back, heading) {
  const left = back
    ? [h("a", { class: "back", href: back.href }, icon("back"), back.label), heading && h("p", { class: "title" }, heading)]
    : [app.account ? h("a", { class: "brand", href: "#/" }, icon("logo"), app.say("app")) : h("span", { class: "brand" }, icon("logo"), app.say("app")), app.account && who(app)];
  const language = h("button", { class: "icon-btn line lang", type: "button", "aria-label": `${app.say("other_language_short")} ${app.say("other_language")}`, lang: app.lang === "zh" ? "en" : "zh", onclick: () => app.switchLanguage() }, app.say("other_language_short"));
  const lock = app.account && app.lock && h("button", { class: "icon-btn line", type: "button", "aria-label": app.say("lock_now"), title: app.say("lock_now"), onclick: () => app.lock() }, icon("lock"));
  const size = h("button", { class: "icon-btn line size", type: "button", "aria-label": sizeWords(app), onclick: () => app.switchTextSize() }, app.say("text_key"));
  return h("header", { class: "top" }, left, h("span", { class: "gap" }), lock, size, language);
}

function who(app) {
  const { assessor } = app.account.enrolment;
  return h("p", { class: "who" }, h("b", null, assessor.name), h("span", { class: "roomy" }, h("br"), app.say("assessor_of", { street: inLanguage(assessor.street, app.lang) })));
}

function dockBar(app, current) {
  return h("nav", { class: "dock", "aria-label": app.say("main_menu") }, DOCK.map(([name, picture, href, key]) =>
    h("a", { href, "aria-current": name === current ? "page" : null }, icon(picture), app.say(key))));
}

function tail(app, status, facts) {
  if (status.progress) return [h("progress", { max: status.progress.total, value: status.progress.done, "aria-label": app.say("sync_sending_label", facts) })];
  if (status.link === "save_again") return [h("button", { type: "button", onclick: () => app.saveAgain() }, app.say("save_again"))];
  if (!status.link || !app.account) return [];
  const offlineBadge = app.place === "badge" && status.kind === "off";
  return [h("a", { href: "#/sync" }, app.say(offlineBadge ? "roster_details" : status.link, facts))];
}

function offlineKey(key, app) {
  if (app.place === "badge") return "sync_offline_badge";
  if (app.place === "sealed") return "sync_offline_sealed";
  return app.place === "seal" ? "sync_offline_seal" : key;
}

function factsOf(app) {
  const state = app.account?.sync.state ?? { phase: "idle", reached: true, paused: false, lacking: null, waiting: { photos: 0, visits: 0 }, photos: { done: 0, total: 0 }, unanswered: 0 };
  return { ...state, saveFailed: app.saveFailed, savedAt: app.savedAt };
}

function withTimes(facts, app) {
  const today = dayOf(app.now());
  const when = (instant) => (instant ? formatWhen(instant, today, app.lang) : "");
  return {
    ...facts,
    savedTime: when(facts.savedAt),
    fetchedTime: when(facts.fetchedAt),
    sentTime: when(facts.sent?.at),
    receivedTime: when(facts.received?.at),
    rosterWhen: when(app.rosterIssuedAt),
  };
}

/** Whose home and, where there is room, which form: at the head of every page of a visit. */
export function headingOf(app, task, form) {
  const title = inLanguage(form.definition.title, app.lang);
  return [app.say("home_of", { head: task.head }), h("span", { class: "roomy" }, app.say("form_of", { title }))];
}

/** A text, or a pair of texts in two languages. */
export function inLanguage(words, lang) {
  return typeof words === "string" ? words : words?.[lang] ?? words?.zh ?? "";
}
