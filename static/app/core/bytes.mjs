// Digests and the two spellings of bytes that the documents use: hex and base64url (RFC 4648 §5).

import canonicalize from "canonicalize";

/** SHA-256 of bytes, as 64 hex digits. */
export async function digestHex(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes a seal covers: canonical JSON (RFC 8785) in UTF-8. */
export function canonicalBytes(document) {
  return new TextEncoder().encode(canonicalize(document));
}

/** The digest by which a document is named. */
export function documentDigest(document) {
  return digestHex(canonicalBytes(document));
}

/** A size a person can read: `5.2 MB`, `312 kB`. */
export function formatBytes(length) {
  if (length >= 1e9) return `${(length / 1e9).toFixed(1)} GB`;
  if (length >= 1e6) return `${(length / 1e6).toFixed(1)} MB`;
  return `${Math.max(1, Math.round(length / 1e3))} kB`;
}
