// A draft as it begins: from the task, or from what another tablet of the same assessor sent of it. Pure.

import { isContribution } from "./cases.mjs";

/** @param {any} task @param {{id: string, digest: string}} form the version it is filled in under, to the end */
export function newDraft(task, form) {
  return {
    case: task.case, round: task.round, purpose: task.purpose, task, head: task.head, persons: task.persons, address: task.address, phone: task.phone, due_on: task.due_on,
    role: task.role, lead: task.lead, form: form.id, form_digest: form.digest, policy: task.policy,
    answers: structuredClone(isContribution(task) ? whoLivesThere(task.prefill) : (task.prefill ?? {})), photos: [], team: [], signatures: [], started_at: null, saved_at: null, section: 0, left: null,
  };
}

/**
 * Of what was declared only the persons, by id, name and number: a colleague's record holds what they asked themselves,
 * or every figure the lead put right would differ from one nobody said.
 */
function whoLivesThere({ member = [] } = {}) {
  return { member: member.map(({ _id, name, id_number: number }) => ({ _id, name, ...(number && { id_number: number }) })) };
}

/**
 * The draft of another tablet, gone on with here. Its photos lie with the street already (they went up before it),
 * so they count as kept; its signatures are not taken over.
 * @param {any} draft a new one @param {{saved_at: string, answers: any, photos: any[], team: any[], started_at?: string}} other
 */
export function takeOver(draft, other) {
  const began = [other.started_at, ...other.team.map((member) => member.seen_at), other.saved_at].filter(Boolean).sort()[0];
  return {
    ...draft, answers: structuredClone(other.answers), team: structuredClone(other.team), started_at: began, saved_at: other.saved_at,
    photos: other.photos.map((photo) => ({ ...photo, elsewhere: true })),
  };
}
