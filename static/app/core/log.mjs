// The day's head over every file, and the proof that a notice's words are counted by it. The server makes both
// (server/domain/head.py); tests/vectors/heads.json keeps the two alike.

import { compactVerify, decodeProtectedHeader, importJWK } from "jose";
import { digestHex, documentDigest } from "./bytes.mjs";
import { isIncluded, leafHash } from "./merkle.mjs";

const SIGNED_TYPE = "ruhu-head+jws";
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SHORT_BITS = 80;
const HEX = /^(?:[0-9a-f]{2})*$/;

/** The first 80 bits of a digest as papers print them: `7K3M-9QXP-W2TD-5RHN`. */
export function shortForm(digest) {
  const bits = BigInt(`0x${digest}`) >> BigInt(digest.length * 4 - SHORT_BITS);
  const letters = Array.from({ length: SHORT_BITS / 5 }, (_, place) => ALPHABET[Number((bits >> BigInt(SHORT_BITS - 5 * (place + 1))) & 31n)]);
  return letters.join("").replace(/.{4}(?=.)/g, "$&-");
}

/** What a signed head says, with its short form; null unless one of the keys signed it as a head (RFC 7515). */
export async function openHead(signed, keys) {
  try {
    const { kid, typ } = decodeProtectedHeader(signed);
    const jwk = keys.find((key) => key.kid === kid);
    if (!jwk || typ !== SIGNED_TYPE) return null;
    const { payload } = await compactVerify(signed, await importJWK(jwk, "ES256"), { algorithms: ["ES256"] });
    const head = JSON.parse(new TextDecoder().decode(payload));
    return head.type === "head" ? { ...head, short: shortForm(await digestHex(payload)) } : null;
  } catch {
    return null;
  }
}

/**
 * Whether what a page shows of a notice is what the head of its day counts.
 * @param {{statement: any, head: string, index: number, path: string[]}} proof
 * @param {{keys: JsonWebKey[], notice: string, shown: Record<string, string | number>}} page what it shows, by field
 * @returns {Promise<{standing: "proved" | "forged" | "other" | "differs" | "missing", head: any, fields: string[]}>}
 */
export async function checkNotice(proof, { keys, notice, shown }) {
  const head = await openHead(proof?.head, keys);
  const verdict = (standing, fields = []) => ({ standing, head, fields });
  if (!head) return verdict("forged");
  const { statement } = proof;
  if (statement?.type !== "notice" || statement.notice !== notice || statement.posted_on !== head.date) return verdict("other");
  const differing = Object.keys(shown).filter((field) => shown[field] !== statement[field]);
  if (differing.length) return verdict("differs", differing);
  const [root, ...path] = [head.root, ...(proof.path ?? [])].map(bytesOf);
  if (![root, ...path].every(Boolean)) return verdict("missing");
  const leaf = await leafHash(bytesOf(await documentDigest(statement)));
  return verdict((await isIncluded(leaf, proof.index, head.size, path, root)) ? "proved" : "missing");
}

/** The bytes of hex; null where it is none. */
function bytesOf(hex) {
  if (typeof hex !== "string" || !HEX.test(hex)) return null;
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
