// What the district sent to this assessor: tasks, forms, the roster, receipts. Read, never written.
// A document's envelope and signature are opened once; what the list needs of it is kept in one sealed summary, by
// revision, so that the next start opens one document and not two hundred.

import { lineOf } from "../core/cases.mjs";
import { receiptKey } from "../core/receipts.mjs";

const SUMMARY = "caseload";
const LISTED = ["task:", "receipt:", "confirm:", "confirmed:", "authorised:", "referred:"];

/**
 * @param {PouchDB.Database} db @param {any} pins the district's keys, pinned at enrolment
 * @param {ReturnType<import("./codec.mjs").createCodec>} codec
 * @param {{note: (name: string) => Promise<any>, saveNote: (name: string, value: any) => Promise<any>}} notes
 */
export function createTasks(db, pins, codec, notes) {
  const opened = new Map(); // by id, with the revision it was opened at
  let summary = null; // id → {rev, line}
  let reading = null;

  async function open(doc) {
    const held = opened.get(doc._id);
    if (held?.rev === doc._rev) return held.payload;
    const payload = await codec.openTask(doc, pins);
    opened.set(doc._id, { rev: doc._rev, payload });
    return payload;
  }

  async function find(id) {
    const doc = await db.get(id).catch((error) => { if (error.status === 404) return null; throw error; });
    return doc ? open(doc) : null;
  }

  /** The summary brought up to what lies here now, and the ids of what does not open. */
  async function readLines() {
    summary ??= new Map(await notes.note(SUMMARY).catch(() => null));
    const { rows } = await db.allDocs();
    const here = new Map(rows.filter(({ id }) => isListed(id)).map(({ id, value }) => [id, value.rev]));
    const wanted = [...here].filter(([id, rev]) => summary.get(id)?.rev !== rev).map(([id]) => id);
    const gone = [...summary.keys()].filter((id) => !here.has(id));
    gone.forEach((id) => summary.delete(id));
    const unopened = wanted.length > 0 ? await openInto(summary, wanted) : [];
    if (wanted.length > unopened.length || gone.length > 0) await notes.saveNote(SUMMARY, [...summary]);
    return { lines: [...summary.values()].map(({ line }) => line), unopened };
  }

  async function openInto(lines, ids) {
    const { rows } = await db.allDocs({ keys: ids, include_docs: true });
    const answers = await Promise.all(rows.filter(({ doc }) => doc).map(({ doc }) => codec.openTask(doc, pins).then((payload) => ({ doc, payload }), (error) => ({ doc, error }))));
    for (const { doc, payload } of answers) {
      if (payload) lines.set(doc._id, { rev: doc._rev, line: lineOf(payload) });
      else lines.delete(doc._id);
    }
    return answers.filter(({ error }) => error).map(({ doc }) => doc._id);
  }

  return {
    db,
    /** Everything the list shows, and the ids of what does not open. Two who ask at once get one reading. */
    async readAll() {
      reading ??= readLines().finally(() => { reading = null; });
      const { lines, unopened } = await reading;
      const receipts = lines.filter(({ type }) => type === "receipt").sort(acceptedLast);
      return {
        tasks: lines.filter(({ type }) => type === "task"),
        receipts: new Map(receipts.map((receipt) => [receiptKey(receipt), receipt])),
        answers: receipts,
        confirms: lines.filter(({ type }) => type === "confirm"),
        confirmed: lines.filter(({ type }) => type === "confirmed"),
        authorised: lines.filter(({ type }) => type === "authorised"),
        referred: lines.filter(({ type }) => type === "referred"),
        unopened,
      };
    },
    task: (file, round) => find(`task:${file}:${round}`),
    /** A colleague's visit that waits for this assessor's signature. */
    confirm: (file, round) => find(`confirm:${file}:${round}`),
    form: (id) => find(`form:${id}`),
    policy: (id) => find(`policy:${id}`),
    roster: () => find("roster"),
  };
}

/** Forms, packs and the roster are opened when they are needed, not for the list. */
function isListed(id) {
  return LISTED.some((prefix) => id.startsWith(prefix));
}

/** Of two receipts for one case (sealed on two tablets) the acceptance is the one that counts. */
function acceptedLast(one, other) {
  return Number(one.status === "accepted") - Number(other.status === "accepted");
}
