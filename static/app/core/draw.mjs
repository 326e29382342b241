// A published draw, drawn again: which communities the revealed seed chooses from the frozen frame. The server
// draws in server/domain/draw.py and sampling.py; docs/draws.md says how; tests/vectors/draws.json keeps them alike.

import { digestHex, documentDigest } from "./bytes.mjs";

const SEED = /^[0-9a-f]{64}$/;
const SPACE = 1n << 256n;

/** The places in `weights` that are drawn, in the order of drawing: by weight, without replacement. */
export async function sample(key, context, weights, count) {
  const signing = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const left = weights.map((weight, place) => ({ weight: BigInt(weight), place }));
  const chosen = [];
  for (let step = 1; step <= count; step += 1) {
    const total = left.reduce((sum, { weight }) => sum + weight, 0n);
    let rest = await numberBelow(signing, context, step, total);
    const at = left.findIndex(({ weight }) => { rest -= weight; return rest < 0n; });
    chosen.push(left.splice(at, 1)[0].place);
  }
  return chosen;
}

/** The communities drawn from a frame by a seed and the head of the day it was sealed. */
export async function redraw(frame, seed, head) {
  const hmac = await crypto.subtle.importKey("raw", bytesOf(seed), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const key = await crypto.subtle.sign("HMAC", hmac, bytesOf(head));
  const places = await sample(key, await documentDigest(frame), frame.communities.map((row) => row[4]), frame.count);
  return places.map((place) => frame.communities[place][0]);
}

/**
 * What does not hold of a published draw: `frame`, `commitment`, `result`; nothing where all of it does.
 * @returns {Promise<{faults: string[], chosen: string[]}>} and what was drawn here
 */
export async function checkDraw({ frame, frame_digest, commitment, seed, head, chosen }) {
  const faults = isFrame(frame) && (await documentDigest(frame)) === frame_digest ? [] : ["frame"];
  if (!seed) return { faults, chosen: [] };
  if (!SEED.test(seed) || (await digestHex(bytesOf(seed))) !== commitment) faults.push("commitment");
  const drawn = SEED.test(seed) && SEED.test(head) && isFrame(frame) ? await redraw(frame, seed, head) : [];
  if (JSON.stringify(drawn) !== JSON.stringify(chosen)) faults.push("result");
  return { faults, chosen: drawn };
}

/** The number of communities a share asks for: rounded up (S7-AMB-16). */
export function shareOf([part, whole], count) {
  return Number((BigInt(part) * BigInt(count) + BigInt(whole) - 1n) / BigInt(whole));
}

/** Whether a frame could have been frozen: in order of ids, each once, of weight 1 or more, of the share's count. */
function isFrame(frame) {
  const rows = frame.communities;
  const ordered = rows.every(([id, , , , weight], place) => weight >= 1 && (place === 0 || rows[place - 1][0] < id));
  return ordered && frame.count === shareOf(frame.share, rows.length);
}

/** A number from 0 to `limit` - 1, all equally likely. */
async function numberBelow(signing, context, step, limit) {
  for (let attempt = 1; ; attempt += 1) {
    const message = new TextEncoder().encode(`${context}:${step}:${attempt}`);
    const number = BigInt(`0x${hexOf(await crypto.subtle.sign("HMAC", signing, message))}`);
    if (number < SPACE - (SPACE % limit)) return number % limit;
  }
}

function bytesOf(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function hexOf(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
