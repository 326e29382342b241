// Everything one assessor has on this tablet, opened together.

import { openLocal, openRemote } from "./couch.mjs";
import { createDrafts } from "./drafts.mjs";
import { createOutbox } from "./outbox.mjs";
import { createSync } from "./sync.mjs";
import { createTasks } from "./tasks.mjs";
import { createTokens } from "./tokens.mjs";
import { readLacking } from "./readiness.mjs";
import { inTurn } from "./tabs.mjs";

/** @param {any} enrolment @param {() => void} onChange */
export function openAccount(enrolment, onChange) {
  const who = enrolment.assessor.id;
  const drafts = createDrafts(who);
  const outbox = createOutbox(openLocal(`ruhu-outbox-${who}`), drafts);
  const tasks = createTasks(openLocal(`ruhu-tasks-${who}`), enrolment.keys);
  const remotes = openRemotes(enrolment, createTokens(enrolment));
  const alone = (work) => inTurn(`ruhu-sync-${who}`, work);
  const lacks = (fetchedAt) => readLacking(tasks, fetchedAt);
  return { enrolment, drafts, outbox, tasks, sync: createSync({ outbox, tasks, drafts, remotes, onChange, alone, lacks }) };
}

/** Both remote databases, with the reason of the last failure; opened once, used every round. */
function openRemotes({ couch, databases }, tokens) {
  const round = { failure: null };
  const open = (name) => openRemote(new URL(`${couch}/${name}`, location.origin).href, tokens, round);
  let held = null;
  return () => {
    round.failure = null;
    held ??= { outbox: open(databases.outbox), tasks: open(databases.tasks), failure: () => round.failure };
    return held;
  };
}
