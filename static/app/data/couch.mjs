// The two databases of an assessor, here and on the server. Only data/ knows PouchDB.

import PouchDB from "pouchdb-browser";
import { NotReached, reach } from "./requests.mjs";
import { isFull } from "./storage.mjs";

const ANSWER_MS = 30_000; // the store may have a large list to put together
const CALLS = ["get", "put", "bulkDocs", "allDocs", "remove", "getAttachment", "info"];
// PouchDB closes a database for good when one write is cut off; a full tablet could then not even read what it has.
Object.defineProperty(IDBDatabase.prototype, "onabort", { set() {} });
// What PouchDB says when the browser closed the connection under it, or cut a write off.
const LOST = ["InvalidStateError", "indexed_db_went_bad", "TransactionInactiveError", "AbortError", "NotFoundError"];

/**
 * A database on this tablet; old revisions are not kept. A connection the browser closed (memory pressure,
 * eviction, a write cut off) is opened afresh and the call made once more; a full disk is told as one.
 */
export function openLocal(name) {
  let db = null;
  const current = () => (db ??= openPouch(name));

  /** A full tablet refuses a write and leaves the connection as it is; any other is closed, for PouchDB would keep the dead one. */
  function noteLost(used, error) {
    if (db !== used || (isFull(error) && used.isOpen)) return;
    used.close().catch(() => {});
    db = null;
  }

  async function call(method, args) {
    const used = current();
    try {
      return await used[method](...args);
    } catch (error) {
      if (!isLost(error)) throw error;
      noteLost(used, error);
      if (isFull(error)) throw new DOMException(`${name} is full`, "QuotaExceededError");
      return current()[method](...args);
    }
  }

  function replicate(way, args) {
    const used = current();
    const replication = used.replicate[way](...args);
    replication.catch((error) => { if (isLost(error)) noteLost(used, error); });
    return replication;
  }

  const calls = Object.fromEntries(CALLS.map((method) => [method, (...args) => call(method, args)]));
  /** Everything here goes; whoever asks again begins with an empty database. */
  async function destroy() {
    const used = current();
    db = null;
    await used.destroy();
  }

  return { ...calls, destroy, replicate: { to: (...args) => replicate("to", args), from: (...args) => replicate("from", args) } };
}

function openPouch(name) {
  const db = new PouchDB(name, { auto_compaction: true, revs_limit: 8 });
  db.once("created", () => { db.isOpen = true; });
  return db;
}

function isLost(error) {
  return LOST.includes(error?.name) && error.status !== 404;
}

/**
 * The same database on the server, reached with the device's token.
 * @param {string} url @param {ReturnType<import("./tokens.mjs").createTokens>} tokens
 * @param {{failure: Error | null}} round PouchDB wraps errors and asks on after one; this keeps the reason, and after it nothing is asked
 */
export function openRemote(url, tokens, round) {
  return new PouchDB(url, { skip_setup: true, fetch: authorised(tokens, round) });
}

function authorised(tokens, round) {
  const ask = async (url, options) => {
    const headers = new Headers(options?.headers);
    headers.set("Authorization", `Bearer ${await tokens.current()}`);
    return reach(url, { ...options, headers, credentials: "omit" }, ANSWER_MS);
  };
  return async (url, options) => {
    try {
      if (round.failure) throw round.failure;
      const response = await ask(url, options);
      if (response.status !== 401) return response;
      tokens.forget();
      return await ask(url, options);
    } catch (error) {
      round.failure ??= error;
      throw error instanceof NotReached ? new TypeError("Failed to fetch") : error;
    }
  };
}
