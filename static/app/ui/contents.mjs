// A household's page: what is known, the sections with what each still lacks, and the one thing to do next.

import { h, icon } from "./dom.mjs";
import { frame, headingOf, inLanguage } from "./shell.mjs";
import { purposeTag, returned, state } from "./caseload.mjs";
import { readAdults } from "./authorise.mjs";
import { readCalls } from "./hardship.mjs";
import { besideLines, besideNote } from "./beside.mjs";
import { isContribution, purposeOf } from "../core/cases.mjs";
import { countDistinct } from "../core/team.mjs";
import { countAnswers, signersMissing } from "../core/visit.mjs";
import { dayOf, formatDay, formatWhen } from "../core/days.mjs";
import { formatBytes } from "../core/bytes.mjs";
import { readSpace } from "../data/storage.mjs";

export async function showContents(app, { session, base }) {
  const { task, form, draft } = session;
  const space = session.started ? null : await readSpace();
  const tight = space && !space.enough;
  const adults = await readAdults(app, task);
  const calls = await readCalls(app, task);
  frame(app, {
    title: task.case,
    back: { href: "#/", label: app.say("back_cases") },
    heading: headingOf(app, task, form),
    place: "form",
    main: [
      h("div", { class: "page-h" }, h("h1", null, task.head, " ", task.persons !== null && h("small", { class: "quiet" }, app.say("persons", { n: Number(task.persons) })), " ", purposeTag(app, purposeOf(task)))),
      tight ? state(app.say("space_short"), app.say("space_short_say", { left: formatBytes(space.left) }), null) : null,
      task.returned && h("div", { class: "note red pad-note" }, returned(app, task.returned, dayOf(app.now()))),
      session.elsewhere && !session.started && !tight ? begunElsewhere(app, session, base) : null,
      isContribution(task) && besideNote(app, task),
      facts(app, task),
      purposeOf(task) === "visit" && urgentKey(app, calls, base),
      h("ol", { class: "bind sections" }, !isContribution(task) && teamLine(app, session, base), adults.length > 0 && authoriseLine(app, adults, base), form.sections.map((section, at) => sectionLine(app, session, base, section, at)), lastLines(app, session, base)),
    ],
    foot: h("div", { class: "stack" }, mainButton(app, session, base, tight)),
  });
  return { refresh: null };
}

/** What another tablet of theirs sent of this visit: one button goes on from there. */
function begunElsewhere(app, session, base) {
  const { saved_at: savedAt, answers, photos, assessor } = session.elsewhere;
  const go = async () => {
    await session.takeOver();
    app.go(base, { fresh: true });
  };
  const words = app.say(assessor ? "elsewhere_go_handed" : "elsewhere_go", { when: formatWhen(savedAt, dayOf(app.now()), app.lang) });
  const title = assessor ? app.say("elsewhere_handed", assessor) : app.say("elsewhere_title");
  return state(title, app.say("elsewhere_say", { answered: countAnswers(answers), photos: photos.length }), h("button", { class: "btn main", type: "button", onclick: go }, words));
}

function facts(app, task) {
  const rows = [
    ["case_number", task.case],
    ["address", task.address],
    ["phone", task.phone && h("a", { href: `tel:${task.phone}` }, task.phone)],
    ["due_on", task.due_on && formatDay(task.due_on, app.lang, { year: true })],
    ["declared_label", inLanguage(task.declared_summary, app.lang)],
    ["team_assigned", task.assessors.map(({ name }) => name).join(app.lang === "zh" ? "、" : ", ")],
    ["note_from_street", inLanguage(task.note, app.lang)],
  ];
  return h("dl", { class: "facts pad" }, rows.filter(([, value]) => value).map(([key, value]) => [h("dt", null, app.say(key)), h("dd", null, value)]));
}

