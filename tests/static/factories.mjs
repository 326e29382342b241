// Builders with valid defaults for the tests of the tablet.

import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair } from "../../static/node_modules/jose/dist/webapi/index.js";

/** A P-256 key as the district has them: {jwk, privateKey, kid}. */
export async function newKey(kid) {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: "ES256" } };
}

/** A tablet's signing key: {jwk, privateKey, kid}, named by its thumbprint (RFC 7638). */
export async function newTablet() {
  const key = await newKey("");
  const { kty, crv, x, y } = key.jwk;
  const jwk = { kty, crv, x, y };
  return { ...key, jwk, kid: await calculateJwkThumbprint(jwk, "sha256") };
}

/** Fresh caseload keys, newest first, as they are in memory: {newest, keys}. */
export async function newKeyring(...kids) {
  const names = kids.length ? kids : ["caseload-1"];
  const keys = await Promise.all(names.map(async (kid) => [kid, await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])]));
  return { newest: names[0], keys: new Map(keys) };
}

/** A compact JWS over a JSON payload. */
export function signed(payload, { kid, privateKey }, more = {}) {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload))).setProtectedHeader({ alg: "ES256", kid, ...more }).sign(privateKey);
}

export function task(more = {}) {
  return {
    type: "task", case: "SL-2026-0137", round: 1, role: "lead", lead: { id: "a-0217", name: "林试远" }, head: "周例平", persons: 4, address: "槐安路 12 号 3 单元 501", phone: "0000-000 0001",
    assessors: [{ id: "a-0217", name: "林试远", serial: "0217" }, { id: "a-0218", name: "罗样青", serial: "0218" }, { id: "a-0219", name: "沈例和", serial: "0219" }],
    due_on: "2026-03-12", note: "", form: "home-visit@1", form_digest: "f".repeat(64), policy: "sifang-seed@1", min_team: 3,
    prefill: {}, declared: {}, declared_summary: { zh: "申报", en: "Declared" }, assigned_at: "2026-03-10T01:00:00Z", ...more,
  };
}

export function draft(more = {}) {
  return {
    case: "SL-2026-0137", round: 1, head: "周例平", form: "home-visit@1", form_digest: "f".repeat(64), policy: "sifang-seed@1",
    answers: {}, photos: [], team: [], signatures: [], started_at: "2026-03-12T02:00:00Z", saved_at: "2026-03-12T02:26:00Z", left: 4, ...more,
  };
}

export function seal(more = {}) {
  return {
    case: "SL-2026-0137", round: 1, visit: "visit:SL-2026-0137:1:device", digest: "d".repeat(64), sealed_at: "2026-03-12T03:04:00Z", sent: false,
    photos: [{ digest: "a".repeat(64), length: 10 }, { digest: "b".repeat(64), length: 20 }], head: "周例平", ...more,
  };
}

export function receipt(more = {}) {
  return {
    type: "receipt", visit: "visit:SL-2026-0137:1:device", status: "accepted", digest: "d".repeat(64), photos: ["a".repeat(64), "b".repeat(64)],
    received_at: "2026-03-12T04:00:00Z", reason: null, ...more,
  };
}

/** A form of the few answers the rules ask for. */
export function formOf(values = {}, { missing = [], wrong = [], rows = {}, photos = [] } = {}) {
  return {
    has: (name) => name in values || name in rows,
    missing: () => missing, wrong: () => wrong, sealedAnswers: () => values, photoDigests: () => new Set(photos),
    rows: (path) => { if (!(path in rows)) throw new RangeError(path); return rows[path]; },
    value: (path) => { if (!(path in values)) throw new RangeError(path); return values[path]; },
  };
}
