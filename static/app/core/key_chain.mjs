// The succession of the credential keys: a tablet accepts a new key only signed by the one before it (design §4).
// The server writes the links (server/records/key_chain.py); tests/vectors/key_chains.json keeps both alike.

import { compactVerify, decodeJwt, importJWK } from "jose";

const SUCCESSOR = "successor";

/**
 * The keys of a chain from the newest pinned one on, that one included. Throws for a chain that does not hold the
 * newest pinned key (a fork made with an older one) or in which a key was not introduced by the key before it.
 * @param {JsonWebKey[]} pinned oldest first @param {Link[]} chain the first key first
 */
export async function followChain(pinned, chain) {
  const start = chain.findIndex(({ jwk }) => sameKey(jwk, pinned.at(-1)));
  if (start < 0) throw new Error("the newest pinned key is not in the chain");
  for (let at = start + 1; at < chain.length; at += 1) await checkIntroduced(chain[at - 1], chain[at]);
  return chain.slice(start).map(({ jwk }) => jwk);
}

/** The one key a roster may be signed by: the last of the chain it brings, where that follows from the pinned ones. */
export async function rosterKeys(pinned, signed) {
  const { keys } = decodeJwt(signed);
  return keys ? (await followChain(pinned, keys)).slice(-1) : pinned.slice(-1);
}

/** Every key a badge may be signed by, once the roster that names them holds; with those declared compromised. */
export function badgeKeys(pinned, roster) {
  const links = roster?.keys ?? [];
  const named = links.map(({ jwk, compromised }) => (compromised ? { ...jwk, compromised } : jwk));
  return [...pinned.filter((key) => !links.some(({ jwk }) => sameKey(jwk, key))), ...named];
}

/** What a tablet pins once such a roster holds: the trusted credential keys and the log keys it names, the newest last. */
export function pinnedAfter({ credential, log }, roster) {
  return { credential: badgeKeys(credential, roster).filter(({ compromised }) => !compromised), log: roster.log_keys ?? log };
}

async function checkIntroduced(before, link) {
  const { payload } = await compactVerify(link.signed ?? "", await importJWK(publicOf(before.jwk), "ES256"), { algorithms: ["ES256"] });
  const said = JSON.parse(new TextDecoder().decode(payload));
  const holds = said.type === SUCCESSOR && said.previous === before.jwk.kid && said.from === link.from
    && sameKey(said.jwk, link.jwk) && said.jwk.kid === link.jwk.kid;
  if (!holds) throw new Error(`${link.jwk.kid} is introduced as something else`);
}

function sameKey(one, other) {
  return Boolean(one && other) && one.x === other.x && one.y === other.y;
}

function publicOf({ kty, crv, x, y }) {
  return { kty, crv, x, y };
}
