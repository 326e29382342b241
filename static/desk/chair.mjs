// The chair's page goes on without a network: what is entered is kept in the page, shown at once, and sent in
// order when the network is back, each thing exactly once (S7-MEET); the page itself is kept too, and opens again
// without a network while the meeting goes on. Without this file every form posts itself.
import { showUnsent } from "./chair/bar.mjs";
import { dropDraft, keepDrafts } from "./chair/draft.mjs";
import { apply, check, pendingOf } from "./chair/fold.mjs";
import { keepPage } from "./chair/keeper.mjs";
import { openQueue } from "./chair/queue.mjs";
import { renew, send } from "./chair/sender.mjs";
import { bring, showMeeting } from "./chair/view.mjs";

const AGAIN_MS = 4_000;
const KEEP_MS = 1_000; // after the last entry was recorded
const OWN = ["csrf_token", "jotting", "seen"];

class Chair {
  constructor(root, queue) {
    this.root = root;
    this.queue = queue;
    this.recorded = JSON.parse(root.dataset.meeting);
    const since = queue.recorded.filter(({ recorded }) => recorded > this.recorded.seen);
    this.meeting = [...since, ...queue.items].reduce(apply, this.recorded);
    this.seen = Math.max(this.recorded.seen, ...since.map(({ recorded }) => recorded));
    this.older = since.length > 0; // than the record: opened without a network
    this.keeps = false;
    // What was left unsent and what is added to it rest on one another: they are of one page to the server.
    const [page, noted] = queue.items.at(-1)?.key.split(".") ?? [newKey(), "0"];
    this.page = page;
    this.noted = Number(noted);
    this.entered = false; // whether anything was on the page that is open
    this.session = { token: document.querySelector("[name=csrf_token]")?.value, page: location.pathname };
    this.sending = false;
    this.stopped = false;
  }

  start() {
    this.root.addEventListener("submit", (event) => this.note(event));
    this.root.addEventListener("click", (event) => this.go(event));
    this.root.addEventListener("input", () => clearErrors(this.root, ".told"));
    addEventListener("online", () => this.pump());
    addEventListener("beforeunload", (event) => this.queue.items.length && !this.keeps && event.preventDefault());
    const pressed = { "[data-look]": () => location.reload(), "[data-again]": () => this.again(), "[data-skip]": (button) => this.skip(button), "[data-drop]": (button) => this.drop(button) };
    for (const [button, act] of Object.entries(pressed)) {
      document.querySelector(button)?.addEventListener("click", ({ currentTarget }) => act(currentTarget));
    }
    if (this.queue.items.length || this.older) showMeeting(this.root, this.meeting);
    if (this.older) this.bring(viewAsked(this.root) ?? pendingOf(this.meeting)[0] ?? "signing");
    keepDrafts(this.root, this.meeting.id, () => this.seen);
    this.pump();
    this.keep();
  }

  /** Keeps the page as the record has it now. */
  async keep() {
    if (!this.root.querySelector("form[data-jotting]")) return; // somebody who only looks
    const seen = await keepPage(this.session.page);
    this.keeps ||= seen !== null;
    if (seen !== null) await this.queue.forget(seen);
  }

  /** A form becomes a jotting: checked, kept, shown, and sent when it can be. */
  async note(event) {
    const form = event.target.closest("form[data-jotting]");
    if (!form) return;
    event.preventDefault();
    const jotting = this.read(form, event.submitter);
    if (!jotting) return countAgain(form);
    const refusal = check(this.meeting, jotting);
    if (refusal) return this.refuse(form, refusal);
    this.noted += 1;
    this.entered = true;
    this.meeting = apply(this.meeting, jotting);
    showMeeting(this.root, this.meeting);
    if (jotting.kind === "attendance") this.bring(pendingOf(this.meeting)[0]);
    clearErrors(this.root);
    dropDraft(this.meeting.id, form);
    await this.queue.add(jotting);
    this.pump();
  }

  read(form, submitter) {
    const data = new FormData(form);
    if (submitter?.name) data.set(submitter.name, submitter.value);
    const fields = [...data.entries()].filter(([name]) => !OWN.includes(name));
    if (form.dataset.jotting === "ballot" && submitter?.value !== "close") return null;
    return {
      key: `${this.page}.${this.noted}`, seen: this.seen, at: new Date().toISOString(), kind: form.dataset.jotting,
      label: form.dataset.label, action: new URL(form.action).pathname, fields,
    };
  }

