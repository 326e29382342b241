// Whose hand is under a visit, and what stands in its place where the applicant did not sign (S7-AMB-12).
// The server's twin is server/domain/signature.py; tests/vectors/signatures.json holds both to one answer. Pure.

export const APPLICANT = "applicant";
export const WITNESSED = ["refused", "unable", "absent"];
const SIGNED_HOW = ["signed", "proxy", ...WITNESSED];

/**
 * What the seal keeps of a signature, exactly these fields.
 * @param {any} signature
 */
export function sealedSignature({ who, name, how, reason, signed_at: at, ink, witness = null, proxy = null }) {
  return { who, name, how, reason, signed_at: at, ink, witness, proxy };
}

/**
 * The first thing wrong with the hands under a visit, as the server's code; null when all is well.
 * @param {any[]} signatures @param {{team: string[], household: string[]}} people ids of assessors, names of members
 */
export function problemWith(signatures, { team, household }) {
  const byHand = new Map(signatures.map((each) => [each.who, each]));
  const unsaid = [APPLICANT, ...team].some((who) => !SIGNED_HOW.includes(byHand.get(who)?.how));
  if (unsaid || team.some((who) => !isOwnHand(byHand.get(who)))) return "visit.signature_missing";
  const assessors = team.map((who) => words(byHand.get(who).name));
  return problemWithApplicant(byHand.get(APPLICANT), { assessors, household });
}

/**
 * @param {any} signature the applicant's, or what stands for it
 * @param {{assessors: string[], household: string[]}} names
 */
export function problemWithApplicant(signature, { assessors, household }) {
  if (!signature) return "visit.signature_missing";
  if (signature.how === "signed") return isOwnHand(signature) ? null : "visit.signature_missing";
  if (signature.how === "proxy") return problemWithProxy(signature.proxy, assessors);
  return problemWithWitness(signature, [...assessors, ...household, words(signature.name)]);
}

/** An assessor signs in person, with ink: nobody stands for them (S7-AMB-11). */
export function isOwnHand(signature) {
  return signature?.how === "signed" && hasInk(signature);
}

function problemWithProxy(proxy, assessors) {
  if (!proxy || !words(proxy.name) || !words(proxy.relation) || !hasInk(proxy)) return "visit.signature_proxy";
  return assessors.includes(words(proxy.name)) ? "visit.signature_by_party" : null;
}

function problemWithWitness({ reason, witness }, parties) {
  if (!words(reason)) return "visit.signature_reason";
  if (!witness || !words(witness.name) || !hasInk(witness)) return "visit.signature_witness";
  return parties.includes(words(witness.name)) ? "visit.signature_by_party" : null;
}

function words(text) {
  return String(text ?? "").trim();
}

function hasInk({ ink }) {
  return (ink?.paths?.length ?? 0) > 0;
}
