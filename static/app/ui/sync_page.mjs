// Sync and storage: what waits, what moved, the last success and the last failure in words, a pause, whether the
// tablet opens with no network, and whether this browser promised to keep what lies here.

import { h, rich } from "./dom.mjs";
import { frame, inLanguage } from "./shell.mjs";
import { formatBytes } from "../core/bytes.mjs";
import { dayOf, formatWhen } from "../core/days.mjs";
import { isClockOff } from "../core/sync_status.mjs";
import { KEPT_DAYS } from "../core/receipts.mjs";
import { askToPersist, readSpace, readVersions } from "../data/storage.mjs";
import { allEnrolments } from "../data/device.mjs";

export async function showSync(app) {
  const body = h("div", null);
  const exported = app.account.exported ??= { working: null, told: null }; // the language key draws the page anew
  async function draw() {
    const [persisted, space, enrolments, versions, { tasks }] = await Promise.all([app.persisted, readSpace(), allEnrolments(), readVersions(), app.account.tasks.readAll()]);
    body.replaceChildren(...parts(app, { persisted, space, enrolments, versions, tasks: tasks.length, again: askAgain, exported, save }));
  }
  /** The file is made by code that is fetched when somebody wants one; the service worker has it. */
  async function save() {
    Object.assign(exported, { working: { done: 0, total: 0 }, told: null });
    await draw();
    const { exportToFile } = await import("./export.mjs");
    exported.told = await exportToFile(app, (done, total) => { exported.working = { done, total }; return draw(); });
    exported.working = null;
    await draw();
  }
  async function askAgain() {
    app.persisted = askToPersist();
    await draw();
  }
  frame(app, { title: app.say("syncpage_title"), dock: "sync", main: [h("div", { class: "page-h" }, h("h1", null, app.say("syncpage_title"))), body] });
  await draw();
  return { refresh: draw };
}

function parts(app, facts) {
  return [
    sending(app, facts),
    h("div", { class: "pad stack" }, keys(app)),
    exporting(app, facts),
    tablet(app, facts),
    facts.persisted === "no" && h("div", { class: "pad stack" }, h("button", { class: "btn", type: "button", onclick: facts.again }, app.say("syncpage_ask_again"))),
    h("h2", { class: "group-h" }, app.say("syncpage_accounts")),
    h("ul", { class: "accounts pad" }, facts.enrolments.map((each) => account(app, each)), h("li", null, h("a", { class: "link", href: "#/enrol" }, app.say("lock_add")))),
  ].filter(Boolean);
}

function sending(app, { tasks }) {
  const { state } = app.account.sync;
  const when = whenIn(app);
  return block(app.say("syncpage_status"), [
    ["syncpage_ready", readiness(app, state, tasks)],
    ["syncpage_waiting", app.say("syncpage_waiting_say", state.waiting)],
    ["syncpage_unanswered", app.say("syncpage_visits", { n: state.unanswered })],
    state.moved && ["syncpage_moved", app.say("syncpage_moved_say", { ...state.moved, bytes: formatBytes(state.moved.bytes), when: when(state.moved.at) })],
    state.got > 0 && ["syncpage_got", formatBytes(state.got)],
    ["syncpage_fetched", when(state.fetchedAt)],
    ["syncpage_success", when(state.lastSuccess)],
    ["syncpage_error", lastFailure(app, state, when)],
    state.dropped > 0 && ["syncpage_cleared", app.say("syncpage_dropped", { n: state.dropped })],
    state.paused && ["syncpage_paused", h("span", { class: "brown strong" }, app.say("syncpage_paused_say"))],
  ], app);
}

/** One thing to do next: go on where it was paused, else sync now; pausing beside it. */
function keys(app) {
  const { sync } = app.account;
  if (sync.state.paused) return h("button", { class: "btn main", type: "button", onclick: () => sync.resume() }, app.say("syncpage_resume"));
  return [
    h("button", { class: "btn main", type: "button", disabled: sync.state.phase !== "idle", onclick: () => app.syncNow() }, app.say("sync_now")),
    h("button", { class: "btn", type: "button", "aria-describedby": "pause-say", onclick: () => sync.pause() }, app.say("syncpage_pause")),
    h("p", { class: "quiet small", id: "pause-say" }, app.say("syncpage_pause_say")),
  ];
}

