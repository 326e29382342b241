// Shows the meeting as it stands on this page. Every part is in the page already; this says which are seen.
import { panelOf, readBallot, showTally } from "../parts/ballot.mjs";
import {
  attendedOf, caseOf, flagsOf, itemOf, pendingOf, ruleOf, standingOf, unsignedOf, votersOf,
} from "./fold.mjs";

const SHANGHAI = { timeZone: "Asia/Shanghai", hour: "numeric", minute: "2-digit", hourCycle: "h23" };

export function showMeeting(root, meeting) {
  for (const view of root.querySelectorAll("[data-view]")) {
    const each = caseOf(meeting, view.dataset.view);
    if (each) showCase(view, meeting, each);
  }
  for (const said of root.querySelectorAll("[data-of]")) said.textContent = JSON.parse(said.dataset.words)[progress(meeting, said)];
  showSigning(root, meeting);
}

/** Brings one part of the page to the front: a case, the attendance, the signatures. */
export function bring(root, name) {
  for (const view of root.querySelectorAll("[data-view]")) {
    view.hidden = view.dataset.view !== name;
    const title = view.querySelector(".view-title");
    title.setAttribute("role", "heading");
    title.setAttribute("aria-level", view.hidden ? "2" : "1");
  }
}

export function clock(at) {
  return new Intl.DateTimeFormat("en-GB", SHANGHAI).format(new Date(at)).replace(/^0/, "");
}

function showCase(view, meeting, each) {
  const flags = flagsOf(meeting, each);
  for (const part of view.querySelectorAll("[data-if]")) part.hidden = !flags[part.dataset.if];
  for (const item of view.querySelectorAll("[data-item]")) showItem(item, each, flags);
  const standing = standingOf(meeting, each);
  for (const row of view.querySelectorAll("[data-member]")) showRow(row, meeting, each, standing[row.dataset.member], flags);
  const there = view.querySelector("[data-present]");
  there.textContent = there.dataset.words.replace("{n}", (each.present ?? meeting.present).length);
  showCount(view.querySelector("form[data-ballot]"), meeting, each);
}

function showItem(line, each, flags) {
  const item = Number(line.dataset.item);
  const done = flags[`done-${item}`];
  const now = item === itemOf(each) && !(item === 8 && done);
  line.className = now ? "is-now" : done ? "" : "next";
  line.querySelector(".hole").className = `hole ${done ? "done" : now ? "now" : "todo"}`;
  line.querySelector("[data-todo]").hidden = done;
  const time = line.querySelector("[data-time]");
  const at = item === 7 ? each.votedAt : each.done[item];
  if (!time) return;
  time.hidden = !at;
  if (at) time.textContent = time.dataset.words.replace("{time}", clock(at));
}

function showRow(row, meeting, each, standing, flags) {
  const part = (name) => row.querySelector(`[data-row=${name}]`);
  const there = row.querySelector("[data-there]");
  there.textContent = JSON.parse(row.closest("table").dataset.words)[standing];
  there.className = standing === "voter" ? "" : "quiet";
  const [votes, named] = [standing === "voter", meeting.way === "members"];
  part("vote").hidden = !(votes && named && flags.voting);
  part("choice").hidden = !(votes && named && flags.voted);
  part("wait").hidden = !votes || (named && (flags.voted || flags.voting));
  part("out").hidden = votes;
  part("out").textContent = part("out").dataset.words.replace("{n}", ruleOf(meeting, each).base);
  const chosen = row.querySelector(`[value="${each.votes[row.dataset.member]}"]`);
  if (chosen && flags.voted) part("choice").textContent = chosen.closest("label").textContent.trim();
}

function showCount(form, meeting, each) {
  const rule = ruleOf(meeting, each);
  Object.assign(form.dataset, { base: rule.base, voters: votersOf(meeting, each).length });
  if (each.tally) form.dataset.closed = "yes";
  showTally(panelOf(form), each.tally ? recorded(each.tally, form) : readBallot(form));
}

/** A recorded tally with what the panel shows besides: it has nothing open. */
function recorded(tally, form) {
  const { base, part, whole } = form.dataset;
  const rule = { base: Number(base), part: Number(part), whole: Number(whole) };
  const counted = tally.agree + tally.against + tally.abstain + (tally.invalid ?? 0);
  const sums = { left: rule.whole * tally.agree, right: rule.part * rule.base, base: rule.base };
  return { ...readBallot(form), ...tally, ...sums, open: 0, over: false, notVoting: rule.base - counted };
}

function progress(meeting, said) {
  const each = caseOf(meeting, said.dataset.of);
  if (each.tally) return each.tally.passed ? "passed" : "failed";
  return Object.keys(each.done).length ? "begun" : "waiting";
}

function showSigning(root, meeting) {
  const [there, ready] = [attendedOf(meeting), meeting.open && !pendingOf(meeting).length];
  for (const pad of root.querySelectorAll("[data-pad-of]")) {
    const member = pad.dataset.padOf;
    const signed = meeting.signed.includes(member);
    pad.hidden = !there.includes(member);
    pad.querySelector("[data-signed]").hidden = !signed;
    for (const form of pad.querySelectorAll("[data-unsigned]")) form.hidden = signed || !ready;
    for (const not of pad.querySelectorAll("[data-not-yet]")) not.hidden = signed || ready;
  }
  for (const ending of root.querySelectorAll("[data-ending]")) ending.hidden = !ready || unsignedOf(meeting).length > 0;
  for (const ended of root.querySelectorAll("[data-ended]")) ended.hidden = !meeting.closed;
}
