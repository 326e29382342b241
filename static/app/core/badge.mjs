// An assessor's badge, judged on a day against the dated roster, with no network (S7-CRED-01…07).
// The server judges by the same table (server/domain/credential.py); tests/vectors/badges.json keeps both alike.

import { openCode } from "./code.mjs";
import { dayOf, daysBetween } from "./days.mjs";

export { prepareKeys } from "./code.mjs";

const CLAIMS = ["s", "n", "a", "i", "f", "u", "p"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * What was scanned, pasted or typed: a code with a credential, a serial, or neither.
 * @returns {{token: string} | {serial: string} | null}
 */
export function readCode(text) {
  const trimmed = String(text ?? "").trim();
  const token = trimmed.includes("#") ? trimmed.slice(trimmed.lastIndexOf("#") + 1) : trimmed;
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return { token };
  if (trimmed.includes("#") || trimmed.includes("/")) return null;
  return /\d/.test(trimmed) && trimmed.length <= 40 ? { serial: trimmed } : null;
}

/**
 * Check a badge's code: the signature first, then what it claims, on a day, against the roster.
 * @param {string} token compact JWS
 * @param {{keys: (JsonWebKey & {kid: string, compromised?: string})[], roster: Roster | null, today: string, staleDays: number}} known
 * @returns {Promise<Verdict>}
 */
export async function checkToken(token, { keys, roster, today, staleDays }) {
  const opened = await openToken(token, keys);
  if (!opened.claims) return { standing: opened.standing, rosterOld: false, claims: null, entry: null };
  const entry = findEntry(roster, opened.claims.s);
  return judgeBadge(opened.claims, entry, { today, rosterIssuedAt: roster?.issued_at ?? null, staleDays });
}

/** A typed serial says only what the roster says: no signature was seen. @returns {Verdict} */
export function checkSerial(serial, { roster, today, staleDays }) {
  const entry = findEntry(roster, serial);
  if (!entry) return { standing: "unknown-issuer", rosterOld: isOld(roster, today, staleDays), claims: null, entry: null };
  const claims = { s: entry.serial, n: entry.name, a: entry.assessor, i: roster.issuer, f: entry.from, u: entry.until, p: "" };
  return judgeBadge(claims, entry, { today, rosterIssuedAt: roster.issued_at, staleDays });
}

/**
 * The standing of a badge on a day: what the roster says outweighs what the badge says.
 * @returns {Verdict}
 */
export function judgeBadge(claims, entry, { today, rosterIssuedAt, staleDays }) {
  const verdict = (standing, rosterOld) => ({ standing, rosterOld, claims, entry: entry ?? null });
  if (!rosterIssuedAt) return verdict(within(claims.f, claims.u, today), true);
  const rosterDay = dayOf(rosterIssuedAt);
  // Issued after this roster was made: nothing speaks against it, but the roster cannot vouch for it.
  if (!entry && claims.f > rosterDay) return verdict(within(claims.f, claims.u, today), true);
  return verdict(standingOf(claims, entry, today), daysBetween(rosterDay, today) > staleDays);
}

/** Whether the roster's line is of a credential suspended or revoked on a day; a revocation has no end. */
export function isWithdrawn({ status, status_from: from, status_until: until }, today) {
  if (status === "valid" || (from && today < from)) return false;
  return !(status === "suspended" && until && today > until);
}

/** The roster's line for a serial; digits alone are enough, as people type them. */
export function findEntry(roster, serial) {
  const entries = roster?.entries ?? [];
  const exact = entries.find((entry) => entry.serial === serial);
  if (exact) return exact;
  const digits = digitsOf(serial);
  const alike = digits ? entries.filter((entry) => digitsOf(entry.serial) === digits) : [];
  return alike.length === 1 ? alike[0] : null;
}

function standingOf(claims, entry, today) {
  if (!entry || entry.assessor !== claims.a) return "revoked";
  if (isWithdrawn(entry, today)) return entry.status;
  const first = claims.f > entry.from ? claims.f : entry.from;
  const last = claims.u < entry.until ? claims.u : entry.until;
  return within(first, last, today);
}

function within(first, last, today) {
  if (today < first) return "not-yet-valid";
  return today > last ? "expired" : "valid";
}

function isOld(roster, today, staleDays) {
  return !roster || daysBetween(dayOf(roster.issued_at), today) > staleDays;
}

/** A badge by a key declared compromised counts as revoked: who stole the key dates badges as he likes. */
async function openToken(token, keys) {
  const { standing, text, jwk } = await openCode(token, keys);
  if (standing !== "signed") return { standing };
  if (jwk.compromised) return { standing: "revoked" };
  return { claims: parseClaims(text), standing: "malformed" };
}

function parseClaims(text) {
  try {
    const claims = JSON.parse(text);
    const whole = CLAIMS.every((key) => typeof claims[key] === "string" && claims[key] !== "");
    return whole && isDay(claims.f) && isDay(claims.u) ? claims : null;
  } catch {
    return null;
  }
}

/** A day of the calendar, written `2027-06-30`. */
function isDay(text) {
  const at = Date.parse(`${text}T00:00:00Z`);
  return DAY.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

function digitsOf(text) {
  return String(text).replace(/\D/g, "").replace(/^0+/, "");
}
