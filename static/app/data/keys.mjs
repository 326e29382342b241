// An assessor's keys on this tablet: the device key that signs, and the caseload keys of the envelope. At rest they are
// wrapped under a key that needs both the PIN and this tablet; in memory they cannot be taken out (design §4).

import { gcm } from "./codec.mjs";

export const ITERATIONS = 600_000; // PBKDF2-SHA-256, as OWASP recommends for it
const SALT_BYTES = 16;
const IV_BYTES = 12;
const SIGNING = { name: "ECDSA", namedCurve: "P-256" };

export class WrongPin extends Error {}

/** Two keys no script can take out: one mixed into every PIN, one that hides who uses the tablet. */
export async function newTabletKeys() {
  return {
    mac: await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]),
    cover: await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt", "wrapKey", "unwrapKey"]),
  };
}

/**
 * Lock keys behind a PIN.
 * @param {{signing: CryptoKey, caseload: {kid: string, key: CryptoKey}[]}} open extractable, newest caseload key first
 * @param {string} pin @param {CryptoKey} mac of this tablet
 */
export async function lockKeys({ signing, caseload }, pin, mac) {
  const lock = { salt: crypto.getRandomValues(new Uint8Array(SALT_BYTES)), iterations: ITERATIONS };
  const wrapping = await wrappingKey(pin, lock, mac);
  return {
    ...lock,
    signing: await wrap("pkcs8", signing, wrapping, "signing"),
    caseload: await Promise.all(caseload.map(async ({ kid, key }) => ({ kid, key: await wrap("raw", key, wrapping, kid) }))),
  };
}

/**
 * The keys behind a PIN, good for use and not for taking out.
 * @returns {Promise<{signing: CryptoKey, keyring: import("./codec.mjs").Keyring}>}
 * @throws {WrongPin}
 */
export async function unlockKeys(lock, pin, mac) {
  const { signing, caseload } = await unlocked(lock, pin, mac, false);
  return { signing, keyring: { newest: caseload[0].kid, keys: new Map(caseload.map(({ kid, key }) => [kid, key])) } };
}

/** The same keys behind another PIN, with a fresh salt. @throws {WrongPin} when the old one is not right */
export async function relockKeys(lock, pin, newPin, mac) {
  return lockKeys(await unlocked(lock, pin, mac, true), newPin, mac);
}

/** A device key, before there is a PIN for it: it waits wrapped under the tablet's own key. */
export async function newSigningKey(cover) {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(SIGNING, true, ["sign", "verify"]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", publicKey);
  return { jwk: { kty, crv, x, y }, wrapped: await wrap("pkcs8", privateKey, cover, "pending") };
}

export function openSigningKey(wrapped, cover) {
  return unwrap("pkcs8", wrapped, cover, "pending", true);
}

/** A caseload key as the district sends it. */
export async function importCaseloadKey(jwk) {
  return { kid: jwk.kid, key: await crypto.subtle.importKey("jwk", { kty: jwk.kty, k: jwk.k }, "AES-GCM", true, ["encrypt", "decrypt"]) };
}

async function unlocked({ salt, iterations, signing, caseload }, pin, mac, extractable) {
  const wrapping = await wrappingKey(pin, { salt, iterations }, mac);
  try {
    return {
      signing: await unwrap("pkcs8", signing, wrapping, "signing", extractable),
      caseload: await Promise.all(caseload.map(async ({ kid, key }) => ({ kid, key: await unwrap("raw", key, wrapping, kid, extractable) }))),
    };
  } catch (error) {
    throw error.name === "OperationError" ? new WrongPin() : error;
  }
}

/** HMAC by the tablet's key over what PBKDF2 makes of the PIN: neither the PIN nor the disk alone is enough. */
async function wrappingKey(pin, { salt, iterations }, mac) {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const stretched = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, typed, 256);
  const mixed = await crypto.subtle.sign("HMAC", mac, stretched);
  return crypto.subtle.importKey("raw", mixed, "AES-GCM", false, ["wrapKey", "unwrapKey"]);
}

/** iv ‖ ciphertext ‖ tag of a key, bound to what it is for. */
async function wrap(format, key, wrapping, name) {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = new Uint8Array(await crypto.subtle.wrapKey(format, key, wrapping, gcm(iv, name)));
  return Uint8Array.of(...iv, ...sealed);
}

function unwrap(format, whole, wrapping, name, extractable) {
  const kind = format === "raw" ? "AES-GCM" : SIGNING;
  const uses = format === "raw" ? ["encrypt", "decrypt"] : ["sign"];
  return crypto.subtle.unwrapKey(format, whole.subarray(IV_BYTES), wrapping, gcm(whole.subarray(0, IV_BYTES), name), kind, extractable, uses);
}
