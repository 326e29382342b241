// The code on a paper of a case: what it is, its number, its day, a digest of what it says. The server makes it
// (server/domain/paper.py, server/services/paper_codes.py).

import { openCode, readHeader } from "./code.mjs";

const CLAIMS = ["k", "n", "d", "t", "w"];

/** Whether a code is a paper's and not a badge's. */
export function isPaper(token) {
  return readHeader(token)?.typ === "paper";
}

/**
 * What a paper's code says where the district signed it.
 * @param {string} token compact JWS
 * @param {(JsonWebKey & {kid: string})[]} keys the log keys of the district
 * @returns {Promise<{standing: "signed" | "malformed" | "forged" | "unknown-issuer", claims: Record<string, string> | null}>}
 */
export async function checkPaper(token, keys) {
  if (!isPaper(token)) return { standing: "malformed", claims: null };
  const { standing, text } = await openCode(token, keys);
  if (standing !== "signed") return { standing, claims: null };
  const claims = parseClaims(text);
  return claims ? { standing, claims } : { standing: "malformed", claims: null };
}

function parseClaims(text) {
  try {
    const claims = JSON.parse(text);
    return CLAIMS.every((key) => typeof claims[key] === "string" && claims[key] !== "") ? claims : null;
  } catch {
    return null;
  }
}
