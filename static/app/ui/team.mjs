// Who is in the home: colleagues' badges scanned one after another, each shown before it counts (S7-CRED-05/06).

import { boldThen, h, icon } from "./dom.mjs";
import { frame } from "./shell.mjs";
import { askForCode, verdictOf, verdictView } from "./badge.mjs";
import { countDistinct, refusalToJoin, scannedMember, stillNeeded } from "../core/team.mjs";
import { formatInstant, timeOf } from "../core/days.mjs";

export async function showTeam(app, { session, base }) {
  if (!session.draft.started_at) await session.begin();
  const view = { verdict: null, token: null, refusal: null, note: null };
  let asking = null;

  function draw() {
    asking?.stop();
    const body = view.verdict ? verdictPage(app, session, view) : askPage(app, session, view);
    asking = body.asking ?? null;
    frame(app, {
      title: view.verdict ? body.title : app.say("badge_check_colleague"),
      back: { href: base, label: app.say("back_home", { head: session.task.head }) },
      heading: app.say("badge_check_colleague"), place: "badge", main: body.main, foot: h("div", { class: "stack" }, body.foot),
    });
  }

  function askPage() {
    const enough = stillNeeded(session.draft.team, session.minTeam) === 0;
    const question = askForCode(app, { onCode: check, autoStart: !enough, lookPast });
    const go = h("a", { class: enough ? "btn main wide" : "btn wide", href: `${base}/section/1` }, app.say(enough ? "team_full" : "team_go"));
    return { asking: question, main: [h("h1", { class: "visually-hidden" }, app.say("badge_check_colleague")), view.note && h("p", { class: "note red pad-note", role: "alert" }, view.note), question.element, slots(app, session, draw)], foot: [go] };
  }

  /** A colleague taken on a moment ago still stands before the camera. */
  function lookPast(text) {
    const known = session.draft.team.some(({ badge }) => badge && text.endsWith(badge));
    return known ? boldThen(app.lang, app.say("note_twice_bold"), app.say("note_twice")) : null;
  }

  async function check(code) {
    Object.assign(view, { note: null, token: code?.token ?? null, verdict: await verdictOf(app, code, { roster: app.roster, staleDays: session.staleDays }) });
    view.refusal = refusalToJoin(view.verdict, { task: session.task, team: session.draft.team, token: view.token });
    draw();
  }

  function verdictPage() {
    const shown = verdictView(app, view.verdict, { serialOnly: view.token === null });
    const main = [shown.element, refusalNote(app, view), slots(app, session, draw, view.refusal ? null : view.verdict.claims.a)];
    return { title: shown.title, main, foot: view.refusal ? refusedButtons() : joinButtons() };
  }

  function joinButtons() {
    const left = stillNeeded(session.draft.team, session.minTeam) - 1;
    const words = left > 0 ? app.say("is_them", { n: countDistinct(session.draft.team) + 2 }) : app.say("is_them_last");
    return [
      h("button", { class: "btn main wide", type: "button", onclick: join }, words),
      h("button", { class: "btn stop wide", type: "button", onclick: () => { Object.assign(view, { verdict: null, note: app.say("not_them_say") }); draw(); } }, app.say("not_them")),
    ];
  }

  function refusedButtons() {
    const { phone } = app.account.enrolment.district;
    return [
      h("button", { class: "btn main wide", type: "button", onclick: () => { view.verdict = null; draw(); } }, app.say(view.verdict.standing === "malformed" ? "scan_again" : "scan_another")),
      phone && h("a", { class: "btn wide", href: `tel:${phone}` }, icon("phone"), app.say("ask_street")),
    ];
  }

  async function join() {
    session.draft.team.push(scannedMember(view.verdict, view.token, formatInstant(app.now())));
    await session.flush();
    view.verdict = null;
    if (stillNeeded(session.draft.team, session.minTeam) === 0) app.go(`${base}/section/1`);
    else draw();
  }

  draw();
  return { refresh: null, relabel: draw, leave: () => asking?.stop() };
}

function slots(app, { draft, minTeam }, draw, just = null) {
  const places = Math.max(minTeam, draft.team.length + (just ? 1 : 0));
  const empty = Math.max(0, minTeam - draft.team.length - (just ? 1 : 0));
  const list = draft.team.map((member) => filled(app, member));
  if (just) list.push(h("li", { class: "slot just" }, h("b", null, icon("check"), app.roster?.entries.find((entry) => entry.assessor === just)?.name ?? just), app.say("team_just")));
  for (let at = 0; at < empty; at += 1) list.push(h("li", { class: "slot empty" }, h("b", null, icon("scan"), app.say("team_nth", { n: places - empty + at + 1 })), app.say("team_not_yet")));
  return [h("h2", { class: "h2" }, app.say("team_least", { least: minTeam })), h("ul", { class: "slots" }, list)];

  function filled(_, member) {
    const own = member.how === "this_tablet";
    const remove = h("button", { class: "link small", type: "button", "aria-label": app.say("team_remove", { name: member.name }), onclick: () => { draft.team.splice(draft.team.indexOf(member), 1); draw(); } }, icon("cross"));
    return h("li", { class: "slot" }, h("b", null, icon("check"), member.name, !own && remove), own ? app.say("team_you") : app.say("team_seen", { time: timeOf(member.seen_at) }));
  }
}

function refusalNote(app, { verdict, refusal }) {
  const notes = { not_assigned: "note_not_assigned", counted_twice: "note_twice" };
  if (!refusal) return h("p", { class: "note pad-note" }, boldThen(app.lang, app.say("note_look_bold"), app.say("note_look")));
  if (notes[refusal]) return h("p", { class: "note red pad-note", role: "alert" }, boldThen(app.lang, app.say(`${notes[refusal]}_bold`), app.say(notes[refusal])));
  if (refusal === "no_badge") return h("p", { class: "note mark pad-note" }, app.say("badge_serial_only"));
  if (verdict.standing === "malformed") return null;
  return h("p", { class: "note red pad-note" }, h("b", null, app.say("note_refuse_bold")), h("br"), app.say("note_refuse"));
}
