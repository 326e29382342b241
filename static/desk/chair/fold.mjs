// What a meeting comes to with what was noted down on this page and not yet sent; pure. The server's fold is
// server/domain/meeting.py and its checks meeting_rules.py; tests/vectors/meetings.json holds both to one line.
import { countHands, neededOf, tallyOf } from "../parts/tally.mjs";

const LEAVING = 5;
const DISCUSSION = 6;
const VOTE = 7;
const NUMBERS = ["agree", "against", "abstain", "invalid", "issued", "returned"];

/** The meeting after a jotting `{kind, fields: [[name, value], …], at}`. */
export function apply(meeting, jotting) {
  const values = Object.fromEntries(jotting.fields);
  return FOLDS[jotting.kind]?.(meeting, values, jotting) ?? meeting;
}

/** Why the server would refuse a jotting, as `{code, facts}`; null where nothing this page knows is against it. */
export function check(meeting, jotting) {
  const values = Object.fromEntries(jotting.fields);
  return CHECKS[jotting.kind]?.(meeting, values, jotting) ?? null;
}

export function caseOf(meeting, number) {
  return meeting.cases.find((each) => each.case === number);
}

/** The item a case is at; eight once its vote is closed. */
export function itemOf(each) {
  return each.tally ? VOTE + 1 : Object.keys(each.done).length + 1;
}

export function pendingOf(meeting) {
  return meeting.open ? meeting.cases.filter((each) => !each.tally).map((each) => each.case) : [];
}

/** Everybody who was there for some case or is now. */
export function attendedOf(meeting) {
  const there = new Set([...meeting.present, ...meeting.cases.flatMap((each) => each.present ?? [])]);
  return meeting.members.filter((member) => there.has(member));
}

export function unsignedOf(meeting) {
  return attendedOf(meeting).filter((member) => !meeting.signed.includes(member));
}

/** `voter`, `recused` or `absent`, by member. */
export function standingOf(meeting, each) {
  const present = each.present ?? meeting.present;
  const recused = each.present ? each.recused : (meeting.recused[each.case] ?? []);
  const of = (member) => (!present.includes(member) ? "absent" : recused.includes(member) ? "recused" : "voter");
  return Object.fromEntries(meeting.members.map((member) => [member, of(member)]));
}

export function votersOf(meeting, each) {
  return Object.entries(standingOf(meeting, each)).filter(([, standing]) => standing === "voter").map(([member]) => member);
}

export function ruleOf(meeting, each) {
  const [part, whole] = meeting.threshold;
  const base = (meeting.everybody ? meeting.members : (each.present ?? meeting.present)).length;
  return { base, part, whole, comparator: meeting.comparator };
}

/** Which parts of a case's page are shown; the same table as `flags_of` of the server. */
export function flagsOf(meeting, each) {
  const [now, pending, voted] = [itemOf(each), pendingOf(meeting), Boolean(each.tally)];
  const over = meeting.open && voted && !pending.length;
  const flags = {
    open: meeting.open,
    before: meeting.open && now < DISCUSSION,
    voting: meeting.open && now === VOTE && !voted,
    voted,
    counting: voted || (meeting.open && now === VOTE),
    early: meeting.open && now < VOTE,
    uncounted: !meeting.open && !voted,
    unvoted: meeting.open && !voted,
    passed: voted && each.tally.passed,
    failed: voted && !each.tally.passed,
    next: meeting.open && voted && pending.length > 0,
    sign: over && unsignedOf(meeting).length > 0,
    end: over && !unsignedOf(meeting).length,
    late: meeting.open && meeting.attended && !each.present,
    "done-7": voted,
    "done-8": meeting.closed,
    "done-9": false,
  };
  for (let item = 1; item < VOTE; item += 1) {
    flags[`done-${item}`] = String(item) in each.done;
    flags[`do-${item}`] = meeting.open && meeting.attended && item === now;
  }
  return flags;
}

const FOLDS = {
  attendance(meeting, values, { fields }) {
    const named = (start) => fields.filter(([name]) => name.startsWith(start));
    const present = named("there-").filter(([, value]) => value === "yes").map(([name]) => name.slice("there-".length));
    const recused = Object.fromEntries(meeting.cases.map(({ case: number }) => [
      number, fields.filter(([name, who]) => name === `recused-${number}` && present.includes(who)).map(([, who]) => who),
    ]));
    return { ...meeting, present, recused, attended: true };
  },
  item(meeting, { case: number, item }, { at }) {
    return changed(meeting, number, (each) => ({
      ...each,
      ...(Number(item) === DISCUSSION ? { present: meeting.present, recused: meeting.recused[number] ?? [] } : {}),
      done: { ...each.done, [item]: at },
    }));
  },
  ballot(meeting, values, { at }) {
    return changed(meeting, values.case, (each) => ({
      ...each, tally: countOf(meeting, each, values), votes: choicesOf(meeting, each, values), votedAt: at,
    }));
  },
  sign(meeting, { member }) {
    return { ...meeting, signed: [...meeting.signed, member] };
  },
  close(meeting) {
    return { ...meeting, open: false, closed: true };
  },
};

