// The public check page: the badge's code is in the address after "#", which browsers never send. It is verified
// here, against the keys the page carries and the public roster; nothing about the badge leaves the phone.
//
// The page gives <main id="check" data-keys="[JWK…]" data-roster-url="…" data-stale-days="7" data-phone="…">; what it
// holds for visitors without JavaScript is replaced.

import { compactVerify, importJWK } from "jose";
import { checkSerial, checkToken, readCode } from "./core/badge.mjs";
import { dayOf, formatDay, formatWhen } from "./core/days.mjs";
import { CHECK_WORDS } from "./ui/check_words.mjs";
import { h, icon } from "./ui/dom.mjs";

const LOOKS = {
  valid: ["ok", "check"], revoked: ["no", "cross"], forged: ["no", "warn"], suspended: ["no", "pause"], "unknown-issuer": ["no", "warn"],
  expired: ["wait", "clock"], "not-yet-valid": ["wait", "clock"], malformed: ["wait", "scan"], old: ["wait", "sync"],
};
const ENGLISH = { valid: "This badge is valid today." };

const root = document.getElementById("check") ?? document.querySelector("main[data-keys]");
const lang = document.documentElement.lang.startsWith("en") ? "en" : "zh";
const say = (key, facts = {}) => { const words = CHECK_WORDS[lang][key]; return typeof words === "function" ? words(facts) : words; };

/** Answer what the address holds, or ask for a number. */
async function answer() {
  const keys = JSON.parse(root.dataset.keys);
  const roster = await readRoster(root.dataset.rosterUrl, keys);
  const known = { keys, roster, today: dayOf(new Date()), staleDays: Number(root.dataset.staleDays ?? 7) };
  const fragment = decodeURIComponent(location.hash.slice(1));
  if (!fragment) return ask(known);
  show(await judged(readCode(`#${fragment}`), known), known, false);
}

function judged(code, known) {
  if (code?.token) return checkToken(code.token, known);
  return code?.serial ? checkSerial(code.serial, known) : { standing: "malformed", rosterOld: false, claims: null, entry: null };
}

/** The dated roster, when it can be had and its signature holds; null otherwise. */
async function readRoster(url, keys) {
  if (!url) return null;
  try {
    const text = (await (await fetch(url, { credentials: "omit" })).text()).trim();
    const signed = text.startsWith("{") ? (JSON.parse(text).signed ?? JSON.parse(text).roster) : text.replaceAll('"', "");
    const { payload } = await compactVerify(signed, ({ kid }) => importJWK(keys.find((key) => key.kid === kid), "ES256"), { algorithms: ["ES256"] });
    const roster = JSON.parse(new TextDecoder().decode(payload));
    return roster.type === "roster" ? roster : null;
  } catch {
    return null;
  }
}

function show(verdict, known, typed) {
  const name = verdict.standing === "valid" && verdict.rosterOld ? "old" : verdict.standing;
  const [kind, picture] = LOOKS[name];
  const day = (text) => (text ? formatDay(text, lang, { year: true }) : "");
  const until = [verdict.claims?.u, verdict.entry?.until].filter(Boolean).sort()[0];
  const words = say(`${name}_say`, { from: day(verdict.claims?.f), until: day(until) });
  document.title = say(name);
  root.replaceChildren(
    h("div", { class: `verdict ${kind} ${kind === "wait" ? "" : "on-dark"}`, role: kind === "ok" ? "status" : "alert" }, icon(picture), h("h1", null, say(name)),
      h("p", null, words || (lang === "zh" ? h("span", { lang: "en" }, ENGLISH[name] ?? "") : ""))),
    ...[verdict.claims && holder(verdict, known, until)].filter(Boolean),
    ...(typed && verdict.claims ? [h("p", { class: "note mark" }, say("serial_only"))] : []),
    ...advice(verdict),
    ...ways(known),
  );
}

function holder({ standing, claims, entry }, { roster }, until) {
  const bad = standing === "revoked" || standing === "forged";
  const face = entry?.portrait_data && (!claims.p || entry.portrait?.startsWith(claims.p)) ? h("img", { src: entry.portrait_data, alt: say("portrait") }) : null;
  const now = new Date();
  const rows = [
    ["name", h("b", { class: "who-n" }, claims.n)],
    ["role", say("assessor", { street: root.dataset.street ?? "" })],
    ["number", say("serial", { serial: claims.s })],
    ["validity", h("span", { class: "quiet small" }, say("until", { until: formatDay(until, lang, { year: true }) }))],
    ["time", h("span", { class: "quiet small" }, say("checked", { when: `${formatDay(dayOf(now), lang)} ${formatWhen(now, dayOf(now), lang)}` }), roster ? h("span", null, lang === "zh" ? "，" : ", ", say("roster", { when: formatDay(dayOf(roster.issued_at), lang) })) : "")],
  ];
  return h("div", { class: face ? "holder" : "holder-bare" }, face && h("div", { class: `face ${bad ? "void" : ""}` }, face, bad && h("span", { class: "void-mark" }, say("void"))),
    h("dl", null, rows.map(([key, value]) => [h("dt", { class: "visually-hidden" }, say(key)), h("dd", null, value)])));
}

function advice({ standing, entry }) {
  if (standing !== "valid") return [h("p", { class: "ask" }, say("unsure"))];
  return [h("h2", { class: "visually-hidden" }, say("before")),
    h("ol", { class: "todo" }, [entry?.portrait_data ? "look" : "look_no_portrait", "count", "money"].map((key) => h("li", null, h("span", null, say(key))))),
    h("p", { class: "ask" }, say("unsure"))];
}

function ways(known) {
  const { phone } = root.dataset;
  return [
    h("div", { class: "stack" }, phone && h("a", { class: "btn main wide", href: `tel:${phone}` }, icon("phone"), say("call")), h("button", { class: "btn wide", type: "button", onclick: () => ask(known) }, say("again"))),
    h("p", { class: "fine" }, say("private")),
  ];
}

function ask(known) {
  history.replaceState(null, "", location.pathname + location.search);
  document.title = say("nothing");
  const input = h("input", { class: "input wide", id: "check-serial", inputmode: "numeric", autocomplete: "off" });
  const find = async (event) => {
    event.preventDefault();
    if (input.value.trim()) show(await judged(readCode(input.value), known), known, true);
  };
  root.replaceChildren(h("h1", { class: "plain-h" }, say("nothing")), h("p", null, say("nothing_say")),
    h("form", { class: "stack", onsubmit: find }, h("label", { class: "label", for: "check-serial" }, say("type")), input, h("button", { class: "btn main wide", type: "submit" }, icon("search"), say("find"))),
    h("p", { class: "fine" }, say("private")));
  input.focus();
}

if (root) {
  addEventListener("hashchange", answer);
  answer();
}