function teamLine(app, { draft, minTeam }, base) {
  const n = countDistinct(draft.team);
  const kind = n >= minTeam ? "done" : n > 0 ? "half" : "";
  return entry(`${base}/team`, kind, n >= minTeam ? "check" : null, app.say("contents_team"), app.say("contents_team_say", { n, least: minTeam }));
}

/** What is urgent is said at any time: before the visit, in it, and from the page of the seal after it (C-23). */
export function urgentKey(app, calls, base) {
  return h("p", { class: "pad urgent" }, h("a", { class: "btn", href: `${base}/hardship` }, icon("warn"), app.say("hardship_key")),
    calls.length > 0 && h("span", { class: calls[0].state === "refused" ? "red strong" : "quiet" }, " ", app.say(`hardship_${calls[0].state}`)));
}

/** Where the pack asks for an information check every adult authorises it; the visit does not wait for it (C-06). */
function authoriseLine(app, adults, base) {
  const left = adults.filter(({ state }) => state === "open" || state === "refused").length;
  return entry(`${base}/authorise`, left === 0 ? "done" : left < adults.length ? "half" : "", left === 0 ? "check" : null, app.say("authorise_title"), app.say(left === 0 ? "authorise_all" : "authorise_left", { n: left }));
}

function sectionLine(app, { task, form, draft, started }, base, section, at) {
  const wrong = form.wrong(section.name).length;
  const left = form.missing(section.name).length;
  const [kind, picture] = wrong ? ["bad", "warn"] : left ? [started && draft.started_at && at <= draft.section ? "half" : "", null] : ["done", "check"];
  const words = wrong ? app.say("section_wrong", { n: wrong }) : left ? app.say(isContribution(task) ? "beside_left" : "section_left", { n: left }) : app.say("section_done");
  return entry(`${base}/section/${at + 1}`, kind, picture, `${at + 1}. ${form.text(section.name, section.label, app.lang)}`, words, wrong > 0);
}

function lastLines(app, { task, draft }, base) {
  if (isContribution(task)) return besideLines(app, base);
  const signed = draft.team.length > 0 && signersMissing(draft).length === 0;
  return [
    entry(`${base}/readback`, "", null, app.say("contents_readback"), app.say("contents_readback_say")),
    entry(`${base}/sign`, signed ? "half" : "", null, app.say("contents_sign"), app.say("contents_sign_say")),
  ];
}

/** A line of the contents: where it leads, how far it is. */
export function entry(href, kind, picture, title, words, red = false) {
  return h("li", null, h("span", { class: `hole ${kind}` }, picture && icon(picture)),
    h("a", { class: "entry", href }, h("b", null, title), h("span", { class: red ? "red strong" : "quiet" }, words)));
}

function mainButton(app, session, base, tight) {
  const { task, draft, form, minTeam } = session;
  if (tight) return h("a", { class: "btn wide", href: "#/" }, app.say("back_to_cases"));
  if (!session.started || !draft.started_at) {
    return h("button", { class: "btn main wide", type: "button", onclick: async () => { await session.begin(); app.go(isContribution(task) ? `${base}/section/1` : `${base}/team`); } }, app.say(isContribution(task) ? "beside_start" : "start_visit"));
  }
  const [href, where] = nextPlace(app, session, base, !isContribution(task) && countDistinct(draft.team) < minTeam, form);
  return h("a", { class: "btn main wide", href }, app.say("go_on", { where }), icon("next"));
}

function nextPlace(app, { draft }, base, shortTeam, form) {
  if (shortTeam) return [`${base}/team`, app.say("contents_team")];
  const at = form.sections.findIndex((section, i) => i >= draft.section && form.missing(section.name).length + form.wrong(section.name).length > 0);
  const anywhere = at >= 0 ? at : form.sections.findIndex((section) => form.missing(section.name).length + form.wrong(section.name).length > 0);
  if (anywhere < 0) return [`${base}/readback`, app.say("contents_readback")];
  const { name, label } = form.sections[anywhere];
  return [`${base}/section/${anywhere + 1}`, form.text(name, label, app.lang)];
}
