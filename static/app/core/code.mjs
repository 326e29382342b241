// What a QR of the district holds: a compact JWS, ES256 by one of its keys and nothing else (RFC 7515 §5.2), read as
// strictly as it was made. Badges and papers are both read here.

import { compactVerify, decodeProtectedHeader, importJWK } from "jose";

const KEY_NAME = 16; // characters of the thumbprint by which a code names its key, so that its QR stays small
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/**
 * The text a key of the district signed, or in which way the signature does not hold.
 * @param {string} token
 * @param {(JsonWebKey & {kid: string})[]} keys
 * @returns {Promise<{standing: "signed" | "malformed" | "forged" | "unknown-issuer", text?: string, jwk?: any}>}
 */
export async function openCode(token, keys) {
  const header = readHeader(token);
  if (!header) return { standing: "malformed" };
  if (header.alg !== "ES256") return { standing: "forged" };
  const jwk = keys.find(({ kid }) => kid.slice(0, KEY_NAME) === header.kid);
  if (!jwk) return { standing: "unknown-issuer" };
  let payload;
  try {
    ({ payload } = await compactVerify(token, await imported(jwk), { algorithms: ["ES256"] }));
  } catch {
    return { standing: "forged" };
  }
  if (!isSpelledOnce(token.slice(token.lastIndexOf(".") + 1))) return { standing: "forged" };
  return { standing: "signed", text: new TextDecoder().decode(payload), jwk };
}

/** The protected header of a compact JWS; null where there is none. */
export function readHeader(token) {
  if (!COMPACT.test(token)) return null;
  try {
    return decodeProtectedHeader(token);
  } catch {
    return null;
  }
}

/**
 * Import the keys and wake WebCrypto while the camera still opens: the first signature a browser checks takes many
 * times as long as the next.
 */
export function prepareKeys(keys) {
  const header = ({ kid }) => btoa(JSON.stringify({ alg: "ES256", kid: kid.slice(0, KEY_NAME) })).replaceAll("=", "");
  return Promise.all(keys.map((key) => openCode(`${header(key)}.e30.${"A".repeat(86)}`, [key])));
}

/** 64 bytes leave four bits of the last letter over: a signature with a second spelling is none (RFC 4648 §3.5). */
function isSpelledOnce(signature) {
  return "AQgw".includes(signature.at(-1));
}

const importedKeys = new Map();

/** Importing a key costs more than a signature: once a key. */
function imported(jwk) {
  const { kty, crv, x, y } = jwk;
  const at = `${x}.${y}`;
  if (!importedKeys.has(at)) importedKeys.set(at, importJWK({ kty, crv, x, y }, "ES256"));
  return importedKeys.get(at);
}
