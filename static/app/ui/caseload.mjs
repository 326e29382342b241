// The first screen: whom to visit, by due date, with the state of each.

import { buildCaseload, daysLeft, findCases, groupByDue, inTab, TABS } from "../core/cases.mjs";
import { countersignId } from "../core/countersign.mjs";
import { dayOf, formatDay, formatDayAndWeekday, formatWhen } from "../core/days.mjs";
import { h, icon } from "./dom.mjs";
import { frame, inLanguage } from "./shell.mjs";
import { offerUpdate } from "./update_offer.mjs";

const CHIPS = {
  to_visit: ["pen", "ring"], beside: ["soft", "ring"], draft: ["pen", "half"], waiting: ["solid", "box"], sent: ["pen", "up"],
  received: ["ok", "check"], returned: ["red", "undo"], aside: ["mark", "pause"], withdrawn: ["mark", "pause"],
};
const HOLES = {
  to_visit: ["", null], beside: ["todo", null], draft: ["half", null], waiting: ["done", "box"], sent: ["sent", "up"],
  received: ["done", "check"], returned: ["bad", "undo"], aside: ["held", "pause"], withdrawn: ["held", "pause"],
};

export async function showCaseload(app) {
  app.caseload ??= { tab: "open", typed: "", top: 0 }; // where they were when they opened a household
  const view = app.caseload;
  const list = h("div", { class: "cases", onclick: () => { view.top = window.scrollY; } });
  const heading = h("h1", null, "");
  const offer = h("div", null);
  const tabs = h("nav", { class: "tabs", "aria-label": app.say("by_state") });
  let facts = await readCaseload(app.account);
  let lines = new Map(); // drawn once for these facts, then only shown and hidden

  function draw() {
    const today = dayOf(app.now());
    const open = groupByDue(facts.items.filter((item) => inTab(item, "open")), today);
    const update = offerUpdate(app);
    offer.replaceChildren(...(update ? [update] : []));
    heading.replaceChildren(app.say("headline", { today: open.today.length, first: open.first.length }));
    tabs.replaceChildren(...Object.keys(TABS).map((tab) => tabLink(app, facts.items, tab, view, choose)));
    const shown = findCases(view.typed ? facts.items : facts.items.filter((item) => inTab(item, view.tab)), view.typed);
    list.replaceChildren(...notices(app, facts), ...(shown.length ? groups(app, groupByDue(shown, today), (item) => drawn(item, today)) : [nothing(app, facts, view, () => choose(view.tab))]));
  }

  function drawn(item, today) {
    if (!lines.has(item.key)) lines.set(item.key, line(app, item, today));
    return lines.get(item.key);
  }

  function choose(tab) {
    Object.assign(view, { tab, typed: "" });
    input.value = "";
    draw();
  }

  /** A syllable that is still being composed is no word yet. */
  function type(event) {
    if (event.isComposing || view.typed === input.value) return;
    view.typed = input.value;
    draw();
  }

  const input = h("input", { class: "input", type: "search", name: "q", autocomplete: "off", "aria-label": app.say("find_label"), placeholder: app.say("find_hint"), oninput: type, oncompositionend: () => type({ isComposing: false }) });
  input.value = view.typed;
  const find = h("form", { class: "find", role: "search", onsubmit: (event) => { event.preventDefault(); type(event); } },
    input, h("button", { class: "btn", type: "submit" }, icon("search"), app.say("find")));

  draw();
  frame(app, {
    title: app.say("cases_title"), dock: "cases",
    main: [offer, h("div", { class: "page-h" }, h("p", { class: "quiet" }, formatDayAndWeekday(dayOf(app.now()), app.lang)), heading), find, tabs, list],
  });
  window.scrollTo(0, view.top);

  /** Lines that say the same stay as they are: a tap that is under way is not lost. */
  async function refresh() {
    const now = await readCaseload(app.account);
    if (drawnFrom(now) !== drawnFrom(facts)) lines = new Map();
    facts = now;
    draw();
  }
  return { refresh, leave: () => { view.typed = input.value; } }; // a word still being composed too
}

function drawnFrom({ items }) {
  return JSON.stringify(items.map(({ key, state, again, dueOn, head, persons, address, phone, draft, task, receipt }) =>
    [key, state, again, Boolean(task), dueOn, head, persons, address, phone, draft?.left, task?.note, task?.returned, task?.declared_summary, task?.elsewhere, receipt?.received_at]));
}

async function readCaseload({ enrolment, tasks, drafts, outbox }) {
  const [read, kept, seals, signed] = await Promise.all([tasks.readAll(), drafts.all(), drafts.seals(), outbox.countersigns()]);
  const open = ({ case: file, round }) => !signed.includes(countersignId({ case: file, round, assessor: enrolment.assessor.id }));
  return { items: buildCaseload({ tasks: read.tasks, drafts: kept, seals, receipts: read.receipts }), unopened: read.unopened, confirms: read.confirms.filter(open) };
}

function tabLink(app, items, tab, view, choose) {
  const n = items.filter((item) => inTab(item, tab)).length;
  const current = tab === view.tab && !view.typed;
  return h("button", { type: "button", "aria-current": current ? "true" : null, onclick: () => choose(tab) }, app.say(`tab_${tab}`, { n }));
}

