// The one place every document passes on the tablet, and the only form in which anything lies here or travels: the
// envelope (design §4). A document is a JWE under a caseload key; a picture is iv ‖ ciphertext ‖ tag. What comes from
// the district is opened twice: the envelope, then its signature.

import { CompactEncrypt, compactDecrypt, compactVerify, importJWK } from "jose";
import { rosterKeys } from "../core/key_chain.mjs";

const SCHEMA = 2;
const IV_BYTES = 12; // the nonce of AES-GCM (NIST SP 800-38D §8.2)
const OPENING = { keyManagementAlgorithms: ["dir"], contentEncryptionAlgorithms: ["A256GCM"] };

export class CannotOpen extends Error {
  /** @param {string} id @param {string} why */
  constructor(id, why) {
    super(`${id}: ${why}`);
    Object.assign(this, { id, why });
  }
}

/** @typedef {{newest: string, keys: Map<string, CryptoKey>}} Keyring caseload keys by kid; new things go under the newest */

/**
 * The codec of one assessor, while their keys are in memory.
 * @param {Keyring} keyring
 */
export function createCodec({ newest, keys }) {
  const keyCalled = (kid) => keys.get(kid) ?? refuse(`no caseload key is called ${kid}`);

  return {
    /** A document as it lies here and travels: what it says, and under which id it may be found. */
    async seal(id, body) {
      return { _id: id, type: id.slice(0, id.indexOf(":")), schema: SCHEMA, sealed: await sealText({ id, body }, keyCalled(newest), newest) };
    },
    /** The inverse of seal; a ciphertext that was moved to another name stays closed. */
    async open(doc) {
      return (await openText(doc, keyCalled)).body;
    },
    /** What the district says in a document of tasks-…, verified against its pinned keys. */
    async openTask(doc, pins) {
      return openSigned(doc, await openEnvelope(doc, keyCalled), pins);
    },
    /** A signed document from before the envelope, put in it as the district now does. */
    async sealSigned({ _id, _rev, type, signed }) {
      return { _id, _rev, type, schema: SCHEMA, sealed: await encrypt(signed, keyCalled(newest), { kid: newest, cty: "JOSE" }) };
    },
    sealBytes: (name, bytes) => sealBytes(keyCalled(newest), name, bytes),
    /** A picture kept under whichever of the keys was the newest then. */
    async openBytes(name, bytes) {
      for (const key of keys.values()) {
        const opened = await openBytes(key, name, bytes).catch(() => null);
        if (opened) return opened;
      }
      throw new CannotOpen(name, "no caseload key opens it");
    },
  };
}

/** `{id, body}` as a compact JWE (RFC 7516, dir with A256GCM). */
export function sealText(content, key, kid) {
  return encrypt(JSON.stringify(content), key, { kid });
}

/** What sealText closed; refuses what stands under another id. @param {(kid: string) => CryptoKey} keyCalled */
export async function openText(doc, keyCalled) {
  const content = parse(doc, await openEnvelope(doc, keyCalled));
  if (content?.id !== doc._id) throw new CannotOpen(doc._id, `was sealed as ${content?.id}`);
  return content;
}

/** iv ‖ ciphertext ‖ tag, bound to a name. */
export async function sealBytes(key, name, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = new Uint8Array(await crypto.subtle.encrypt(gcm(iv, name), key, bytes));
  const whole = new Uint8Array(IV_BYTES + sealed.length);
  whole.set(iv);
  whole.set(sealed, IV_BYTES);
  return whole;
}

/** The inverse of sealBytes. @param {Uint8Array} whole */
export async function openBytes(key, name, whole) {
  return new Uint8Array(await crypto.subtle.decrypt(gcm(whole.subarray(0, IV_BYTES), name), key, whole.subarray(IV_BYTES)));
}

/** AES-GCM with what the ciphertext is bound to. */
export function gcm(iv, name) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) };
}

function encrypt(text, key, header) {
  return new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader({ alg: "dir", enc: "A256GCM", ...header }).encrypt(key);
}

async function openEnvelope(doc, keyCalled) {
  if (doc.schema !== SCHEMA || typeof doc.sealed !== "string") throw new CannotOpen(doc._id, `has schema ${doc.schema}`);
  try {
    return (await compactDecrypt(doc.sealed, ({ kid }) => keyCalled(kid), OPENING)).plaintext;
  } catch (error) {
    throw new CannotOpen(doc._id, error.message);
  }
}

function parse(doc, bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new CannotOpen(doc._id, error.message);
  }
}

/** The roster counts only under the newest credential key, everything else under the log key; and only about what its id says. */
async function openSigned(doc, bytes, pins) {
  const signed = new TextDecoder().decode(bytes);
  const allowed = doc._id === "roster" ? await rosterKeys(pins.credential, signed).catch(() => []) : pins.log;
  const payload = await verified(doc, signed, allowed);
  if (payload.type !== doc.type || nameOf(payload, doc._id) !== doc._id) throw new CannotOpen(doc._id, "is signed for something else");
  return payload;
}

async function verified(doc, signed, pins) {
  try {
    const { payload } = await compactVerify(signed, ({ kid }) => keyNamed(kid, pins), { algorithms: ["ES256"] });
    return JSON.parse(new TextDecoder().decode(payload));
  } catch (error) {
    throw new CannotOpen(doc._id, error.message);
  }
}

const imported = new Map();

function keyNamed(kid, pins) {
  const jwk = pins.find((each) => each.kid === kid) ?? refuse(`no pinned key is called ${kid}`);
  const at = `${kid}:${jwk.x}`;
  if (!imported.has(at)) imported.set(at, importJWK(jwk, "ES256"));
  return imported.get(at);
}

function refuse(why) {
  throw new Error(why);
}

/** The id a payload belongs under, so that no signed document can stand in another's place. */
function nameOf(payload, id) {
  switch (payload.type) {
    case "task": return `task:${payload.case}:${payload.round}`;
    case "form": return `form:${payload.id}`;
    case "policy": return payload.id ? `policy:${payload.id}` : id;
    case "receipt": return `receipt:${payload.visit.replace(/^visit:/, "")}`; // a contribution's keeps its whole name
    case "confirm": return `confirm:${payload.case}:${payload.round}`;
    case "confirmed": return `confirmed:${payload.id}`;
    case "referred": return `referred:${payload.id}`;
    case "authorised": return `authorised:${payload.id}`;
    default: return payload.type;
  }
}
