// Checking a badge with no network: scan, choose a photo or type the number, then one clear answer.

import { checkSerial, checkToken, prepareKeys, readCode } from "../core/badge.mjs";
import { badgeKeys } from "../core/key_chain.mjs";
import { dayOf, daysBetween, formatDay, formatWhen } from "../core/days.mjs";
import { h, icon } from "./dom.mjs";
import { frame, inLanguage } from "./shell.mjs";
import { createScanner, readQrFromFile } from "./scanner.mjs";

const LOOKS = {
  valid: ["ok", "check"], revoked: ["no", "cross"], forged: ["no", "warn"], suspended: ["no", "pause"], "unknown-issuer": ["no", "warn"],
  expired: ["wait", "clock"], "not-yet-valid": ["wait", "clock"], malformed: ["wait", "scan"],
};

/** The tab 核验工作证: anybody's badge, outside a visit. */
export async function showBadge(app) {
  let asking = null;
  async function check(code) {
    const verdict = await verdictOf(app, code, { roster: app.roster, staleDays: app.staleDays });
    const shown = verdictView(app, verdict, { serialOnly: !code?.token });
    frame(app, { title: shown.title, main: shown.element, dock: "badge", place: "badge", foot: null });
    document.querySelector("main").append(h("div", { class: "stack pad" }, h("button", { class: "btn main wide", type: "button", onclick: draw }, app.say("scan_again"))));
  }
  function draw() {
    asking = askForCode(app, { onCode: (code) => { asking.stop(); check(code); }, autoStart: false });
    const { roster } = app;
    const about = roster ? app.say("badge_roster", { when: formatWhen(roster.issued_at, dayOf(app.now()), app.lang), n: roster.entries.length }) : app.say("badge_no_roster");
    frame(app, { title: app.say("badge_check"), dock: "badge", place: "badge", main: [h("div", { class: "page-h" }, h("h1", null, app.say("badge_check")), h("p", { class: "quiet" }, app.say("badge_intro"))), asking.element, h("p", { class: "quiet pad" }, about),
      h("p", { class: "pad stack" }, h("a", { class: "btn wide", href: "#/countersign" }, icon("pen"), app.say("cosign_title")))] });
  }
  draw();
  return { refresh: null, leave: () => asking?.stop() };
}

/** @param {{token?: string, serial?: string} | null} code */
export async function verdictOf(app, code, { roster, staleDays }) {
  const known = { keys: badgeKeys(app.account.enrolment.keys.credential, roster), roster, today: dayOf(app.now()), staleDays };
  if (!code) return { standing: "malformed", rosterOld: false, claims: null, entry: null };
  return code.token ? checkToken(code.token, known) : checkSerial(code.serial, known);
}

/**
 * Three ways to give a badge's code: camera, photo, number.
 * @param {{onCode: (code: any) => void, autoStart: boolean, lookPast?: (text: string) => any[] | null}} options
 */
export function askForCode(app, { onCode, autoStart, lookPast }) {
  prepareKeys(badgeKeys(app.account.enrolment.keys.credential, app.roster));
  const give = (text) => { scanner.stop(); onCode(readCode(text)); };
  const scanner = createScanner(app, give, lookPast);
  const file = h("input", { type: "file", accept: "image/*", class: "visually-hidden", id: "badge-file", onchange: async () => { scanner.stop(); give(await readQrFromFile(file.files[0])); } });
  const serial = h("input", { class: "input", id: "badge-serial", inputmode: "numeric", autocomplete: "off", "aria-describedby": "badge-serial-hint" });
  const typed = h("form", { class: "typed pad", onsubmit: (event) => { event.preventDefault(); if (serial.value.trim()) give(serial.value); } },
    h("label", { class: "label", for: "badge-serial" }, app.say("badge_serial")), h("p", { class: "hint", id: "badge-serial-hint" }, app.say("badge_serial_hint")),
    h("div", { class: "find-row" }, serial, h("button", { class: "btn", type: "submit" }, icon("search"), app.say("badge_find"))));
  const start = h("button", { class: "btn main", type: "button", onclick: () => { start.hidden = true; scanner.start(); } }, icon("scan"), app.say("badge_scan"));
  start.hidden = autoStart;
  if (autoStart) scanner.start();
  const ways = h("div", { class: "ways pad" }, start, file, h("label", { class: "btn", for: "badge-file" }, icon("photo"), app.say("badge_file")));
  return { element: h("div", { class: "ask" }, scanner.element, ways, typed), stop: () => scanner.stop() };
}

/** The verdict and the holder. @returns {{title: string, element: any[]}} */
export function verdictView(app, verdict, { serialOnly }) {
  const unsure = verdict.standing === "valid" && verdict.rosterOld;
  const [kind, picture] = unsure ? ["wait", "sync"] : LOOKS[verdict.standing];
  const title = app.say(unsure ? "verdict_old" : `verdict_${verdict.standing}`);
  const banner = h("div", { class: `verdict ${kind} ${kind === "wait" ? "" : "on-dark"}`, role: kind === "ok" ? "status" : "alert" }, icon(picture), h("h1", null, title), h("p", null, explanation(app, verdict, { unsure, serialOnly })));
  return { title, element: [banner, verdict.claims && holder(app, verdict)] };
}

function explanation(app, { standing, claims, entry }, { unsure, serialOnly }) {
  const day = (text) => (text ? formatDay(text, app.lang, { year: true }) : "");
  if (unsure) return app.say("verdict_old_say", { days: app.roster ? daysBetween(dayOf(app.roster.issued_at), dayOf(app.now())) : 0 });
  if (standing === "valid" && serialOnly) return app.say("verdict_serial_say");
  const until = standing === "suspended" ? entry?.status_until : earlier(claims?.u, entry?.until);
  return app.say(`verdict_${standing}_say`, { from: day(claims?.f), until: day(until) });
}

function holder(app, { standing, claims, entry }) {
  const bad = standing === "revoked" || standing === "forged";
  const rows = [
    ["holder_serial", claims.s],
    ["holder_street", entry && inLanguage(entry.street, app.lang)],
    ["holder_issuer", claims.i],
    ["holder_valid", app.say("from_until", { from: formatDay(claims.f, app.lang, { year: true }), until: formatDay(earlier(claims.u, entry?.until), app.lang, { year: true }) })],
    ["holder_roster", app.roster && rosterWhen(app)],
  ];
  return h("div", { class: "holder" }, portrait(app, claims, entry, bad),
    h("dl", { class: "facts" }, h("dt", null, app.say("holder_name")), h("dd", { class: "big" }, claims.n), rows.filter(([, value]) => value).map(([key, value]) => [h("dt", null, app.say(key)), h("dd", null, value)])));
}

function portrait(app, claims, entry, bad) {
  const belongs = entry?.portrait_data && (!claims.p || entry.portrait?.startsWith(claims.p));
  const picture = belongs ? h("img", { src: entry.portrait_data, alt: app.say("portrait") }) : [icon("person"), h("span", { class: "visually-hidden" }, app.say("no_portrait"))];
  return h("div", { class: `face ${bad ? "void" : ""}` }, picture, bad && h("span", { class: "void-mark" }, app.say("verdict_void")));
}

function rosterWhen(app) {
  const { issued_at: at } = app.roster;
  return `${formatDay(dayOf(at), app.lang, { year: true })} ${formatWhen(at, dayOf(at), app.lang)}`;
}

function earlier(one, other) {
  return other && other < one ? other : one;
}
