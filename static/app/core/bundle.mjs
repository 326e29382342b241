// The file a tablet with no network hands over on a USB stick: what it is called and what it says. Pure.

import { dayOf, timeOf } from "./days.mjs";

export const BUNDLE_TYPE = "application/jose";

/** `ruhu-<device number>-<YYYYMMDD-HHMM>.jwe`: nothing of a person. @param {Date} now */
export function bundleName(number, now) {
  const day = dayOf(now).replaceAll("-", "");
  return `ruhu-${number}-${day}-${timeOf(now).replace(":", "").padStart(4, "0")}.jwe`;
}

/** What stands before and after the documents, which are put in between one at a time. */
export function bundleAround({ assessor, device, madeAt }) {
  const head = JSON.stringify({ type: "bundle", schema: 1, assessor, device, made_at: madeAt });
  return [`${head.slice(0, -1)},"documents":[`, "]}"];
}

/** Drafts whose last state does not stand among what is to be sent. @param {Map<string, string>} queued saved_at by outbox id */
export function unqueued(drafts, seals, queued, idOf) {
  const sealed = new Set(seals.map(({ case: file, round }) => `${file}:${round}`));
  return drafts.filter((draft) => draft.started_at && !sealed.has(`${draft.case}:${draft.round}`) && queued.get(idOf(draft)) !== draft.saved_at);
}
