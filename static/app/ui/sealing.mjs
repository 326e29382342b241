// Sealing: the visit is built, signed by the device, written to the outbox, and only then closed here.

import { formatInstant } from "../core/days.mjs";
import { buildVisit, signersMissing, visitId } from "../core/visit.mjs";
import { stillNeeded } from "../core/team.mjs";
import { sealVisit } from "../data/seals.mjs";

/** Refuses what may not be sealed, whatever the page showed. */
export async function sealAndQueue(app, session) {
  const { task, draft, form } = session;
  const { enrolment, outbox, drafts } = app.account;
  checkMaySeal(session, await session.savedDigests());
  if (!(await session.flush())) throw new Error("visit.not_saved");
  const visit = buildVisit({
    task, draft, form, device: enrolment.device.id, assessor: enrolment.assessor,
    rosterIssuedAt: app.roster?.issued_at ?? "", sealedAt: formatInstant(app.now()),
  });
  const { seal, digest } = await sealVisit(visit, enrolment);
  const id = visitId(draft, enrolment.device.id);
  await outbox.putVisit(id, { state: "sealed", case: draft.case, round: draft.round, visit, seal });
  await drafts.saveSeal({
    case: draft.case, round: draft.round, visit: id, digest, sealed_at: visit.sealed_at, sent: false,
    photos: visit.photos.map((photo) => ({ digest: photo.digest, length: photo.length })),
    head: draft.head, persons: draft.persons, address: draft.address, phone: draft.phone, due_on: draft.due_on,
  });
  app.noteSealed();
}

function checkMaySeal({ draft, form, minTeam }, saved) {
  const open = form.missing().length + form.wrong().length;
  if (open > 0) throw new Error(`visit.unanswered ${open}`);
  if (stillNeeded(draft.team, minTeam) > 0) throw new Error("visit.too_few_assessors");
  if (draft.photos.some((photo) => !saved.has(photo.digest))) throw new Error("visit.photo_missing");
  if (signersMissing(draft).length > 0) throw new Error("visit.signature_missing");
}
