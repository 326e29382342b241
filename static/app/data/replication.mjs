// PouchDB's replication, the two ways Ruhu uses it. Up: one document a batch, so that a cut-off upload resumes at
// the photo, and never a deletion. Down: everything, without live feeds.

/**
 * @param {PouchDB.Database} local @param {PouchDB.Database} remote
 * @param {{failure: () => Error | null, onSent: (docs: any[]) => Promise<void>}} ears
 */
export async function push(local, remote, { failure, onSent }) {
  let told = Promise.resolve();
  const denied = [];
  const replication = local.replicate.to(remote, { batch_size: 1, batches_limit: 1, filter: isNotDeletion });
  replication.on("change", ({ docs, docs_written: written }) => { if (written > 0) told = told.then(() => onSent(docs)); });
  replication.on("denied", (error) => denied.push(error));
  await ended(replication, failure);
  await told;
  if (denied.length > 0) throw Object.assign(new Error(denied[0].doc?.reason ?? "denied"), { status: 403 });
}

/** @param {PouchDB.Database} local @param {PouchDB.Database} remote @param {() => Error | null} failure */
export function pull(local, remote, failure) {
  return ended(local.replicate.from(remote, { batch_size: 200 }), failure);
}

function isNotDeletion(doc) {
  return !doc._deleted;
}

/** The replication's end, failing with the reason our own fetch saw rather than with PouchDB's wrapping of it. */
async function ended(replication, failure) {
  try {
    await replication;
  } catch (error) {
    throw failure() ?? error;
  }
}
