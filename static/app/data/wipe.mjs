// Everything an assessor has on this tablet goes, by order of the desk; the desk is told before the keys go too.

import { forgetEnrolment } from "./device.mjs";
import { NotReached, Refused, post } from "./requests.mjs";
import { prove } from "./tokens.mjs";

/**
 * @param {any} account with no round running
 * @returns {Promise<boolean>} whether the desk knows; when not, the enrolment stays, empty, until it does
 */
export async function wipe({ enrolment, outbox, tasks, drafts }) {
  await Promise.all([outbox.db.destroy(), tasks.db.destroy(), drafts.destroy()]);
  const told = await tellDesk(enrolment);
  if (told) await forgetEnrolment(enrolment.assessor.id);
  return told;
}

/** A desk that refuses to hear it knows already: the device is none of its own any more. */
async function tellDesk(enrolment) {
  try {
    await post("/device/wiped", await prove(enrolment));
    return true;
  } catch (error) {
    if (error instanceof NotReached) return false;
    if (error instanceof Refused) return true;
    throw error;
  }
}
