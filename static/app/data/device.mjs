// Who this tablet belongs to: one enrolment and one key an assessor. The key is made here and never leaves
// (WebCrypto, not extractable; issue 5 wraps it under a PIN).

import { calculateJwkThumbprint, exportJWK } from "jose";
import { Box } from "./idb.mjs";
import { post } from "./requests.mjs";

const box = new Box("ruhu-device", ["enrolments", "settings"]);

/** Enrol with a one-time code from the desk; keeps and returns the enrolment. */
export async function enrol(code, label) {
  const pair = await keyFor(code);
  const { kty, crv, x, y } = await exportJWK(pair.publicKey);
  const jwk = { kty, crv, x, y };
  const answer = await post("/device/enrol", { code, jwk, label });
  const thumbprint = await calculateJwkThumbprint(jwk, "sha256");
  const enrolment = { ...answer, device: { ...answer.device, id: thumbprint }, key: pair.privateKey, enrolled_at: new Date().toISOString() };
  await box.put("enrolments", answer.assessor.id, enrolment);
  await box.put("settings", "current", answer.assessor.id);
  await box.delete("settings", "pending");
  return enrolment;
}

/** The key made for this code; when the answer to an enrolment was lost, asking again must bring the same one. */
async function keyFor(code) {
  const pending = await box.get("settings", "pending");
  if (pending?.code === code) return pending.pair;
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  await box.put("settings", "pending", { code, pair });
  return pair;
}

/** A credential key introduced by the one pinned is pinned as well: a fork made with an older one is not followed. */
export async function pinCredentialKeys(enrolment, keys) {
  if (keys.at(-1).kid === enrolment.keys.credential.at(-1).kid) return;
  enrolment.keys.credential = keys;
  await box.put("enrolments", enrolment.assessor.id, enrolment);
}

/** The enrolment in use, or null on a tablet that has none. */
export async function currentEnrolment() {
  const id = await box.get("settings", "current");
  return id ? ((await box.get("enrolments", id)) ?? null) : null;
}

export function allEnrolments() {
  return box.all("enrolments");
}

export function useEnrolment(assessorId) {
  return box.put("settings", "current", assessorId);
}

export function readSetting(name) {
  return box.get("settings", name);
}

export function writeSetting(name, value) {
  return box.put("settings", name, value);
}
