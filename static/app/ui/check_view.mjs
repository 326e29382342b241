// What the public check page shows: the verdict first, whose badge it is, what to look at, whom to call.

import { dayOf, formatDay, formatWhen } from "../core/days.mjs";
import { CHECK_WORDS } from "./check_words.mjs";
import { h, icon } from "./dom.mjs";

const LOOKS = {
  valid: ["ok", "check"], revoked: ["no", "cross"], replaced: ["no", "cross"], forged: ["no", "warn"], suspended: ["no", "pause"],
  "unknown-issuer": ["no", "warn"], expired: ["wait", "clock"], "not-yet-valid": ["wait", "clock"], malformed: ["wait", "scan"], old: ["wait", "sync"],
};

/** @param {any} page @param {import("../core/badge.mjs").Verdict} verdict @param {{typed: boolean, roster: any}} given */
export function verdictView(page, verdict, { typed, roster }) {
  const say = speaker(page.lang);
  const name = nameOf(verdict);
  const street = roster?.streets?.[verdict.entry?.street_id];
  const nodes = [
    banner(page, verdict, name),
    verdict.claims && holder(page, verdict, { street, roster }),
    typed && verdict.claims && h("p", { class: "note mark" }, say("serial_only")),
    verdict.rosterOld && name !== "old" && roster && h("p", { class: "note mark" }, say("roster_old", { when: day(page, dayOf(roster.issued_at)) })),
    !typed && verdict.claims?.p && portrait(page, verdict),
    verdict.standing === "valid" && steps(page, say),
    h("p", { class: "ask" }, say("unsure")),
    ways(page, say, street),
    h("p", { class: "fine" }, say("private")),
  ];
  return { title: say(name), nodes: nodes.filter(Boolean) };
}

/** Nothing was scanned: a number can be typed. */
export function askView(page, { roster }) {
  const say = speaker(page.lang);
  const input = h("input", { class: "input wide", id: "check-serial", inputmode: "numeric", autocomplete: "off" });
  const send = (event) => { event.preventDefault(); page.find(input.value); };
  const nodes = [
    h("h1", { class: "plain-h" }, say("nothing")), h("p", null, say("nothing_say")),
    h("form", { class: "stack typed", onsubmit: send }, h("label", { class: "label", for: "check-serial" }, say("type")), input, h("button", { class: "btn main wide", type: "submit" }, icon("search"), say("find"))),
    h("p", { class: "fine" }, roster ? say("roster_here", { when: day(page, dayOf(roster.issued_at)), n: roster.entries.length }) : say("roster_none")),
    h("p", { class: "fine" }, say("private")),
  ];
  return { title: say("nothing"), nodes };
}

/** A browser that cannot check signatures: an address without encryption, or one very old. */
export function cannotView(page) {
  const say = speaker(page.lang);
  const words = h("div", { class: "verdict wait", role: "alert" }, icon("warn"), h("h1", null, say("cannot")), h("p", null, say("cannot_say")));
  return { title: say("cannot"), nodes: [words, h("p", { class: "ask" }, say("unsure")), ways(page, say, null)] };
}

function nameOf({ standing, rosterOld, claims }) {
  if (standing === "valid" && rosterOld) return "old";
  return standing === "revoked" && !claims ? "replaced" : standing;
}

function banner(page, { claims, entry }, name) {
  const say = speaker(page.lang);
  const [kind, picture] = LOOKS[name];
  const until = name === "suspended" ? entry?.status_until : earlier(claims?.u, entry?.until);
  const words = say(`${name}_say`, { from: day(page, later(claims?.f, entry?.from)), until: day(page, until) });
  const english = page.lang === "zh" && name === "valid" ? h("span", { lang: "en" }, CHECK_WORDS.en.today) : "";
  return h("div", { class: `verdict ${kind} ${kind === "wait" ? "" : "on-dark"}`, role: kind === "ok" ? "status" : "alert" }, icon(picture), h("h1", null, say(name)), h("p", null, words || english));
}

function holder(page, { claims, entry }, { street, roster }) {
  const say = speaker(page.lang);
  const now = new Date();
  const rows = [
    ["name", h("b", { class: "who" }, claims.n)],
    ["role", say("assessor", { street: street?.[page.lang] ?? "" })],
    ["number", say("serial", { serial: claims.s })],
    ["validity", h("span", { class: "quiet small" }, say("until", { until: day(page, earlier(claims.u, entry?.until)) }))],
    ["time", h("span", { class: "quiet small" }, say("checked", { when: `${formatDay(dayOf(now), page.lang)} ${formatWhen(now, dayOf(now), page.lang)}`, roster: roster ? day(page, dayOf(roster.issued_at)) : "" }))],
  ];
  return h("dl", { class: "holder-bare" }, rows.map(([key, value]) => [h("dt", { class: "visually-hidden" }, say(key)), h("dd", null, value)]));
}

/** The face is asked of the district only when the visitor wants to see it. */
function portrait(page, { standing, claims }) {
  const say = speaker(page.lang);
  const bad = standing !== "valid";
  const show = async () => {
    button.disabled = true;
    const address = await page.fetchPortrait(claims.p);
    const face = address && h("div", { class: `face ${bad ? "void" : ""}` }, h("img", { src: address, alt: say("portrait") }), bad && h("span", { class: "void-mark" }, say("void")));
    box.replaceChildren(face ?? h("p", { class: "note mark", role: "alert" }, say("no_portrait")));
  };
  const button = h("button", { class: "btn wide", type: "button", onclick: show }, icon("person"), say("face"));
  const box = h("div", { class: "face-asked" }, button, h("p", { class: "fine" }, say("face_say")));
  return box;
}

function steps(page, say) {
  return h("div", null, h("h2", { class: "visually-hidden" }, say("before")),
    h("ol", { class: "todo" }, ["look", "count", "money"].map((key) => h("li", null, h("span", null, say(key, { n: page.team }))))));
}

function ways(page, say, street) {
  const phone = street?.phone || page.phone;
  return h("div", { class: "stack" },
    phone && h("a", { class: "btn main wide", href: `tel:${phone}` }, icon("phone"), say(street?.phone ? "call" : "call_district"), h("span", { class: "nowrap" }, phone)),
    h("button", { class: "btn wide", type: "button", onclick: () => page.ask() }, say("again")));
}

function speaker(lang) {
  return (key, facts = {}) => { const words = CHECK_WORDS[lang][key]; return typeof words === "function" ? words(facts) : words; };
}

function day({ lang }, text) {
  return text ? formatDay(text, lang, { year: true }) : "";
}

function earlier(one, other) {
  return [one, other].filter(Boolean).sort()[0];
}

function later(one, other) {
  return [one, other].filter(Boolean).sort().at(-1);
}
