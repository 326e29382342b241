// A tablet from before the envelope kept everything in plain text (schema 1). After its assessor has a PIN, all of it is
// sealed where it lies. Cut off in the middle it is done again: what is sealed already is left alone.

import { outboxName, tasksName } from "./account.mjs";
import { openLocal } from "./couch.mjs";
import { DRAFT_STORES, draftsName } from "./drafts.mjs";
import { Box } from "./idb.mjs";
import { SEALED_TYPE } from "./outbox.mjs";

const OLD = 1;

/** @param {string} assessorId @param {ReturnType<import("./codec.mjs").createCodec>} codec */
export async function upgradeLocal(assessorId, codec) {
  const box = new Box(draftsName(assessorId), DRAFT_STORES);
  await sealDrafts(box, codec);
  box.close();
  await sealOutbox(openLocal(outboxName(assessorId)), codec);
  await sealTasks(tasksName(assessorId), codec);
}

async function sealDrafts(box, codec) {
  for (const store of ["drafts", "seals"]) {
    for (const [key, doc] of await box.entries(store)) if (doc.schema === OLD) await box.put(store, key, await codec.seal(doc._id, doc.body));
  }
  for (const [name, value] of await box.entries("notes")) if (!value?.sealed) await box.put("notes", name, await codec.seal(`note:${name}`, value));
  for (const [digest, thumb] of await box.entries("thumbs")) {
    if (thumb instanceof Blob) await box.put("thumbs", digest, await codec.sealBytes(`thumb:${digest}`, new Uint8Array(await thumb.arrayBuffer())));
  }
}

/** One document at a time, a photo with its picture; the sealed revision goes up as any change does. */
async function sealOutbox(db, codec) {
  const { rows } = await db.allDocs();
  for (const { id } of rows) {
    const doc = await db.get(id, { attachments: true, binary: true });
    if (doc.schema === OLD) await db.put({ ...(await codec.seal(id, doc.body)), _rev: doc._rev, ...(await sealedPhoto(id, doc, codec)) });
  }
}

async function sealedPhoto(id, { _attachments: attachments }, codec) {
  if (!attachments?.photo) return {};
  const bytes = await codec.sealBytes(id, new Uint8Array(await attachments.photo.data.arrayBuffer()));
  return { _attachments: { photo: { content_type: SEALED_TYPE, data: new Blob([bytes], { type: SEALED_TYPE }) } } };
}

/** What the server wrote keeps its revision, so that the next pull goes on from it: the database is made anew. */
async function sealTasks(name, codec) {
  const db = openLocal(name);
  const { rows } = await db.allDocs({ include_docs: true });
  const docs = rows.map(({ doc }) => doc);
  if (!docs.some((doc) => doc.schema === OLD)) return;
  const sealed = await Promise.all(docs.map((doc) => (doc.schema === OLD ? codec.sealSigned(doc) : doc)));
  await db.destroy();
  await openLocal(name).bulkDocs(sealed, { new_edits: false });
}
