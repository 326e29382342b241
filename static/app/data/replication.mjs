// PouchDB's replication, the two ways Ruhu uses it. Up: one document a batch, so that a cut-off upload resumes at
// the photo, and never a deletion. Down: everything, without live feeds.

/** Somebody stopped it; nothing is wrong. */
export class Stopped extends Error {}

/**
 * @param {any} local @param {PouchDB.Database} remote
 * @param {object} ears
 * @param {() => Error | null} ears.failure @param {(docs: any[]) => Promise<void>} ears.onSent @param {AbortSignal} [ears.signal] @param {string[]} [ears.ids] these alone
 */
export async function push(local, remote, { failure, onSent, signal, ids }) {
  let told = Promise.resolve();
  const denied = [];
  const replication = local.replicate.to(remote, { batch_size: 1, batches_limit: 1, filter: isNotDeletion, ...(ids && { doc_ids: ids }) });
  replication.on("change", ({ docs, docs_written: written }) => { if (written > 0) told = told.then(() => onSent(docs)); });
  replication.on("denied", (error) => denied.push(error));
  await ended(replication, failure, signal);
  await told;
  if (denied.length > 0) throw Object.assign(new Error(denied[0].doc?.reason ?? "denied"), { status: 403 });
}

/** @param {any} local @param {PouchDB.Database} remote @param {() => Error | null} failure @param {AbortSignal} [signal] */
export function pull(local, remote, failure, signal) {
  return ended(local.replicate.from(remote, { batch_size: 200 }), failure, signal);
}

function isNotDeletion(doc) {
  return !doc._deleted;
}

/**
 * The replication's end, failing with the reason our own fetch saw rather than with PouchDB's wrapping of it.
 * It is complete only when PouchDB says so: one that was cancelled resolves too.
 */
async function ended(replication, failure, signal) {
  const cancel = () => replication.cancel();
  signal?.addEventListener("abort", cancel);
  try {
    const { ok, status } = await replication;
    if (!ok || status !== "complete") throw signal?.aborted ? new Stopped() : new Error(`the replication was ${status}`);
  } catch (error) {
    throw signal?.aborted ? new Stopped() : (failure() ?? error);
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}
