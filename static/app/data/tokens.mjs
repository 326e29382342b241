// Short-lived access to the two databases, against the device's signature on a challenge (design §4).

import { CompactSign } from "jose";
import { post } from "./requests.mjs";

const EARLY_MS = 60_000;

/** @param {{device: {id: string}, key: CryptoKey}} enrolment */
export function createTokens({ device, key }, now = () => Date.now()) {
  let held = null;
  let asking = null;

  async function ask() {
    const { challenge } = await post("/device/challenge", { device: device.id });
    const signature = await new CompactSign(new TextEncoder().encode(JSON.stringify({ challenge })))
      .setProtectedHeader({ alg: "ES256", kid: device.id })
      .sign(key);
    held = await post("/device/token", { device: device.id, challenge, signature });
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
