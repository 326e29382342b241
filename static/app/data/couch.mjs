// The two databases of an assessor, here and on the server. Only data/ knows PouchDB.

import PouchDB from "pouchdb-browser";
import { NotReached, reach } from "./requests.mjs";

const WAIT_MS = 120_000; // a photo of 1 MB on a weak link

/** A database on this tablet; old revisions are not kept. */
export function openLocal(name) {
  return new PouchDB(name, { auto_compaction: true, revs_limit: 8 });
}

/**
 * The same database on the server, reached with the device's token.
 * @param {string} url @param {ReturnType<import("./tokens.mjs").createTokens>} tokens
 * @param {(error: Error) => void} onNotReached PouchDB wraps errors; this keeps the reason
 */
export function openRemote(url, tokens, onNotReached) {
  return new PouchDB(url, { skip_setup: true, fetch: authorised(tokens, onNotReached) });
}

function authorised(tokens, onNotReached) {
  const ask = async (url, options) => {
    const headers = new Headers(options?.headers);
    headers.set("Authorization", `Bearer ${await tokens.current()}`);
    return reach(url, { ...options, headers, credentials: "omit" }, WAIT_MS);
  };
  return async (url, options) => {
    try {
      const response = await ask(url, options);
      if (response.status !== 401) return response;
      tokens.forget();
      return await ask(url, options);
    } catch (error) {
      onNotReached(error);
      throw error instanceof NotReached ? new TypeError("Failed to fetch") : error;
    }
  };
}
