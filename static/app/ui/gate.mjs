// Who is in: an assessor's things are opened after their PIN and closed again by the lock, by idleness or by the desk.

import { leaveOverlay } from "./overlay.mjs";
import { mayWipe } from "../core/orders.mjs";
import { snapshotOf, visitId } from "../core/visit.mjs";
import { wipe } from "../data/wipe.mjs";

/** The databases are no part of the lock's page: they come while the PIN is typed. */
export const theDatabases = () => import("../data/account.mjs");

/** Open what an assessor has here. @param {any} enrolment unlocked @param {() => void} onChange */
export async function letIn(app, enrolment, onChange) {
  await putAway(app);
  const { openAccount } = await theDatabases();
  const account = await openAccount(enrolment, {
    onChange: () => { if (account === app.account) onChange(); },
    onOrder: (order) => { if (account === app.account) hear(app, order); },
  });
  await account.sync.recall();
  Object.assign(app, { account, calledIn: false, wiped: null, gate: {} });
}

/**
 * Lock: what is typed is written, then everything of the assessor leaves the memory. A round of the sync that runs may
 * end, since it moves ciphertext. What could not be written stays open, with the red bar that says so.
 */
export async function lock(app, { who = app.account?.enrolment.assessor.id } = {}) {
  if (!app.account || !(await putAway(app))) return;
  app.gate = { who };
  await app.show();
}

/** After a round: whatever the desk ordered is done as soon as it may be. */
export async function obey(app) {
  const { account, order } = app;
  if (order === "wipe" && !app.calledIn) { await callIn(app); return; }
  // A tablet that is closing sees no receipts: the desk says when all has come, with the next token.
  if (!mayWipe(order, account.sync.state)) { account.hearAgain(); return; }
  if (!(await putAway(app, { whatever: order === "wipe_now" }))) return;
  app.wiped = { name: account.enrolment.assessor.name, told: await wipe(account) };
  await app.show();
}

function hear(app, order) {
  if (order === "lock") lock(app);
  else app.order = order;
}

/** Before a wipe the street gets the last state of every draft, and that is waited for like any visit. */
async function callIn(app) {
  const { drafts, outbox, sync, enrolment } = app.account;
  await app.session?.flush();
  app.calledIn = true;
  for (const draft of await drafts.all()) {
    if (!(await drafts.seal(draft))) await outbox.putVisit(visitId(draft, enrolment.device.id), snapshotOf(draft));
  }
  sync.run();
}

/**
 * Leave the page and forget the assessor; false when something could not be saved first, or is being put away already.
 * @param {{whatever?: boolean}} [how] `whatever`: what cannot be saved is lost, as the desk has confirmed
 */
async function putAway(app, { whatever = false } = {}) {
  const { account } = app;
  if (!account) return true;
  if (app.leaving) return false;
  app.leaving = true;
  await leaveOverlay();
  await app.screen?.leave?.();
  await app.session?.flush();
  app.leaving = false;
  if (app.saveFailed && app.session && !whatever) return false;
  account.sync.stop();
  app.saveFailed = null;
  app.closeSession();
  Object.assign(app, { account: null, roster: null, rosterIssuedAt: null, screen: null, savedAt: null, caseload: null, order: "" });
  return true;
}