function notices(app, { unopened, confirms }) {
  return [
    unopened.length > 0 && h("p", { class: "note red pad-note", role: "alert" }, app.say("unopened", { n: unopened.length })),
    ...confirms.map(({ case: file, round, head }) => h("p", { class: "note mark pad-note to-sign" }, h("b", null, app.say("cosign_waiting", { head })), h("a", { class: "link", href: `#/countersign/${file}/${round}` }, app.say("cosign_open")))),
  ].filter(Boolean);
}

function groups(app, byGroup, drawn) {
  return Object.entries(byGroup).filter(([, items]) => items.length).map(([name, items]) =>
    h("section", null, h("h2", { class: "group-h" }, app.say(`group_${name}`), " ", h("span", null, app.say(`group_${name}_say`, { n: items.length }))), items.map(drawn)));
}

function line(app, item, today) {
  const [kind, picture] = HOLES[item.again ? "returned" : item.state];
  return h("article", { class: "case", "data-case": item.case },
    due(app, item, today),
    h("div", { class: "on-line" }, h("span", { class: `hole ${kind}` }, picture && icon(picture)),
      h("h3", null, h("a", { href: `#/case/${item.case}/${item.round}` }, item.head), item.persons !== null && h("span", { class: "n" }, app.say("persons", { n: Number(item.persons) })), purposeTag(app, item.purpose), stateChip(app, item)),
      h("p", null, item.address),
      says(app, item, today),
      item.phone && h("a", { class: "btn small call-in", href: `tel:${item.phone}`, "aria-label": app.say("call", { head: item.head }) }, icon("phone"), app.say("call_short"))),
    item.phone ? h("a", { class: "icon-btn line call", href: `tel:${item.phone}`, "aria-label": app.say("call", { head: item.head }) }, icon("phone")) : h("span"));
}

/** What they go for, where it is not the visit of an application. */
export function purposeTag(app, purpose) {
  return purpose !== "visit" && h("span", { class: "n" }, app.say(`purpose_${purpose}`));
}

/** The state as a stamp: glyph and word. */
export function stateChip(app, item) {
  const [kind, picture] = CHIPS[item.state];
  const words = item.state === "draft" && !item.lead && item.draft?.left !== undefined ? app.say("state_draft_left", { n: item.draft.left }) : app.say(`state_${item.state}`);
  return h("span", { class: `chip ${kind}` }, icon(picture), words);
}

function due(app, item, today) {
  const left = daysLeft(item, today);
  if (left === null) return h("p", { class: "due" }, h("b", null, app.say("due_none")));
  const settled = ["received", "waiting", "sent"].includes(item.state);
  const words = left === 0 ? app.say("due_today") : app.say(left < 0 ? "due_late" : "due_in", { n: Math.abs(left) });
  const day = formatDay(item.dueOn, app.lang, { short: true });
  if (settled) return h("p", { class: "due" }, h("small", null, day));
  return h("p", { class: `due ${left < 0 || item.again ? "late" : ""}` }, h("b", null, words), h("small", null, left < 0 && icon("warn"), day));
}

/** The line under the address: why it came back, or what the family declared. */
function says(app, item, today) {
  if (item.state === "aside") return h("p", { class: "brown" }, app.say("aside_reason", { reason: inLanguage(item.receipt.reason, app.lang) }));
  if (item.state === "withdrawn") return h("p", { class: "brown" }, app.say("withdrawn_reason"));
  if (item.state === "received") return h("p", { class: "quiet" }, app.say("received_at", { when: formatWhen(item.receipt.received_at, today, app.lang) }));
  if (item.seal) return h("p", { class: "quiet" }, app.say("sealed_at", { when: formatWhen(item.seal.sealed_at, today, app.lang) }));
  if (item.lead) return h("p", null, app.say(item.task ? "beside_lead" : "beside_late", { name: item.lead.name }));
  const note = inLanguage(item.task?.note, app.lang);
  const declared = inLanguage(item.task?.declared_summary, app.lang);
  return [
    item.again && item.task.returned && returned(app, item.task.returned, today),
    note && h("p", { class: item.again && !item.task.returned ? "red strong" : "" }, note),
    declared && h("p", { class: "quiet" }, declared),
    item.state === "to_visit" && item.task.elsewhere && h("p", { class: "quiet" }, app.say("elsewhere_title")),
  ];
}

/** Why the desk sent it back: who, when, and their own words. */
export function returned(app, { at, by, words }, today) {
  const when = formatWhen(at, today, app.lang);
  return h("p", { class: "red" }, by ? app.say("returned_by", { by: inLanguage(by, app.lang), when }) : app.say("returned_at", { when }), h("b", null, inLanguage(words, app.lang)));
}

function nothing(app, { items }, view, clear) {
  if (view.typed) return state(app.say("empty_find", { typed: view.typed }), app.say("empty_find_say"), h("button", { class: "btn", type: "button", onclick: clear }, app.say("clear_find")));
  if (items.length === 0 && app.account.sync.state.phase !== "idle") return state(app.say("tasks_coming"), app.say("tasks_coming_say"), null);
  if (items.length === 0) return state(app.say("no_tasks_yet"), app.say("no_tasks_yet_say"), h("button", { class: "btn", type: "button", onclick: () => app.syncNow() }, app.say("sync_now")));
  return state(app.say(view.tab === "open" ? "empty_open" : "empty_tab"), app.say(view.tab === "open" ? "empty_open_say" : "empty_tab_say"), null);
}

/** The dashed frame: what is so, what to do, one button. */
export function state(title, words, button) {
  return h("div", { class: "state pad-state" }, h("h2", null, title), h("p", null, words), button);
}
