// Everything one assessor has on this tablet, opened together.

import { openLocal, openRemote } from "./couch.mjs";
import { createDrafts } from "./drafts.mjs";
import { createOutbox } from "./outbox.mjs";
import { createSync } from "./sync.mjs";
import { createTasks } from "./tasks.mjs";
import { createTokens } from "./tokens.mjs";

/** @param {any} enrolment @param {() => void} onChange */
export function openAccount(enrolment, onChange) {
  const who = enrolment.assessor.id;
  const drafts = createDrafts(who);
  const outbox = createOutbox(openLocal(`ruhu-outbox-${who}`), drafts);
  const tasks = createTasks(openLocal(`ruhu-tasks-${who}`), enrolment.keys);
  const remotes = openRemotes(enrolment, createTokens(enrolment));
  return { enrolment, drafts, outbox, tasks, sync: createSync({ outbox, tasks, drafts, remotes, onChange }) };
}

/** Both remote databases, with the reason of the last failure; opened once, used every round. */
function openRemotes({ couch, databases }, tokens) {
  let failure = null;
  const open = (name) => openRemote(new URL(`${couch}/${name}`, location.origin).href, tokens, (error) => { failure = error; });
  let held = null;
  return () => {
    failure = null;
    held ??= { outbox: open(databases.outbox), tasks: open(databases.tasks), failure: () => failure };
    return held;
  };
}
