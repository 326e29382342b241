// Receipts that came down: the visit's state changes, and local copies go, but only those the receipt names.

import { acceptance, droppable, isOld, receiptKey } from "../core/receipts.mjs";

/** @returns {Promise<number>} documents dropped */
export async function applyReceipts({ outbox, tasks, drafts }) {
  const { answers, confirmed, authorised, referred } = await tasks.readAll();
  const answered = Object.entries({ countersign: confirmed, authorisation: authorised, hardship: referred })
    .flatMap(([type, told]) => told.map(({ id }) => `${type}:${id}`));
  let dropped = answered.length > 0 ? await outbox.drop(answered) : 0;
  for (const receipt of answers) {
    const seal = await drafts.seal(asItem(receipt));
    if (seal?.visit === receipt.visit) dropped += await apply(receipt, seal, { outbox, drafts });
  }
  return dropped;
}

/** What the street received long ago leaves this tablet for good. @param {Date} now */
export async function forgetOld(drafts, now) {
  const old = (await drafts.seals()).filter((seal) => isOld(seal, now));
  for (const seal of old) {
    await Promise.all(seal.photos.map((photo) => drafts.dropThumb(photo.digest)));
    await drafts.dropSeal(seal);
  }
}

async function apply(receipt, seal, { outbox, drafts }) {
  const accepted = acceptance(receipt, seal);
  if (!accepted && receipt.status === "set_aside") {
    if (!seal.set_aside_at) await drafts.saveSeal({ ...seal, set_aside_at: receipt.received_at });
    return 0;
  }
  const ids = droppable(receipt, seal);
  if (ids.length === 0 || seal.dropped) return 0;
  const dropped = await outbox.drop(ids);
  await Promise.all(seal.photos.map((photo) => drafts.dropThumb(photo.digest)));
  await drafts.drop(seal);
  await drafts.saveSeal({ ...seal, received_at: accepted.received_at, dropped: true });
  return dropped;
}

function asItem(receipt) {
  const [file, round] = receiptKey(receipt).split(":");
  return { case: file, round: Number(round) };
}