/** What is not sent, as a file for a USB stick. */
function exporting(app, { exported: { working, told }, save }) {
  return h("section", null,
    h("h2", { class: "group-h" }, app.say("export_title")),
    h("div", { class: "pad stack gap-above" },
      h("p", { id: "export-say" }, app.say("export_say"), app.lang === "zh" ? "" : " ", h("b", null, app.say("export_kept"))),
      h("button", { class: "btn", type: "button", "aria-describedby": "export-say", disabled: working !== null, onclick: save }, app.say("export_key")),
      h("div", { role: "status" }, working && h("p", null, app.say("export_working", working)), told && h("p", { class: `note ${told.bad ? "red" : "mark"}` }, rich(app.say(told.key, told.facts))))));
}

function tablet(app, { persisted, space, versions }) {
  const when = whenIn(app);
  return block(app.say("syncpage_storage"), [
    ["syncpage_persist", app.say(`syncpage_persist_${persisted}`)],
    ["syncpage_space", spaceLeft(app, space)],
    ["syncpage_kept", app.say("syncpage_kept_say", { days: KEPT_DAYS })],
    ["syncpage_roster", app.roster ? app.say("badge_roster", { when: when(app.roster.issued_at), n: app.roster.entries.length }) : app.say("badge_no_roster")],
    ["syncpage_clock", clock(app)],
    ["syncpage_number", app.account.enrolment.device.number],
    ["syncpage_district", inLanguage(app.account.enrolment.district.name, app.lang)],
    versions.length > 0 && ["syncpage_version", versions.length > 1 ? `${versions[0]} (${versions.at(-1)} ${app.say("syncpage_version_next")})` : versions[0]],
  ], app);
}

function clock(app) {
  const { ahead } = app.account.sync.state;
  return isClockOff(ahead) ? h("span", { class: "brown strong" }, app.say("syncpage_clock_off", { ahead })) : app.say("syncpage_clock_right");
}

function readiness(app, { lacking }, tasks) {
  if (!lacking) return app.say("syncpage_never");
  return lacking.length ? h("span", { class: "brown strong" }, app.say("syncpage_ready_no", { lacking })) : app.say("syncpage_ready_yes", { tasks });
}

function spaceLeft(app, space) {
  if (!space) return app.say("syncpage_space_unknown");
  const left = formatBytes(space.left);
  const words = app.say("syncpage_space_say", { used: formatBytes(space.used), left });
  return space.enough ? words : [words, h("br"), h("span", { class: "red strong" }, app.say("syncpage_tight", { left }))];
}

/** The last thing that went wrong stays told after it went right. */
function lastFailure(app, { lastFailure: failure, lastSuccess }, when) {
  if (!failure) return app.say("syncpage_no_error");
  const words = failure.how ? app.say("syncpage_unreached_how", failure) : `${failure[app.lang]} (${failure.code})`;
  const over = lastSuccess && lastSuccess >= failure.at;
  return h("span", { class: over ? "" : "brown strong" }, words, app.lang === "zh" ? "" : " ", when(failure.at), over && (app.lang === "zh" ? `，${app.say("syncpage_over")}` : `, ${app.say("syncpage_over")}`));
}

function whenIn(app) {
  return (instant) => (instant ? formatWhen(instant, dayOf(app.now()), app.lang) : app.say("syncpage_never"));
}

function block(title, rows, app) {
  return h("section", null, h("h2", { class: "group-h" }, title), h("dl", { class: "facts wide pad" }, rows.filter(Boolean).map(([key, value]) => [h("dt", null, app.say(key)), h("dd", null, value)])));
}

function account(app, enrolment) {
  const current = enrolment.assessor.id === app.account.enrolment.assessor.id;
  return h("li", null, h("b", null, enrolment.assessor.name), current ? [h("span", { class: "chip bare ok" }, app.say("syncpage_current")), h("a", { class: "link", href: "#/pin" }, app.say("pin_change")), h("button", { class: "btn small", type: "button", onclick: () => app.lock() }, app.say("lock_now"))] : h("button", { class: "btn small", type: "button", onclick: () => app.useAssessor(enrolment.assessor.id) }, `${app.say("syncpage_switch")} ${enrolment.assessor.name}`));
}
