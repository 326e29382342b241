// What the device's key signs (RFC 7515, ES256): the seal of a visit, detached (appendix F) over canonical JSON
// (RFC 8785), and a countersignature over a colleague's.

import { CompactSign } from "jose";
import { canonicalBytes, digestHex } from "../core/bytes.mjs";

/** Seals a visit or a contribution. @returns {Promise<{seal: string, digest: string}>} */
export async function sealRecord(record, { device, key }) {
  const bytes = canonicalBytes(record);
  const signed = await new CompactSign(bytes).setProtectedHeader({ alg: "ES256", kid: device.id }).sign(key);
  const [header, , signature] = signed.split(".");
  return { seal: `${header}..${signature}`, digest: await digestHex(bytes) };
}

/** The public key stands in the header, so that the lead's tablet can check the signature with no network. */
export function signCountersign(payload, enrolment) {
  return signStatement(payload, enrolment, { jwk: enrolment.device.jwk });
}

/** What somebody said or signed on this tablet, as a compact JWS. @param {Record<string, any>} [more] of the header */
export function signStatement(payload, { device, key }, more = {}) {
  const header = { alg: "ES256", kid: device.id, ...more };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload))).setProtectedHeader(header).sign(key);
}
