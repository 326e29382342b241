// Sealing: the visit is built, signed by the device, written to the outbox, and only then closed here.

import { formatInstant } from "../core/days.mjs";
import { isContribution } from "../core/cases.mjs";
import { buildContribution, checksOfContribution } from "../core/contribution.mjs";
import { buildVisit, signersMissing } from "../core/visit.mjs";
import { stillNeeded } from "../core/team.mjs";
import { sealRecord } from "../data/seals.mjs";
import { recordId } from "./session.mjs";

/** What a page's last button does: seals, then opens the case anew; a page that cannot says why (view.problem). */
export async function sealFrom(app, session, { view, draw, base }) {
  Object.assign(view, { sealing: true, problem: null });
  draw();
  try {
    await sealAndQueue(app, session);
    app.go(base, { fresh: true });
  } catch (error) {
    Object.assign(view, { sealing: false, problem: error.message });
    draw();
  }
}

/** Refuses what may not be sealed, whatever the page showed. */
async function sealAndQueue(app, session) {
  const { task, draft, form } = session;
  const { enrolment, outbox, drafts } = app.account;
  const beside = isContribution(task);
  (beside ? checkMayContribute : checkMaySeal)(session, await session.savedDigests());
  if (!(await session.flush())) throw new Error("visit.not_saved");
  const record = (beside ? buildContribution : buildVisit)({
    task, draft, form, device: enrolment.device.id, assessor: enrolment.assessor,
    rosterIssuedAt: app.roster?.issued_at ?? "", sealedAt: formatInstant(app.now()),
  });
  const { seal, digest } = await sealRecord(record, enrolment);
  const id = recordId(session, enrolment.device.id);
  await outbox.putVisit(id, beside ? { state: "sealed", contribution: record, seal } : { state: "sealed", case: draft.case, round: draft.round, visit: record, seal });
  await drafts.saveSeal({
    case: draft.case, round: draft.round, visit: id, digest, sealed_at: record.sealed_at, sent: false, purpose: task.purpose, role: task.role, lead: task.lead,
    photos: record.photos.map((photo) => ({ digest: photo.digest, length: photo.length })),
    head: draft.head, persons: draft.persons, address: draft.address, phone: draft.phone, due_on: draft.due_on,
  });
  app.noteSealed();
}

function checkMayContribute({ draft, form }, savedDigests) {
  const failed = checksOfContribution({ draft, form, savedDigests, savedBytes: 0 }).find(({ state }) => state === "bad");
  if (failed) throw new Error(failed.key);
}

function checkMaySeal({ draft, form, minTeam }, saved) {
  const open = form.missing().length + form.wrong().length;
  if (open > 0) throw new Error(`visit.unanswered ${open}`);
  if (stillNeeded(draft.team, minTeam) > 0) throw new Error("visit.too_few_assessors");
  if (draft.photos.some((photo) => !saved.has(photo.digest))) throw new Error("visit.photo_missing");
  if (signersMissing(draft).length > 0) throw new Error("visit.signature_missing");
}
