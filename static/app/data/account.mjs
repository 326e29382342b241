// Everything one assessor has on this tablet, opened together once their keys are in memory.

import { createCodec } from "./codec.mjs";
import { openLocal, openRemote } from "./couch.mjs";
import { dropSetting, readSetting } from "./device.mjs";
import { createDrafts } from "./drafts.mjs";
import { createOutbox } from "./outbox.mjs";
import { readSpace, readVersions } from "./storage.mjs";
import { createSync } from "./sync.mjs";
import { createTasks } from "./tasks.mjs";
import { createTokens } from "./tokens.mjs";
import { upgradeFlag } from "./enrolment.mjs";
import { readLacking } from "./readiness.mjs";
import { inTurn } from "./tabs.mjs";

/**
 * @param {any} enrolment unlocked
 * @param {{onChange: () => void, onOrder: (order: string) => void}} ears
 */
export async function openAccount(enrolment, { onChange, onOrder }) {
  const who = enrolment.assessor.id;
  const codec = createCodec(enrolment.keyring);
  await upgradeOnce(who, codec);
  const drafts = createDrafts(who, codec);
  const outbox = createOutbox(openLocal(outboxName(who)), drafts, codec);
  const tasks = createTasks(openLocal(tasksName(who)), enrolment.keys, codec, drafts);
  const tokens = createTokens(enrolment, { readStatus: () => readStatus(outbox), onOrder });
  const remotes = openRemotes(enrolment, tokens);
  const alone = (work) => inTurn(`ruhu-sync-${who}`, work);
  const lacks = (fetchedAt) => readLacking(tasks, fetchedAt);
  return { enrolment, drafts, outbox, tasks, hearAgain: tokens.forget, sync: createSync({ outbox, tasks, drafts, remotes, onChange, alone, lacks, minutesAhead: tokens.minutesAhead }) };
}

export function outboxName(assessorId) {
  return `ruhu-outbox-${assessorId}`;
}

export function tasksName(assessorId) {
  return `ruhu-tasks-${assessorId}`;
}

/** What a tablet from before the envelope left in plain text is put in it, once. */
async function upgradeOnce(who, codec) {
  if (!(await readSetting(upgradeFlag(who)))) return;
  const { upgradeLocal } = await import("./upgrade.mjs");
  await upgradeLocal(who, codec);
  await dropSetting(upgradeFlag(who));
}

/** How this tablet is, as the desk sees it. */
async function readStatus(outbox) {
  const [versions, space, persisted, waiting] = await Promise.all([readVersions(), readSpace(), navigator.storage?.persisted?.() ?? false, outbox.waiting()]);
  return {
    app_version: versions.at(-1) ?? "",
    storage: { used: space?.used ?? null, left: space?.left ?? null, persisted },
    waiting: { visits: waiting.visits.length, photos: waiting.photos.length },
  };
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
