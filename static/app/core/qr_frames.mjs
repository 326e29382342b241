// More than one QR code can hold, as a chain of codes that are shown one after another and may be read in any
// order: `RUHU1:<kind>:<mark>:<i>/<n>:<part>`. The mark is drawn from the whole, so that frames of two
// messages never mix; whether the whole arrived as it was sent is for its signature or digest to say.

import { digestHex } from "./bytes.mjs";

const PART = 600; // base64url characters: with its head a QR code of version 21 (M), read from one screen by another
const MOST = 200; // frames; more would not be shown to the end in a minute
const FRAME = /^RUHU1:([a-z]+):([0-9a-f]{8}):(\d{1,3})\/(\d{1,3}):([\w-]+)$/;

/**
 * @param {string} kind what is sent, `[a-z]+` @param {Uint8Array} bytes at least one
 * @returns {Promise<string[]>} the texts of the codes
 */
export async function splitFrames(kind, bytes) {
  const text = toBase64url(bytes);
  const mark = (await digestHex(bytes)).slice(0, 8);
  const count = Math.ceil(text.length / PART);
  if (count > MOST) throw new RangeError(`${count} frames`);
  return Array.from({ length: count }, (_, i) => `RUHU1:${kind}:${mark}:${i + 1}/${count}:${text.slice(i * PART, (i + 1) * PART)}`);
}

/** Is this the text of a frame of such a message? */
export function isFrame(text, kind) {
  return FRAME.exec(text ?? "")?.[1] === kind;
}

/**
 * Gathers the frames of one message. `take` answers null for what is no such frame; a frame of another message
 * begins anew, since somebody has gone on to another record.
 * @param {string} kind
 */
export function createCollector(kind) {
  let mark = null;
  let count = 0;
  let parts = new Map();

  return {
    /** @returns {{have: number, of: number, bytes: Uint8Array | null} | null} bytes once all frames are there */
    take(text) {
      const [, what, whose, i, n, part] = FRAME.exec(text ?? "") ?? [];
      const [at, of] = [Number(i), Number(n)];
      if (what !== kind || at < 1 || at > of || of > MOST) return null;
      if (whose !== mark || of !== count) [mark, count, parts] = [whose, of, new Map()];
      parts.set(at, part);
      return { have: parts.size, of, bytes: parts.size === of ? joined(parts, of) : null };
    },
  };
}

function joined(parts, count) {
  const text = Array.from({ length: count }, (_, i) => parts.get(i + 1)).join("");
  return fromBase64url(text);
}

function toBase64url(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Null when it is no base64url: a code from elsewhere that looked like ours. */
function fromBase64url(text) {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}
