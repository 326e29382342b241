// Each adult of a household authorises the information check where the pack asks for it (C-06). A signature of its
// own, signed by this tablet's key; the server judges by server/domain/authorisation.py. Pure.

const TYPE = "authorisation";

/** `authorisation:<case>:<round>:<member>`, its name in an outbox. */
export function authorisationId({ case: file, round }, member) {
  return `${TYPE}:${file}:${round}:${member}`;
}

/** What is signed: who authorises, in which case, before whom, and the ink of their hand. */
export function authorisationPayload({ case: file, round }, { member, name }, { assessor, ink, signedAt }) {
  return { type: TYPE, case: file, round, member, name, assessor, signed_at: signedAt, ink };
}

/**
 * The adults of a task and how far each is: signed at the desk or received, on this tablet, refused, or not yet.
 * @param {any} task @param {{kept: string[], answers: {id: string, reason: any}[]}} known names in the outbox, answers
 * @returns {{member: string, name: string, state: "open"|"kept"|"received"|"refused", reason?: any}[]}
 */
export function adultsOf(task, { kept, answers }) {
  return (task.authorisations ?? []).map(({ member, name, signed }) => {
    const id = authorisationId(task, member);
    const answer = answers.find((each) => `${TYPE}:${each.id}` === id);
    if (signed || (answer && !answer.reason)) return { member, name, state: "received" };
    if (kept.includes(id)) return { member, name, state: "kept" };
    return answer ? { member, name, state: "refused", reason: answer.reason } : { member, name, state: "open" };
  });
}
