// Drafts, thumbnails and the list of what was sealed, on this tablet, each in its envelope. Every write is waited for,
// and writes keep the order they were asked in: sealing takes a moment, and an older draft must not overtake.

import { Box, dropDatabase } from "./idb.mjs";
import { keyOf } from "../core/cases.mjs";

export const DRAFT_STORES = ["drafts", "thumbs", "seals", "notes"];

export function draftsName(assessorId) {
  return `ruhu-drafts-${assessorId}`;
}

/** @param {string} assessorId @param {ReturnType<import("./codec.mjs").createCodec>} codec */
export function createDrafts(assessorId, codec) {
  const box = new Box(draftsName(assessorId), DRAFT_STORES);
  const opened = new Map(); // seals by id, with the envelope they were opened from: opened once, however often asked
  let last = Promise.resolve();

  function inOrder(write) {
    const next = last.then(write);
    last = next.catch(() => {});
    return next;
  }

  async function find(store, key) {
    const doc = await box.get(store, key);
    return doc ? (await codec.open(doc)) : null;
  }

  async function openSeal(doc) {
    const held = opened.get(doc._id);
    if (held?.sealed === doc.sealed) return held.seal;
    const seal = await codec.open(doc);
    opened.set(doc._id, { sealed: doc.sealed, seal });
    return seal;
  }

  const save = (store, key, id, body) => inOrder(async () => box.put(store, key, await codec.seal(id, body)));
  const drop = (store, key) => inOrder(() => box.delete(store, key));

  return {
    find: (item) => find("drafts", keyOf(item)),
    async all() { return Promise.all((await box.all("drafts")).map(codec.open)); },
    save: (draft) => save("drafts", keyOf(draft), `draft:${keyOf(draft)}`, draft),
    drop: (item) => drop("drafts", keyOf(item)),

    async thumb(digest) {
      const sealed = await box.get("thumbs", digest);
      return sealed ? new Blob([await codec.openBytes(`thumb:${digest}`, sealed)], { type: "image/jpeg" }) : null;
    },
    saveThumb: (digest, blob) => inOrder(async () => box.put("thumbs", digest, await codec.sealBytes(`thumb:${digest}`, new Uint8Array(await blob.arrayBuffer())))),
    dropThumb: (digest) => drop("thumbs", digest),

    async seal(item) {
      const doc = await box.get("seals", keyOf(item));
      return doc ? openSeal(doc) : null;
    },
    async seals() { return Promise.all((await box.all("seals")).map(openSeal)); },
    saveSeal: (seal) => save("seals", keyOf(seal), `seal:${keyOf(seal)}`, seal),
    dropSeal: (item) => drop("seals", keyOf(item)),

    note: (name) => find("notes", name),
    saveNote: (name, value) => save("notes", name, `note:${name}`, value),

    /** After the browser closed the database under us. */
    reopen() { box.close(); },
    async destroy() {
      await last;
      box.close();
      await dropDatabase(box.name);
    },
  };
}
