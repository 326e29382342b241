// What is urgent goes to temporary relief at once (C-23): one page, before the visit, in it and after it. It is kept
// on the tablet with no network, goes up before everything else, and the case goes on as it was.

import { MOST_WORDS, callPayload, callsOf } from "../core/hardship.mjs";
import { dayOf, formatInstant, formatWhen } from "../core/days.mjs";
import { signStatement } from "../data/seals.mjs";
import { h, icon } from "./dom.mjs";
import { frame, headingOf, inLanguage } from "./shell.mjs";

const STAMPS = { kept: ["solid", "box"], received: ["ok", "check"], refused: ["mark", "pause"] };

/** @param {any} app @param {{task: any, form: any, base: string}} about a seal stands for a task that was taken away */
export async function showHardship(app, { task, form = null, base }) {
  const { drafts } = app.account; // the tablet may be locked while words are still being kept
  const back = () => app.say(form ? "back_contents" : "hardship_back"); // in the language of the moment
  const note = `hardship:${task.case}:${task.round}`;
  let calls = await readCalls(app, task);
  let saying = calls.length === 0;
  const wrong = h("p", { class: "red strong", role: "alert" });
  const field = h("textarea", { class: "input wide", id: "hardship-words", rows: "5", maxlength: String(MOST_WORDS), oninput: () => { void drafts.saveNote(note, field.value); } });
  field.value = (await drafts.note(note)) ?? "";

  function draw() {
    frame(app, {
      title: app.say("hardship_title"), back: { href: base, label: back() },
      heading: form ? headingOf(app, task, form) : app.say("home_of", { head: task.head }),
      main: [
        h("div", { class: "sec" }, h("h1", null, app.say("hardship_title"))),
        h("p", { class: "pad" }, app.say("hardship_say")),
        h("div", { class: "calls" }, calls.map(line)),
        saying && h("div", { class: "pad saying" }, h("label", { class: "label", for: field.id }, app.say("hardship_words")), field, wrong),
      ],
      foot: h("div", { class: "stack" }, saying
        ? h("button", { class: "btn main wide", type: "button", onclick: send }, app.say("hardship_send"))
        : [h("a", { class: "btn main wide", href: base }, back()), h("button", { class: "btn wide", type: "button", onclick: again }, app.say("hardship_again"))]),
    });
  }

  function line({ saidAt, state, reason, dueAt }) {
    const today = dayOf(app.now());
    const [kind, picture] = STAMPS[state];
    const due = dueAt && app.say("hardship_due", { when: formatWhen(dueAt, today, app.lang) });
    return h("div", { class: `note ${state === "refused" ? "red" : "mark"} pad-note` },
      h("b", null, app.say("hardship_said", { when: formatWhen(saidAt, today, app.lang) })), " ",
      h("span", { class: `chip ${kind}` }, icon(picture), app.say(`hardship_${state}`)),
      h("p", null, state === "refused" ? inLanguage(reason, app.lang) : (due ?? app.say("hardship_kept_say"))));
  }

  function again() {
    saying = true;
    draw();
    field.focus();
  }

  async function send() {
    if (!field.value.trim()) {
      wrong.replaceChildren(app.say("hardship_empty"));
      return field.focus();
    }
    const { enrolment, outbox } = app.account;
    const call = callPayload(task, { assessor: enrolment.assessor.id, words: field.value, saidAt: formatInstant(app.now()) });
    try {
      await outbox.putCall(call, { token: await signStatement(call, enrolment) });
    } catch {
      return wrong.replaceChildren(app.say("hardship_unkept"));
    }
    await forgetWords();
    calls = await readCalls(app, task);
    app.hurry();
    return draw();
  }

  async function forgetWords() {
    field.value = "";
    saying = false;
    wrong.replaceChildren();
    await drafts.saveNote(note, "");
  }

  draw();
  return { refresh, relabel: draw };

  /** Words that are being typed are not drawn over. */
  async function refresh() {
    calls = await readCalls(app, task);
    if (document.activeElement !== field) draw();
  }
}

export async function readCalls(app, about) {
  const [kept, { referred }] = await Promise.all([app.account.outbox.calls(), app.account.tasks.readAll()]);
  return callsOf(about, { kept, answers: referred });
}