const CHECKS = {
  attendance(meeting, values, jotting) {
    const { present, recused } = FOLDS.attendance(meeting, values, jotting);
    const fixed = meeting.cases.find((each) => each.present && !sameOf(present, recused[each.case], each.recused));
    if (fixed) return { code: "meeting.recusal_fixed", facts: { case: fixed.case } };
    const needed = Math.max(1, share(meeting.quorum, meeting.members.length));
    if (present.length < needed) return { code: "meeting.quorum", facts: { present: present.length, needed } };
    const given = present.filter((member) => meeting.representatives.includes(member)).length;
    const asked = share(meeting.repShare, present.filter((member) => member in meeting.names).length);
    const facts = { people: present.length, given, needed: asked };
    return given < asked ? { code: "meeting.too_few_representatives", facts } : null;
  },
  item(meeting, { case: number, item }) {
    const each = caseOf(meeting, number);
    if (Number(item) >= DISCUSSION && !(LEAVING in each.done)) return { code: "meeting.applicant_present", facts: {} };
    return Number(item) === itemOf(each) ? null : { code: "meeting.agenda_order", facts: { now: itemOf(each) } };
  },
  ballot(meeting, values) {
    const each = caseOf(meeting, values.case);
    if (each.tally) return { code: "meeting.ballot_taken", facts: {} };
    if (!votersOf(meeting, each).length) return { code: "meeting.no_voters", facts: {} };
    return (meeting.way === "members" ? checkHands : checkNumbers)(meeting, each, values);
  },
};

/** Whether of those who are there the same stand back as when a case was discussed. */
function sameOf(present, given, fixed) {
  return present.every((member) => given.includes(member) === fixed.includes(member));
}

function checkHands(meeting, each, values) {
  const missing = votersOf(meeting, each).find((member) => !values[`vote-${member}`]);
  return missing ? { code: "meeting.ballot_missing", facts: { who: meeting.names[missing] ?? missing } } : null;
}

function checkNumbers(meeting, each, values) {
  if (NUMBERS.some((name) => values[name] && !/^\d{1,4}$/.test(values[name]))) return { code: "meeting.number", facts: {} };
  const numbers = numbersOf(values);
  const [voters, counted] = [votersOf(meeting, each).length, numbers.agree + numbers.against + numbers.abstain + numbers.invalid];
  if (meeting.way === "slips") return checkSlips(numbers, voters, counted);
  if (counted > voters) return { code: "meeting.ballot_too_large", facts: { given: counted, voters } };
  return counted < voters ? { code: "meeting.ballot_short", facts: { given: counted, voters } } : null;
}

function checkSlips({ issued, returned }, voters, counted) {
  if (issued > voters) return { code: "meeting.ballot_too_large", facts: { given: issued, voters } };
  if (issued < 1) return { code: "meeting.slips_none", facts: {} };
  if (returned > issued) return { code: "meeting.slips_returned", facts: { issued, returned } };
  return counted === returned ? null : { code: "meeting.slips_sum", facts: { counted, returned } };
}

function countOf(meeting, each, values) {
  const rule = ruleOf(meeting, each);
  const voters = votersOf(meeting, each);
  const tally = meeting.way === "members"
    ? countHands(voters.map((member) => values[`vote-${member}`]), rule)
    : tallyOf(numbersOf(values), rule, voters.length);
  return { ...tally, passed: tally.agree >= neededOf(rule) };
}

function choicesOf(meeting, each, values) {
  if (meeting.way !== "members") return {};
  return Object.fromEntries(votersOf(meeting, each).map((member) => [member, values[`vote-${member}`]]));
}

function numbersOf(values) {
  return Object.fromEntries(NUMBERS.map((name) => [name, Number(values[name] || 0)]));
}

function share([part, whole], number) {
  return Math.ceil((part * number) / whole);
}

function changed(meeting, number, change) {
  return { ...meeting, cases: meeting.cases.map((each) => (each.case === number ? change(each) : each)) };
}
