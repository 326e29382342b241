// The seal of a visit: a detached JWS (RFC 7515, appendix F) by the device's key over canonical JSON (RFC 8785).

import { CompactSign } from "jose";
import { canonicalBytes, digestHex } from "../core/bytes.mjs";

/** @returns {Promise<{seal: string, digest: string}>} */
export async function sealVisit(visit, { device, key }) {
  const bytes = canonicalBytes(visit);
  const signed = await new CompactSign(bytes).setProtectedHeader({ alg: "ES256", kid: device.id }).sign(key);
  const [header, , signature] = signed.split(".");
  return { seal: `${header}..${signature}`, digest: await digestHex(bytes) };
}
