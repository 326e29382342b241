// What a tablet from before the envelope kept, and how: plain documents of schema 1, plain pictures, a key that no
// PIN wraps. Planted into a browser, so that the upgrade of today's app has something real to upgrade.

import { openLocal } from "../../static/app/data/couch.mjs";
import { Box } from "../../static/app/data/idb.mjs";

export async function plant({ enrolment, draft, visit, photo, task }) {
  const { id } = enrolment.assessor;
  const { privateKey: key } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const device = new Box("ruhu-device", ["enrolments", "settings"]);
  await device.put("enrolments", id, { ...enrolment, key });
  await device.put("settings", "current", id);
  device.close();
  await plantDrafts(id, draft, photo);
  const outbox = openLocal(`ruhu-outbox-${id}`);
  await outbox.put({ _id: visit._id, type: "visit", schema: 1, body: visit.body });
  const data = new Blob([Uint8Array.from(photo.bytes)], { type: "image/jpeg" });
  await outbox.put({ _id: `photo:${photo.digest}`, type: "photo", schema: 1, body: photo.body, _attachments: { photo: { content_type: "image/jpeg", data } } });
  const tasks = openLocal(`ruhu-tasks-${id}`);
  await tasks.bulkDocs([task], { new_edits: false });
}

async function plantDrafts(id, draft, { digest, bytes }) {
  const box = new Box(`ruhu-drafts-${id}`, ["drafts", "thumbs", "seals", "notes"]);
  const key = `${draft.case}:${draft.round}`;
  await box.put("drafts", key, { _id: `draft:${key}`, type: "draft", schema: 1, body: draft });
  await box.put("thumbs", digest, new Blob([Uint8Array.from(bytes)], { type: "image/jpeg" }));
  await box.put("notes", "sync", { fetchedAt: null, lastSuccess: null, error: null, reached: true });
  box.close();
}

/** Everything that lies in the browser's databases, as far as it is text. */
export async function everythingKept() {
  const kept = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((resolve) => { const asked = indexedDB.open(name); asked.onsuccess = () => resolve(asked.result); });
    for (const store of db.objectStoreNames) {
      const asked = db.transaction(store).objectStore(store).getAll();
      kept.push(...(await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); })));
    }
    db.close();
  }
  const blobs = kept.flatMap((value) => [value, value?.body]).filter((value) => value instanceof Blob);
  const pictures = await Promise.all(blobs.map(async (blob) => [...new Uint8Array(await blob.slice(0, 3).arrayBuffer())]));
  return { text: JSON.stringify(kept), pictures };
}
