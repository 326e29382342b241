// A key's thumbprint as sixteen digits in four groups: what the desk and the tablet show, for two people to read
// to each other when a tablet is enrolled (design §4). Pure; server/domain/thumbprint.py says the same.

const DIGITS = 10n ** 16n;

/** @param {string} thumbprint RFC 7638, base64url @returns {string} for example "4821 0937 5520 1846" */
export function spokenThumbprint(thumbprint) {
  const raw = atob(thumbprint.replaceAll("-", "+").replaceAll("_", "/"));
  let number = 0n;
  for (let at = 0; at < 8; at += 1) number = number * 256n + BigInt(raw.charCodeAt(at));
  return (number % DIGITS).toString().padStart(16, "0").replace(/(\d{4})(?=\d)/g, "$1 ");
}
