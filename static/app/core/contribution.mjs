// What a colleague of the team recorded of the lead's visit: sealed beside it, never in its place (design §5). Pure.

import { countAnswers, sealedPhotos } from "./visit.mjs";

/** `contribution:<case>:<round>:<device>`, its name in the outbox. */
export function contributionId({ case: file, round }, device) {
  return `contribution:${file}:${round}:${device}`;
}

/** What the seal covers, exactly these fields: no team, no signature of anybody else. */
export function buildContribution({ draft, form, device, assessor, rosterIssuedAt, sealedAt }) {
  return {
    type: "contribution",
    schema: 1,
    case: draft.case,
    round: draft.round,
    assessor: assessor.id,
    device,
    form: draft.form,
    form_digest: draft.form_digest,
    answers: form.givenAnswers(),
    photos: sealedPhotos(draft.photos, form.photoDigests()),
    started_at: draft.started_at,
    sealed_at: sealedAt,
    roster_issued_at: rosterIssuedAt,
  };
}

/**
 * What must hold before a contribution may be sealed, failures first: no answer wrong, the notice read
 * out, the photos here. Questions may stay open: the lead's record answers them.
 * @returns {{state: "ok"|"bad", key: string, facts: Record<string, any>, rule: string}[]}
 */
export function checksOfContribution({ draft, form, savedDigests, savedBytes }) {
  const unread = form.missing(form.sections[0].name).filter((path) => form.node(path).type === "acknowledge");
  const wrong = form.wrong().length;
  const missing = draft.photos.filter(({ digest }) => !savedDigests.has(digest)).length;
  const answered = countAnswers(form.givenAnswers());
  const checks = [
    check(wrong === 0, "beside_check_answers", { answered, wrong }, "S7-EVAL-06"),
    check(unread.length === 0, "beside_check_notice", {}, ""),
    check(missing === 0, "check_photos", { n: draft.photos.length, missing, bytes: savedBytes }, "S7-EVAL-04"),
  ];
  return checks.sort((one, other) => Number(other.state === "bad") - Number(one.state === "bad"));
}

function check(holds, key, facts, rule) {
  return { state: holds ? "ok" : "bad", key, facts, rule };
}
