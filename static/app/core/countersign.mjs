// A colleague's own signature over a sealed visit (design §4, S7-CRED-05). The lead's tablet shows the whole
// sealed visit as a chain of codes; the colleague's tablet reads it, shows what it says, and answers with a JWS
// by its own key. Neither needs a network. The server judges by the same rules (server/domain/countersign.py).

import { calculateJwkThumbprint, compactVerify, importJWK } from "jose";
import { canonicalBytes, digestHex } from "./bytes.mjs";

export const ASK = "visit";
export const ANSWER = "sign";
const TYPE = "countersign";

/** What is no visit of an application rests on the badges and hands of its seal: nobody signs it again on a tablet of their own. @param {{form: string}} visit */
export function isCountersigned(visit) {
  return visit.form.startsWith("home-visit@");
}

/** `countersign:<case>:<round>:<assessor>`, its name in an outbox. */
export function countersignId({ case: file, round, assessor }) {
  return `${TYPE}:${file}:${round}:${assessor}`;
}

/** The sealed visit as it is carried in codes: canonical JSON, deflated (RFC 1951). */
export async function packVisit(visit) {
  return piped(canonicalBytes(visit), new CompressionStream("deflate-raw"));
}

/**
 * What another tablet showed: the visit and the digest that is to be signed; null when it is no visit.
 * @param {Uint8Array | null} bytes @returns {Promise<{visit: any, digest: string} | null>}
 */
export async function unpackVisit(bytes) {
  try {
    const visit = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(await piped(bytes, new DecompressionStream("deflate-raw"))));
    if (typeof visit.case !== "string" || !Array.isArray(visit.team)) return null;
    return { visit, digest: await digestHex(canonicalBytes(visit)) };
  } catch {
    return null;
  }
}

/**
 * Why this assessor may not countersign, or null when they may.
 * @returns {null | "own_visit" | "not_in_team"}
 */
export function refusalToCountersign(visit, assessor) {
  if (visit.assessor === assessor) return "own_visit";
  return visit.team.some((member) => member.assessor === assessor) ? null : "not_in_team";
}

/** What a colleague signs: which visit, byte for byte, and who they are. */
export function countersignPayload({ visit, digest }, assessor, signedAt) {
  return { type: TYPE, case: visit.case, round: visit.round, visit: digest, assessor, signed_at: signedAt };
}

/**
 * An answer read from a colleague's tablet, as far as it can be judged with no network.
 * @param {string} token compact JWS whose header carries the public key
 * @param {{visit: any, digest: string, entryOf: (assessor: string) => {devices?: string[]} | null}} known `entryOf`:
 *   the roster's line; a tablet it does not name is left for the server to judge
 * @returns {Promise<{refusal: string | null, assessor: string, signed_at: string, known: boolean}>}
 */
export async function judgeCountersign(token, { visit, digest, entryOf }) {
  const read = await openCountersign(token);
  if (!read) return refused("bad_signature");
  const { payload, device } = read;
  if (payload.type !== TYPE || typeof payload.assessor !== "string") return refused("malformed");
  if (payload.case !== visit.case || payload.round !== visit.round || payload.visit !== digest) return refused("other_visit");
  if (device === visit.device) return refused("own_visit");
  const why = refusalToCountersign(visit, payload.assessor);
  if (why) return refused(why);
  const devices = entryOf(payload.assessor)?.devices;
  const others = visit.team.filter(({ assessor }) => assessor !== payload.assessor);
  if (others.some(({ assessor }) => entryOf(assessor)?.devices?.includes(device))) return refused("other_device");
  return { refusal: null, assessor: payload.assessor, signed_at: payload.signed_at, known: devices?.includes(device) ?? false };
}

/** The signed payload and whose key signed it; null unless the signature is that key's (RFC 7515, RFC 7638). */
async function openCountersign(token) {
  try {
    let device = "";
    const { payload } = await compactVerify(token, async ({ jwk, kid }) => {
      device = await calculateJwkThumbprint(jwk, "sha256");
      if (device !== kid) throw new Error("kid");
      return importJWK(jwk, "ES256");
    }, { algorithms: ["ES256"] });
    return { payload: JSON.parse(new TextDecoder().decode(payload)), device };
  } catch {
    return null;
  }
}

function refused(refusal) {
  return { refusal, assessor: "", signed_at: "", known: false };
}

async function piped(bytes, through) {
  const stream = new Blob([bytes]).stream().pipeThrough(through);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
