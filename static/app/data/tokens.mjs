// Short-lived access to the two databases, against the device's signature on a challenge (design §4). With a token the
// tablet says how it is, and hears what the desk wants of it.

import { CompactSign } from "jose";
import { post } from "./requests.mjs";

const EARLY_MS = 60_000;

/**
 * @param {{device: {id: string}, key: CryptoKey}} enrolment
 * @param {{readStatus?: () => Promise<any>, onOrder?: (order: string) => void}} [ears]
 */
export function createTokens(enrolment, { readStatus = async () => null, onOrder = () => {} } = {}, now = () => Date.now()) {
  let held = null;
  let asking = null;

  async function ask() {
    const [proof, status] = await Promise.all([prove(enrolment), readStatus().catch(() => null)]);
    held = await post("/device/token", status ? { ...proof, status } : proof);
    if (held.order) onOrder(held.order);
    return held.token;
  }

  return {
    /** A token that still lives; renewed by itself, once however many ask. */
    async current() {
      if (held && Date.parse(held.expires_at) - EARLY_MS > now()) return held.token;
      asking ??= ask().finally(() => { asking = null; });
      return asking;
    },
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
