// The two databases of an assessor, here and on the server. Only data/ knows PouchDB.

import PouchDB from "pouchdb-browser";
import { NotReached, reach } from "./requests.mjs";
import { isFull } from "./storage.mjs";

const ANSWER_MS = 30_000; // the store may have a large list to put together
const CALLS = ["get", "put", "allDocs", "remove", "getAttachment", "info"];
// What PouchDB says when the browser closed the connection under it; an aborted write closes it too, for good.
const LOST = ["InvalidStateError", "indexed_db_went_bad", "TransactionInactiveError", "AbortError", "NotFoundError"];

/**
 * A database on this tablet; old revisions are not kept. A connection the browser closed (memory pressure,
 * eviction, a write cut off) is opened afresh and the call made once more; a full disk is told as one.
 */
export function openLocal(name) {
  let db = openPouch(name);

  /** A fresh connection, unless somebody else opened one already. Closing first: PouchDB keeps the dead one for reuse. */
  function reopen(lost) {
    if (db !== lost) return;
    lost.close().catch(() => {});
    db = openPouch(name);
  }

  async function call(method, args) {
    const used = db;
    try {
      return await used[method](...args);
    } catch (error) {
      if (!isLost(error)) throw error;
      reopen(used);
      if (isFull(error)) throw new DOMException(`${name} is full`, "QuotaExceededError");
      return db[method](...args);
    }
  }

  function replicate(way, args) {
    const used = db;
    const replication = used.replicate[way](...args);
    replication.catch((error) => { if (isLost(error)) reopen(used); });
    return replication;
  }

  const calls = Object.fromEntries(CALLS.map((method) => [method, (...args) => call(method, args)]));
  return { ...calls, replicate: { to: (...args) => replicate("to", args), from: (...args) => replicate("from", args) }, close: () => db.close() };
}

function openPouch(name) {
  return new PouchDB(name, { auto_compaction: true, revs_limit: 8 });
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