  /** Says why, where the form is, as the server would. */
  refuse(form, { code, facts }) {
    const sentence = JSON.parse(this.root.dataset.refusals)[code].replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);
    clearErrors(this.root);
    const told = document.createElement("p");
    told.className = "errors told";
    told.setAttribute("role", "alert");
    told.textContent = sentence;
    form.before(told);
    told.scrollIntoView({ block: "nearest" });
  }

  go(event) {
    const link = event.target.closest("a[data-go]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.bring(link.dataset.go === "next" ? pendingOf(this.meeting)[0] : link.dataset.go);
  }

  bring(name) {
    bring(this.root, name);
    history.replaceState(null, "", `${location.pathname}?case=${encodeURIComponent(name)}`);
    scrollTo(0, 0);
  }

  /** Sends what is left, one after another; what is not known to have arrived is sent again later. */
  async pump() {
    if (this.sending || this.stopped) return;
    this.sending = true;
    clearTimeout(this.timer);
    let outcome = {};
    while (this.queue.items.length && !outcome.stop) outcome = await this.sendFirst();
    this.sending = false;
    if (!this.queue.items.length && this.skipped) return location.reload();
    if (!this.queue.items.length) {
      clearTimeout(this.keeping);
      this.keeping = setTimeout(() => this.keep(), KEEP_MS);
      return this.say(this.entered ? "sent" : "");
    }
    if (outcome.later) this.timer = setTimeout(() => this.pump(), AGAIN_MS);
  }

  async sendFirst() {
    this.say(this.late ? "offline" : "sending");
    const { recorded, refused, signedOut } = await send(this.queue.items[0], this.session);
    this.late = false;
    if (recorded !== undefined) {
      this.seen = Math.max(this.seen, recorded);
      await this.queue.shift(recorded);
      return {};
    }
    if (refused !== undefined) return this.stop("refused", refused);
    if (signedOut) return this.wait("signedOut");
    this.late = true;
    return this.wait("offline");
  }

  stop(state, why) {
    this.stopped = true;
    document.querySelector("[data-skip]").hidden = !this.queue.split.others.length;
    this.say(state, why);
    return { stop: true };
  }

  wait(state) {
    this.say(state);
    return { stop: true, later: true };
  }

  /** Sends what was refused once more, resting on what is recorded now. */
  async again() {
    const { seen, signedOut } = await renew(this.session);
    if (signedOut) return this.say("signedOut");
    if (seen === undefined) return this.say("offline");
    this.seen = seen;
    await this.queue.rest(seen);
    this.stopped = false;
    return this.pump();
  }

  /** One case that is no longer to be decided here does not hold the others up. */
  async skip(button) {
    if (!isSure(button)) return;
    await this.queue.skip();
    this.skipped = true;
    await this.again();
  }

  async drop(button) {
    if (!isSure(button)) return;
    await this.queue.drop();
    location.reload();
  }

  say(state, why) {
    showUnsent(document, state, this.queue.items, why);
    document.querySelector("[data-not-kept]").hidden = this.queue.kept || !this.queue.items.length;
  }
}

/** Nothing goes without being asked for twice. */
function isSure(button) {
  const asked = Boolean(button.dataset.asked);
  button.dataset.ask ??= button.textContent;
  button.textContent = asked ? button.dataset.ask : button.dataset.sure;
  button.dataset.asked = asked ? "" : "yes";
  return asked;
}

/** The hands are entered one by one and counted at once: to count again is to go through them from the first. */
function countAgain(form) {
  form.scrollIntoView({ block: "start" });
  form.querySelector("[role=radiogroup]:not([hidden]) input, .numbers input")?.focus({ preventScroll: true });
}

/** The part of the page its address names, where there is one: a kept page has the one in front it was kept with. */
function viewAsked(root) {
  const asked = new URLSearchParams(location.search).get("case");
  const views = [...root.querySelectorAll("[data-view]")].map((view) => view.dataset.view);
  return views.includes(asked) ? asked : null;
}

/** 128 random bits in hex, the name of this page. */
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function clearErrors(root, which = ".errors") {
  for (const told of root.querySelectorAll(which)) told.remove();
}

const root = document.querySelector("[data-meeting]");
if (root) openQueue(JSON.parse(root.dataset.meeting).id).then((queue) => new Chair(root, queue).start());
