// Drafts, thumbnails and the list of what was sealed, on this tablet. Every write is waited for.

import { Box } from "./idb.mjs";
import { unwrap, wrap } from "./codec.mjs";
import { keyOf } from "../core/cases.mjs";

/** @param {string} assessorId */
export function createDrafts(assessorId) {
  const box = new Box(`ruhu-drafts-${assessorId}`, ["drafts", "thumbs", "seals", "notes"]);
  const open = (doc) => (doc ? unwrap(doc) : null);
  return {
    async find(item) { return open(await box.get("drafts", keyOf(item))); },
    async all() { return (await box.all("drafts")).map(unwrap); },
    save(draft) { return box.put("drafts", keyOf(draft), wrap(`draft:${keyOf(draft)}`, draft)); },
    drop(item) { return box.delete("drafts", keyOf(item)); },

    thumb(digest) { return box.get("thumbs", digest); },
    saveThumb(digest, blob) { return box.put("thumbs", digest, blob); },
    dropThumb(digest) { return box.delete("thumbs", digest); },

    async seal(item) { return open(await box.get("seals", keyOf(item))); },
    async seals() { return (await box.all("seals")).map(unwrap); },
    saveSeal(seal) { return box.put("seals", keyOf(seal), wrap(`seal:${keyOf(seal)}`, seal)); },

    dropSeal(item) { return box.delete("seals", keyOf(item)); },

    note(name) { return box.get("notes", name); },
    saveNote(name, value) { return box.put("notes", name, value); },

    /** After the browser closed the database under us. */
    reopen() { box.close(); },
  };
}
