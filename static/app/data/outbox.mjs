// What goes up: snapshots of drafts, sealed visits, photos, one document each, in the envelope it lies in here. What
// was sent is remembered by revision, so that "sent" and "not sent" are facts and not guesses.

import { authorisationId } from "../core/authorisation.mjs";
import { countersignId } from "../core/countersign.mjs";
import { callId } from "../core/hardship.mjs";

export const SEALED_TYPE = "application/octet-stream"; // of a photo in its envelope

/**
 * @param {PouchDB.Database} db @param {ReturnType<import("./drafts.mjs").createDrafts>} drafts
 * @param {ReturnType<import("./codec.mjs").createCodec>} codec
 * @param {(bytes: Uint8Array) => any} [asAttachment] what this PouchDB takes as an attachment
 */
export function createOutbox(db, drafts, codec, asAttachment = (bytes) => new Blob([bytes], { type: SEALED_TYPE })) {
  let sent = null; // id → revision

  async function readSent() {
    sent ??= new Map((await drafts.note("sent")) ?? []);
    return sent;
  }

  async function put(id, body, attachments) {
    const held = await db.get(id).catch((error) => { if (error.status === 404) return null; throw error; });
    const doc = { ...(await codec.seal(id, body)), ...(held && { _rev: held._rev }), ...(attachments && { _attachments: attachments }) };
    await db.put(doc);
  }

  async function named(start) {
    const { rows } = await db.allDocs({ startkey: start, endkey: `${start}\uffff` });
    return rows.map(({ id }) => id);
  }

  return {
    db,
    /** Another tab may have sent something meanwhile. */
    reread() { sent = null; },
    putVisit: (id, body) => put(id, body),
    /** A colleague's signature, made here or read from their screen. */
    putCountersign: (who, body) => put(countersignId(who), body),
    /** An adult's authorisation of the information check, signed here. */
    putAuthorisation: (about, member, body) => put(authorisationId(about, member), body),
    /** Urgent hardship, said here. */
    putCall: (call, body) => put(callId(call), body),
    /** What this document says, or null when it is not here any more. */
    async find(id) {
      const doc = await db.get(id).catch(() => null);
      return doc ? codec.open(doc) : null;
    },
    /** A photo is named by its digest: the same photo twice is one document. */
    async putPhoto(digest, body, blob) {
      const id = `photo:${digest}`;
      if (await db.get(id).catch(() => null)) return;
      const data = asAttachment(await codec.sealBytes(id, new Uint8Array(await blob.arrayBuffer())));
      await put(id, body, { photo: { content_type: SEALED_TYPE, data } });
    },
    /** Names of the countersignatures, and of the authorisations, the street has not answered yet. */
    countersigns: () => named("countersign:"),
    authorisations: () => named("authorisation:"),
    /** Names of the calls for urgent help the street has not answered yet. */
    calls: () => named("hardship:"),
    /** Digests of the photos held here, or known to have been sent. */
    async savedDigests() {
      const { rows } = await db.allDocs({ startkey: "photo:", endkey: "photo:\uffff" });
      return new Set(rows.map(({ id }) => id.slice("photo:".length)));
    },
    /** Ids not sent at their present revision; a countersignature counts as a record. */
    async waiting() {
      const known = await readSent();
      const { rows } = await db.allDocs();
      const ids = rows.filter(({ id, value }) => known.get(id) !== value.rev).map(({ id }) => id);
      return { photos: ids.filter((id) => id.startsWith("photo:")), visits: ids.filter((id) => !id.startsWith("photo:")) };
    },
    /** What every document of the outbox is now, to be marked as sent when a round ends well. */
    async revisions() {
      const { rows } = await db.allDocs();
      return rows.map(({ id, value }) => [id, value.rev]);
    },
    async markSent(pairs) {
      const known = await readSent();
      pairs.forEach(([id, rev]) => known.set(id, rev));
      await drafts.saveNote("sent", [...known]);
    },
    /** Drop local copies a receipt allows; the deletion stays here (the push leaves deletions out). */
    async drop(ids) {
      const { rows } = await db.allDocs({ keys: ids });
      const held = rows.filter((row) => !row.error && !row.value.deleted);
      await Promise.all(held.map(({ id, value }) => db.remove(id, value.rev)));
      const known = await readSent();
      ids.forEach((id) => known.delete(id));
      await drafts.saveNote("sent", [...known]);
      return held.length;
    },
  };
}
