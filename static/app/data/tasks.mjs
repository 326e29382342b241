// What the district sent to this assessor: tasks, forms, the roster, receipts. Read, never written.

import { openTask } from "./codec.mjs";
import { receiptKey } from "../core/receipts.mjs";

/** @param {PouchDB.Database} db @param {any} keys pinned at enrolment */
export function createTasks(db, keys) {
  const opened = new Map(); // by id, with the revision it was opened at: a signature is checked once, however many ask meanwhile

  function open(doc) {
    const held = opened.get(doc._id);
    if (held?.rev === doc._rev) return held.payload;
    const payload = openTask(doc, keys);
    opened.set(doc._id, { rev: doc._rev, payload });
    return payload;
  }

  async function find(id) {
    const doc = await db.get(id).catch((error) => { if (error.status === 404) return null; throw error; });
    return doc ? open(doc) : null;
  }

  return {
    db,
    /** Everything that opens, and the ids of what does not. */
    async readAll() {
      const { rows } = await db.allDocs({ include_docs: true });
      const answers = await Promise.all(rows.map(({ doc }) => (isLarge(doc) ? null : open(doc).catch((error) => error))));
      const payloads = answers.filter((answer) => answer && !(answer instanceof Error));
      const receipts = payloads.filter(({ type }) => type === "receipt").sort(acceptedLast);
      return {
        tasks: payloads.filter(({ type }) => type === "task"),
        receipts: new Map(receipts.map((receipt) => [receiptKey(receipt), receipt])),
        policies: new Map(payloads.filter(({ type }) => type === "policy").map((each) => [each.id, each])),
        unopened: answers.filter((answer) => answer instanceof Error).map((error) => error.id ?? error.message),
      };
    },
    task: (file, round) => find(`task:${file}:${round}`),
    form: (id) => find(`form:${id}`),
    policy: (id) => find(`policy:${id}`),
    roster: () => find("roster"),
  };
}

/** Forms and the roster are opened when they are needed, not at every look at the list. */
function isLarge(doc) {
  return doc.type === "form" || doc.type === "roster";
}

/** Of two receipts for one case (sealed on two tablets) the acceptance is the one that counts. */
function acceptedLast(one, other) {
  return Number(one.status === "accepted") - Number(other.status === "accepted");
}
