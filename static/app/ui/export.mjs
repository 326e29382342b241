// Saving what was not sent as one encrypted file: drafts first come among what is to be sent, as they are now.

import { bundleName, BUNDLE_TYPE, unqueued } from "../core/bundle.mjs";
import { formatBytes } from "../core/bytes.mjs";
import { isContribution } from "../core/cases.mjs";
import { formatInstant } from "../core/days.mjs";
import { contributionId } from "../core/contribution.mjs";
import { snapshotOf, visitId } from "../core/visit.mjs";
import { makeBundle } from "../data/bundle.mjs";

/**
 * @param {any} app @param {(done: number, total: number) => void} onDocument
 * @returns {Promise<{key: string, facts?: any, bad?: boolean}>} what is to be said of it
 */
export async function exportToFile(app, onDocument) {
  const { outbox, enrolment } = app.account;
  const key = app.roster?.bundle_key;
  if (!key) return { key: "export_no_key", bad: true };
  try {
    await queueDrafts(app.account);
    const now = app.now();
    const { file, count } = await makeBundle(outbox, { assessor: enrolment.assessor.id, device: enrolment.device.id, madeAt: formatInstant(now), key, onDocument });
    app.recount();
    if (count === 0) return { key: "export_nothing" };
    const name = bundleName(enrolment.device.number, now);
    save(name, file);
    return { key: "export_done", facts: { name, n: count, size: formatBytes(file.length) } };
  } catch (error) {
    return { key: "export_failed", facts: { why: error.message }, bad: true };
  }
}

/** What was written since the last snapshot is not left behind. */
async function queueDrafts({ drafts, outbox, enrolment }) {
  const idOf = (draft) => (isContribution(draft) ? contributionId : visitId)(draft, enrolment.device.id);
  const [kept, seals] = await Promise.all([drafts.all(), drafts.seals()]);
  const queued = new Map();
  for (const draft of kept) queued.set(idOf(draft), (await outbox.find(idOf(draft)))?.saved_at);
  for (const draft of unqueued(kept, seals, queued, idOf)) await outbox.putVisit(idOf(draft), snapshotOf(draft));
}

function save(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: BUNDLE_TYPE }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
