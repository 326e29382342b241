// What a receipt allows the tablet to forget: only what it names, digest by digest (field lesson 12). Pure.

export const KEPT_DAYS = 30; // a received case stays in the list so long, then this tablet forgets it
const DAY_MS = 24 * 3600 * 1000;

/** The visit or contribution a receipt speaks of, as `case:round`. */
export function receiptKey(receipt) {
  const [, file, round] = receipt.visit.split(":");
  return `${file}:${round}`;
}

/** What a receipt says of this very seal, if it was accepted: another copy of the tablet shares the name. */
export function acceptance(receipt, seal) {
  const told = [receipt, ...(receipt.others ?? [])];
  return told.find((one) => one.status === "accepted" && one.digest === seal.digest) ?? null;
}

/**
 * The outbox documents that may be dropped: the sealed visit and its photos, when the receipt is an
 * acceptance that names the visit's digest and every photo's; otherwise nothing at all.
 * @param {any} receipt
 * @param {{digest: string, photos: {digest: string}[]}} seal what this tablet sealed
 * @returns {string[]} document ids
 */
export function droppable(receipt, seal) {
  const accepted = acceptance(receipt, seal);
  if (!accepted) return [];
  const named = new Set(accepted.photos);
  if (!seal.photos.every((photo) => named.has(photo.digest))) return [];
  return [receipt.visit, ...seal.photos.map((photo) => `photo:${photo.digest}`)];
}

/** Whether the street received a sealed visit so long ago that this tablet keeps nothing of it. */
export function isOld(seal, now) {
  return Boolean(seal.dropped) && now - Date.parse(seal.received_at) > KEPT_DAYS * DAY_MS;
}
