// One visit being filled in: its task, its form, its draft. Every change is written within 300 ms; a snapshot goes
// to the outbox on leaving a section, at most once a minute.

import { openForm } from "../core/form.mjs";
import { formatInstant } from "../core/days.mjs";
import { ownMember } from "../core/team.mjs";
import { snapshotOf, visitId } from "../core/visit.mjs";

const SAVE_MS = 150;
const SNAPSHOT_MS = 60_000;

/**
 * Open a case: null when the tablet has neither task nor draft, `{problem}` when the form is not here yet.
 * @param {any} app @param {{case: string, round: number}} item
 */
export async function openSession(app, item) {
  const { tasks, drafts } = app.account;
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
  };
  return Object.assign(session, saving(app, session));
}

function newDraft(task, formDoc) {
  return {
    case: task.case, round: task.round, task, head: task.head, persons: task.persons, address: task.address, phone: task.phone, due_on: task.due_on,
    form: formDoc.id, form_digest: formDoc.digest, policy: task.policy,
    answers: structuredClone(task.prefill ?? {}), photos: [], team: [], signatures: [], started_at: null, saved_at: null, section: 0, left: null,
  };
}

async function openThumbs(drafts, photos) {
  const pairs = await Promise.all(photos.map(async ({ digest }) => [digest, await drafts.thumb(digest)]));
  return new Map(pairs.filter(([, blob]) => blob).map(([digest, blob]) => [digest, URL.createObjectURL(blob)]));
}

function saving(app, session) {
  const { account } = app; // the tablet may be locked while something is still being written
  let timer = null;
  let snapshotAt = 0;

  async function write() {
    clearTimeout(timer);
    timer = null;
    const { draft, form } = session;
    draft.left = form.missing().length + form.wrong().length;
    draft.saved_at = formatInstant(app.now());
    try {
      await account.drafts.save(draft);
      session.started = true;
      app.noteSaved(draft.saved_at);
    } catch (error) {
      app.noteSaveFailed(error, session);
    }
  }

  return {
    /** The visit begins: the tablet's own assessor is the first of the team. */
    async begin() {
      const at = formatInstant(app.now());
      session.draft.started_at ??= at;
      if (session.draft.team.length === 0) session.draft.team.push(ownMember(session.task, app.account.enrolment.assessor, at));
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
      await write();
      if (Date.now() - snapshotAt < SNAPSHOT_MS || app.saveFailed) return;
      snapshotAt = Date.now();
      await account.outbox.putVisit(visitId(session.draft, account.enrolment.device.id), snapshotOf(session.draft));
      app.syncNow();
    },
    close() {
      for (const url of session.thumbs.values()) URL.revokeObjectURL(url);
      session.thumbs.clear();
    },
  };
}
