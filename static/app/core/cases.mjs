// The caseload: what the tasks, the drafts, the outbox and the receipts say together, by due date. Pure.

import { daysBetween } from "./days.mjs";

/** @typedef {"to_visit"|"draft"|"waiting"|"sent"|"received"|"returned"|"aside"|"withdrawn"|"beside"} State */

/**
 * One line a case and round, whether it is known from a task, a draft or a sealed visit.
 * @param {object} facts
 * @param {any[]} facts.tasks opened tasks
 * @param {any[]} facts.drafts drafts on this tablet
 * @param {any[]} facts.seals visits sealed on this tablet: {case, round, digest, sent, …}
 * @param {Map<string, any>} facts.receipts by `case:round`
 */
export function buildCaseload({ tasks, drafts, seals, receipts }) {
  const known = new Map();
  const about = (item) => known.get(keyOf(item)) ?? known.set(keyOf(item), { key: keyOf(item) }).get(keyOf(item));
  for (const task of tasks) about(task).task = task;
  for (const draft of drafts) about(draft).draft = draft;
  for (const seal of seals) about(seal).seal = seal;
  for (const item of known.values()) item.receipt = receipts.get(item.key) ?? null;
  return [...known.values()].map(describe).sort(byDue);
}

/** What the list needs of a task or a receipt: not what was declared and answered, which is most of it. */
export function lineOf({ prefill, declared, draft, visit, ...line }) {
  if (line.type === "confirm") return { ...line, head: visit.signatures.find(({ who }) => who === "applicant")?.name ?? line.case };
  if (visit !== undefined) return { ...line, visit };
  return draft ? { ...line, elsewhere: true } : line;
}

export function keyOf({ case: file, round }) {
  return `${file}:${round}`;
}

/** The state of a case, from the latest fact backwards. @returns {State} */
export function stateOf({ task, draft, seal, receipt }) {
  if (isBeside({ task, draft, seal }) && !draft && !seal && !receipt) return "beside";
  if (receipt?.status === "accepted") return "received";
  if (receipt?.status === "set_aside") return "aside";
  if (seal) return seal.sent ? "sent" : "waiting";
  if (!task && !isContribution(draft)) return "withdrawn";
  if (draft) return "draft";
  return isAgain(task) ? "returned" : "to_visit";
}

/** Whether a task, draft or seal is a colleague's: what is recorded under it stands beside the lead's record. */
export function isContribution(about) {
  return about?.role === "colleague";
}

function isBeside({ task, draft, seal }) {
  return isContribution(task ?? draft ?? seal);
}

/** What a task is for: the visit of an application, its review, the check of a campaign. */
export function purposeOf(about) {
  return about?.purpose ?? "visit";
}

/** Sent back with the desk's words, or in a further round; who goes for something else goes for the first time. */
function isAgain(task) {
  return Boolean(task?.returned) || (purposeOf(task) === "visit" && (task?.again ?? task?.round > 1));
}

/** The tabs of the caseload and which states each holds. */
export const TABS = {
  open: ["beside", "to_visit", "draft", "waiting", "sent", "returned", "aside", "withdrawn"],
  draft: ["draft"],
  waiting: ["waiting", "sent"],
  returned: ["returned", "aside", "withdrawn"],
  received: ["received"],
};

export function inTab(item, tab) {
  return TABS[tab].includes(item.state) || (tab === "returned" && item.again);
}

/** Groups in the order of the day: first what the street waits for, then today, later, and what is on its way. */
export function groupByDue(items, today) {
  const groups = { first: [], today: [], later: [], beside: [], away: [], done: [] };
  for (const item of items) groups[groupOf(item, today)].push(item);
  return groups;
}

/** Days left until the due day; negative when late, null when none is set. */
export function daysLeft(item, today) {
  return item.dueOn ? daysBetween(today, item.dueOn) : null;
}

/** Cases whose head, address or number holds every word typed; full-width digits and letters are the same (NFKC). */
export function findCases(items, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return items.filter((item) => words.every((word) => item.text.includes(word)));
}

function plain(text) {
  return text.normalize("NFKC").toLowerCase();
}

function describe(item) {
  const source = item.task ?? item.seal ?? item.draft;
  const state = stateOf(item);
  return {
    ...item,
    purpose: purposeOf(source),
    case: source.case,
    round: source.round,
    head: source.head ?? source.case,
    persons: source.persons ?? null,
    address: source.address ?? "",
    phone: source.phone ?? "",
    dueOn: source.due_on ?? null,
    state,
    lead: isBeside(item) ? source.lead : null,
    again: !isBeside(item) && isAgain(item.task) && ["draft", "returned"].includes(state),
    text: plain(`${source.head ?? ""} ${source.address ?? ""} ${source.case}`),
  };
}

function groupOf(item, today) {
  if (item.state === "received") return "done";
  if (item.state === "waiting" || item.state === "sent") return "away";
  if (item.lead && (item.state === "beside" || item.state === "draft")) return "beside";
  if (item.again || item.state === "aside" || item.state === "withdrawn") return "first";
  return item.dueOn && item.dueOn <= today ? "today" : "later";
}

function byDue(one, other) {
  return (one.dueOn ?? "9999").localeCompare(other.dueOn ?? "9999") || one.key.localeCompare(other.key);
}
