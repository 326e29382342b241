// A tablet becomes an assessor's with a one-time code from the desk: the keys are made here, the caseload keys come
// back sealed to a key made for this one answer, and everything is locked behind the PIN before it is kept.

import { calculateJwkThumbprint, compactDecrypt } from "jose";
import { dropSetting, findEnrolment, readSetting, saveEnrolment, tabletKeys, unlock, writeSetting } from "./device.mjs";
import { importCaseloadKey, lockKeys, newSigningKey, openSigningKey } from "./keys.mjs";
import { post } from "./requests.mjs";

const ANSWER_MS = 90_000; // the server writes every task of the assessor before it answers
const AGREEMENT = { name: "ECDH", namedCurve: "P-256" };
const OPENING = { keyManagementAlgorithms: ["ECDH-ES"], contentEncryptionAlgorithms: ["A256GCM"] };

/**
 * Enrol, or enrol again when the PIN is gone: what the same assessor has here stays theirs.
 * @param {{code: string, label: string, pin: string, replaces?: string}} asked `replaces`: the device whose PIN is gone
 * @returns {Promise<any>} the enrolment, unlocked
 */
export async function enrol({ code, label, pin, replaces }) {
  const [{ mac, cover }, pending, agreement] = await Promise.all([tabletKeys(), pendingFor(code), crypto.subtle.generateKey(AGREEMENT, false, ["deriveBits"])]);
  const device = await calculateJwkThumbprint(pending.jwk, "sha256");
  const asked = { code, jwk: pending.jwk, ecdh: await publicJwk(agreement.publicKey), label };
  let { caseload, ...answer } = await post("/device/enrol", replaces ? { ...asked, replaces } : asked, ANSWER_MS);
  const before = await findEnrolment(answer.assessor.id);
  // The code turned out to be for somebody who is enrolled here already: the same question again names the old device.
  if (!replaces && before && before.device.id !== device) ({ caseload, ...answer } = await post("/device/enrol", { ...asked, replaces: before.device.id }, ANSWER_MS));
  const open = { signing: await openSigningKey(pending.wrapped, cover), caseload: await openCaseload(caseload, agreement.privateKey) };
  if (before && !before.lock) await writeSetting(upgradeFlag(answer.assessor.id), true);
  await saveEnrolment({ ...answer, device: { ...answer.device, id: device, jwk: pending.jwk }, enrolled_at: new Date().toISOString() }, await lockKeys(open, pin, mac));
  await dropSetting("pending");
  return unlock(answer.assessor.id, pin);
}

/** The setting that says: what lies here of this assessor is from before the envelope. */
export function upgradeFlag(assessorId) {
  return `upgrade:${assessorId}`;
}

/** The key made for this code; when the answer to an enrolment was lost, asking again must bring the same one. */
async function pendingFor(code) {
  const held = await readSetting("pending");
  if (held?.code === code && held.wrapped) return held;
  const made = { code, ...(await newSigningKey((await tabletKeys()).cover)) };
  await writeSetting("pending", made);
  return made;
}

/** The caseload keys of the answer, newest first. */
export async function openCaseload(sealed, privateKey) {
  const { plaintext } = await compactDecrypt(sealed, privateKey, OPENING);
  const { keys } = JSON.parse(new TextDecoder().decode(plaintext));
  return Promise.all(keys.map(importCaseloadKey));
}

async function publicJwk(key) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", key);
  return { kty, crv, x, y };
}
