// Sync and storage: what waits, what moved, the last success and the last failure in words, and whether this
// browser promised to keep what lies here.

import { h } from "./dom.mjs";
import { frame, inLanguage } from "./shell.mjs";
import { offerUpdate } from "./update_offer.mjs";
import { formatBytes } from "../core/bytes.mjs";
import { dayOf, formatWhen } from "../core/days.mjs";
import { askToPersist, readSpace, readVersion } from "../data/storage.mjs";
import { allEnrolments } from "../data/device.mjs";

export async function showSync(app) {
  const body = h("div", null);
  async function draw() {
    const [persisted, space, enrolments, version] = await Promise.all([app.persisted, readSpace(), allEnrolments(), readVersion()]);
    body.replaceChildren(...parts(app, { persisted, space, enrolments, version, again: askAgain }));
  }
  async function askAgain() {
    app.persisted = askToPersist();
    await draw();
  }
  frame(app, { title: app.say("syncpage_title"), dock: "sync", main: [offerUpdate(app), h("div", { class: "page-h" }, h("h1", null, app.say("syncpage_title"))), body] });
  await draw();
  return { refresh: draw };
}

function parts(app, { persisted, space, enrolments, version, again }) {
  const { state } = app.account.sync;
  const when = (instant) => (instant ? formatWhen(instant, dayOf(app.now()), app.lang) : app.say("syncpage_never"));
  const busy = state.phase !== "idle";
  return [
    block(app.say("syncpage_status"), [
      ["syncpage_waiting", app.say("syncpage_waiting_say", state.waiting)],
      ["syncpage_unanswered", app.say("syncpage_visits", { n: state.unanswered })],
      state.bytes > 0 && ["syncpage_bytes", formatBytes(state.bytes)],
      ["syncpage_fetched", when(state.fetchedAt)],
      ["syncpage_success", when(state.lastSuccess)],
      ["syncpage_error", lastFailure(app, state, when)],
      state.dropped > 0 && ["syncpage_cleared", app.say("syncpage_dropped", { n: state.dropped })],
    ], app),
    h("div", { class: "pad stack" }, h("button", { class: "btn main", type: "button", disabled: busy, onclick: () => app.syncNow() }, app.say("sync_now"))),
    block(app.say("syncpage_storage"), [
      ["syncpage_persist", app.say(`syncpage_persist_${persisted}`)],
      ["syncpage_space", space ? app.say("syncpage_space_say", { used: formatBytes(space.used), left: formatBytes(space.left) }) : app.say("syncpage_space_unknown")],
      ["syncpage_roster", app.roster ? app.say("badge_roster", { when: when(app.roster.issued_at), n: app.roster.entries.length }) : app.say("badge_no_roster")],
      ["syncpage_number", app.account.enrolment.device.number],
      ["syncpage_district", inLanguage(app.account.enrolment.district.name, app.lang)],
      version && ["syncpage_version", version],
    ], app),
    persisted === "no" && h("div", { class: "pad stack" }, h("button", { class: "btn", type: "button", onclick: again }, app.say("syncpage_ask_again"))),
    h("h2", { class: "group-h" }, app.say("syncpage_accounts")),
    h("ul", { class: "accounts pad" }, enrolments.map((each) => account(app, each)), h("li", null, h("a", { class: "link", href: "#/enrol" }, app.say("lock_add")))),
  ].filter(Boolean);
}

function lastFailure(app, state, when) {
  if (!state.reached) return app.say("syncpage_unreached");
  return state.error ? h("span", { class: "brown strong" }, `${state.error[app.lang]} (${state.error.code}, ${when(state.error.at)})`) : app.say("syncpage_no_error");
}

function block(title, rows, app) {
  return h("section", null, h("h2", { class: "group-h" }, title), h("dl", { class: "facts wide pad" }, rows.filter(Boolean).map(([key, value]) => [h("dt", null, app.say(key)), h("dd", null, value)])));
}

function account(app, enrolment) {
  const current = enrolment.assessor.id === app.account.enrolment.assessor.id;
  return h("li", null, h("b", null, enrolment.assessor.name), current ? [h("span", { class: "chip bare ok" }, app.say("syncpage_current")), h("a", { class: "link", href: "#/pin" }, app.say("pin_change")), h("button", { class: "btn small", type: "button", onclick: () => app.lock() }, app.say("lock_now"))] : h("button", { class: "btn small", type: "button", onclick: () => app.useAssessor(enrolment.assessor.id) }, `${app.say("syncpage_switch")} ${enrolment.assessor.name}`));
}
