// One visit being filled in: its task, its form, its draft. Every change is written within 300 ms; a snapshot goes
// to the outbox on leaving a section, at most once a minute. One tab at a time has it.

import { newDraft, takeOver } from "../core/drafts.mjs";
import { openForm } from "../core/form.mjs";
import { formatInstant } from "../core/days.mjs";
import { ownMember } from "../core/team.mjs";
import { isContribution } from "../core/cases.mjs";
import { contributionId } from "../core/contribution.mjs";
import { snapshotOf, visitId } from "../core/visit.mjs";
import { takeAlone, VISIT } from "../data/tabs.mjs";

const SAVE_MS = 150;
const SNAPSHOT_MS = 60_000;

/**
 * Open a case: null when the tablet has neither task nor draft, `{problem}` when the form is not here yet or another
 * tab has the visit open.
 * @param {any} app @param {{case: string, round: number}} item
 */
export async function openSession(app, item) {
  const { tasks, drafts, enrolment } = app.account;
  const letGo = await takeAlone(`${VISIT}${enrolment.assessor.id}-${item.case}-${item.round}`);
  if (!letGo) return { problem: "open_elsewhere" };
  const opened = await openAlone(app, item, { tasks, drafts }).catch((error) => { letGo(); throw error; });
  if (!opened?.draft) letGo();
  return opened?.draft ? Object.assign(opened, { letGo }) : opened;
}

async function openAlone(app, item, { tasks, drafts }) {
  const [task, kept, seal] = await Promise.all([tasks.task(item.case, item.round), drafts.find(item), drafts.seal(item)]);
  if (!task && !kept) return seal ? { sealed: seal, task: null } : null;
  const about = task ?? kept.task;
  if (seal) return { sealed: seal, task: about };
  const formDoc = await tasks.form(kept?.form ?? about.form);
  if (!formDoc) return { problem: "form_missing", task: about };
  const policy = await tasks.policy(about.policy);
  return startSession(app, { task: about, kept, formDoc, policy });
}

async function startSession(app, { task, kept, formDoc, policy }) {
  const draft = kept ?? newDraft(task, formDoc);
  const form = openForm(formDoc.definition, { answers: draft.answers, now: app.now, newId: () => crypto.randomUUID().slice(0, 8) });
  draft.answers = form.answers;
  const session = {
    key: `${task.case}:${task.round}`, task, draft, form, policy, definition: formDoc.definition,
    minTeam: task.min_team, staleDays: policy?.roster_stale_days ?? 7,
    thumbs: await openThumbs(app.account.drafts, draft.photos),
    started: Boolean(kept), open: new Set(),
    /** What another tablet sent of this visit, while this one has nothing of its own. */
    elsewhere: kept ? null : (task.draft ?? null),
  };
  return Object.assign(session, saving(app, session), { takeOver: () => takeOverHere(app, session, formDoc) });
}

/** Go on from the other tablet's draft; a draft of this tablet's own is never written over. */
async function takeOverHere(app, { task, elsewhere }, formDoc) {
  const { drafts, tasks } = app.account;
  if (await drafts.find(task)) return;
  const form = elsewhere.form && elsewhere.form !== formDoc.id ? await tasks.form(elsewhere.form) : formDoc;
  await drafts.save(takeOver(newDraft(task, form ?? formDoc), elsewhere));
}

async function openThumbs(drafts, photos) {
  const pairs = await Promise.all(photos.map(async ({ digest }) => [digest, await drafts.thumb(digest)]));
  return new Map(pairs.filter(([, blob]) => blob).map(([digest, blob]) => [digest, URL.createObjectURL(blob)]));
}

function saving(app, session) {
  const { account } = app; // the tablet may be locked while something is still being written
  let timer = null;
  let snapshotAt = 0;
  let writing = Promise.resolve(true);

  /** @returns {Promise<boolean>} whether it is on the tablet now */
  function write() {
    clearTimeout(timer);
    timer = null;
    writing = writeNow();
    return writing;
  }

  async function writeNow() {
    const { draft, form } = session;
    draft.left = form.missing().length + form.wrong().length;
    draft.saved_at = formatInstant(app.now());
    try {
      await account.drafts.save(draft);
    } catch (error) {
      app.noteSaveFailed(error);
      return false;
    }
    session.started = true;
    app.noteSaved(draft.saved_at);
    return true;
  }

  /** A copy of the draft among what is to be sent. */
  function queue() {
    return account.outbox.putVisit(recordId(session, account.enrolment.device.id), snapshotOf(session.draft));
  }

  return {
    /** The visit begins: the tablet's own assessor is the first of the team. */
    async begin() {
      const at = formatInstant(app.now());
      session.draft.started_at ??= at;
      if (session.draft.team.length === 0 && !isContribution(session.task)) session.draft.team.push(ownMember(session.task, app.account.enrolment.assessor, at));
      await write();
    },
    changed() {
      clearTimeout(timer);
      timer = setTimeout(write, SAVE_MS);
    },
    flush: () => write(),
    pending: () => timer !== null,
    /** On leaving a section: what is there goes up, at most once a minute. */
    async snapshot() {
      if (!(await write()) || Date.now() - snapshotAt < SNAPSHOT_MS) return;
      try {
        await queue();
        snapshotAt = Date.now();
        app.syncNow();
      } catch (error) {
        app.noteSaveFailed(error, "copy");
      }
    },
    /** Digests of the photos that are kept: on this tablet, or by the street from another one. */
    async savedDigests() {
      const elsewhere = session.draft.photos.filter((photo) => photo.elsewhere).map(({ digest }) => digest);
      return new Set([...(await app.account.outbox.savedDigests()), ...elsewhere]);
    },
    close() {
      if (timer !== null) write();
      writing.finally(session.letGo);
      for (const url of session.thumbs.values()) URL.revokeObjectURL(url);
      session.thumbs.clear();
    },
  };
}

/** The name in the outbox of what is recorded: a visit, or what a colleague adds to one. */
export function recordId({ task, draft }, device) {
  return isContribution(task) ? contributionId(draft, device) : visitId(draft, device);
}
