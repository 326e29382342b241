// What the desk may order of a tablet with its token, and when it is time to obey. Pure.

/** @typedef {"" | "lock" | "wipe" | "wipe_now"} Order */

/**
 * Whether everything of the assessor goes now: at once when the desk said in words what is lost, else when nothing
 * waits to be sent and no receipt is due.
 * @param {Order} order @param {{waiting: {visits: number, photos: number}, unanswered: number}} state
 */
export function mayWipe(order, { waiting, unanswered }) {
  if (order === "wipe_now") return true;
  return order === "wipe" && waiting.visits + waiting.photos + unanswered === 0;
}
