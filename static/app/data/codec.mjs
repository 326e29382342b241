// The one place every document passes on the tablet. What comes from the district is opened only when its
// signature holds; what goes out or stays here is wrapped. (The envelope of issue 5 joins in here.)

import { compactVerify, importJWK } from "jose";
import { rosterKeys } from "../core/key_chain.mjs";

const SCHEMA = 1;

export class CannotOpen extends Error {
  /** @param {string} id @param {string} why */
  constructor(id, why) {
    super(`${id}: ${why}`);
    Object.assign(this, { id, why });
  }
}

/**
 * What the district says in a document of tasks-…: verified against the pinned keys, and about what its id says.
 * @param {any} doc @param {{log: JsonWebKey[], credential: JsonWebKey[]}} keys
 */
export async function openTask(doc, keys) {
  const allowed = doc._id === "roster" ? await rosterKeys(keys.credential, doc.signed).catch(() => []) : keys.log;
  const payload = await verified(doc, allowed);
  if (payload.type !== doc.type || nameOf(payload, doc._id) !== doc._id) throw new CannotOpen(doc._id, "is signed for something else");
  return payload;
}

/** A document for the outbox. */
export function wrap(id, body) {
  return { _id: id, type: id.slice(0, id.indexOf(":")), schema: SCHEMA, body };
}

/** The inverse of wrap. */
export function unwrap(doc) {
  if (doc.schema !== SCHEMA || !doc.body) throw new CannotOpen(doc._id, `has schema ${doc.schema}`);
  return doc.body;
}

async function verified(doc, keys) {
  try {
    const { payload } = await compactVerify(doc.signed, ({ kid }) => keyNamed(kid, keys), { algorithms: ["ES256"] });
    return JSON.parse(new TextDecoder().decode(payload));
  } catch (error) {
    throw new CannotOpen(doc._id, error.message);
  }
}

const imported = new Map();

function keyNamed(kid, keys) {
  const jwk = keys.find((each) => each.kid === kid);
  if (!jwk) throw new Error(`no pinned key is called ${kid}`);
  const at = `${kid}:${jwk.x}`;
  if (!imported.has(at)) imported.set(at, importJWK(jwk, "ES256"));
  return imported.get(at);
}

/** The id a payload belongs under, so that no signed document can stand in another's place. */
function nameOf(payload, id) {
  switch (payload.type) {
    case "task": return `task:${payload.case}:${payload.round}`;
    case "form": return `form:${payload.id}`;
    case "policy": return payload.id ? `policy:${payload.id}` : id;
    case "receipt": return `receipt:${payload.visit.slice("visit:".length)}`;
    default: return payload.type;
  }
}
