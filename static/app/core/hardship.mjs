// What is urgent in a home, said by the assessor in words (C-23). A call of its own, signed by this tablet's key and
// sent before everything else; the server judges by server/domain/hardship_call.py. Pure.

const TYPE = "hardship";
export const MOST_WORDS = 2000; // characters

/** `hardship:<case>:<round>:<said at>`, its name in an outbox: said once is one call, however often it is sent. */
export function callId({ case: file, round, said_at: saidAt }) {
  return `${TYPE}:${file}:${round}:${saidAt.replace(/[-:]/g, "")}`;
}

/** Whether a name in an outbox is that of a call. */
export function isCall(id) {
  return id.startsWith(`${TYPE}:`);
}

/** What is signed: in which case, by whom, when, and what is urgent. */
export function callPayload({ case: file, round }, { assessor, words, saidAt }) {
  return { type: TYPE, case: file, round, assessor, words: words.trim(), said_at: saidAt };
}

/**
 * The calls of a case, the newest first, and how far each is.
 * @param {{case: string, round: number}} about
 * @param {{kept: string[], answers: {id: string, reason: any, due_at?: string}[]}} known names in the outbox, answers
 * @returns {{saidAt: string, state: "kept"|"received"|"refused", reason?: any, dueAt?: string}[]}
 */
export function callsOf({ case: file, round }, { kept, answers }) {
  const start = `${TYPE}:${file}:${round}:`;
  const told = new Map(answers.map((answer) => [`${TYPE}:${answer.id}`, answer]));
  const names = new Set([...kept, ...told.keys()].filter((id) => id.startsWith(start)));
  return [...names].sort().reverse().map((id) => ({ saidAt: instantOf(id.slice(start.length)), ...stateOf(told.get(id)) }));
}

function stateOf(answer) {
  if (!answer) return { state: "kept" };
  return answer.reason ? { state: "refused", reason: answer.reason } : { state: "received", dueAt: answer.due_at };
}

/** `20261128T230424Z` as an instant again. */
function instantOf(stamp) {
  return stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
}
