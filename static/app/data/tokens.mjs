// Short-lived access to the two databases, against the device's signature on a challenge (design §4). With a token the
// tablet says how it is, and hears what the desk wants of it. The server's clock is the one that counts: a tablet whose
// clock is off asks as often as another, and is told.

import { CompactSign } from "jose";
import { post } from "./requests.mjs";

const MINUTE_MS = 60_000;
const EARLY_MS = MINUTE_MS;

/**
 * @param {{device: {id: string}, key: CryptoKey}} enrolment
 * @param {{readStatus?: () => Promise<any>, onOrder?: (order: string) => void}} [ears]
 */
export function createTokens(enrolment, { readStatus = async () => null, onOrder = () => {} } = {}, now = () => Date.now()) {
  let held = null;
  let asking = null;
  let ahead = 0;

  async function ask() {
    const [proof, status] = await Promise.all([prove(enrolment), readStatus().catch(() => null)]);
    const asked = now();
    held = await post("/device/token", status ? { ...proof, status } : proof);
    ahead = (asked + now()) / 2 - Date.parse(held.now); // half the way there, half the way back (RFC 5905 §8)
    if (held.order) onOrder(held.order);
    return held.token;
  }

  return {
    /** A token that still lives; renewed by itself, once however many ask. */
    async current() {
      if (held && Date.parse(held.expires_at) - EARLY_MS > now() - ahead) return held.token;
      asking ??= ask().finally(() => { asking = null; });
      return asking;
    },
    /** By how many whole minutes this tablet's clock is ahead of the server's; behind it is negative. */
    minutesAhead: () => Math.trunc(ahead / MINUTE_MS),
    /** The server said no: the next request brings a new one. */
    forget() {
      held = null;
    },
  };
}

/** That this is the device it says: its signature over a challenge of the server. */
export async function prove({ device, key }) {
  const { challenge } = await post("/device/challenge", { device: device.id });
  const signature = await new CompactSign(new TextEncoder().encode(JSON.stringify({ challenge })))
    .setProtectedHeader({ alg: "ES256", kid: device.id })
    .sign(key);
  return { device: device.id, challenge, signature };
}
