// The pages of one visit, fetched when the first visit is opened.

import { showAuthorise } from "./authorise.mjs";
import { showBesideSeal } from "./beside.mjs";
import { isContribution } from "../core/cases.mjs";
import { showContents } from "./contents.mjs";
import { showCountersignGive } from "./countersign_give.mjs";
import { showSealed } from "./sealed.mjs";
import { showHardship } from "./hardship.mjs";
import { showReadback } from "./readback.mjs";
import { showSection } from "./section.mjs";
import { openSession } from "./session.mjs";
import { showSigning } from "./signing.mjs";
import { showTeam } from "./team.mjs";

export { openSession, showCountersignGive, showSealed };
const VISIT_PAGES = { contents: showContents, team: showTeam, authorise: showAuthorise, hardship: ofSession, section: showSection, readback: showReadback, sign: showSigning };
const BESIDE_PAGES = { ...VISIT_PAGES, team: showContents, authorise: showContents, sign: showBesideSeal };

/** @param {any} app @param {{session: any, base: string}} about */
function ofSession(app, { session, base }) {
  return showHardship(app, { task: session.task, form: session.form, base });
}

/** The page of an address; a colleague has no team to gather and nobody to sign but themselves. */
export function pageOf(task, page) {
  return (isContribution(task) ? BESIDE_PAGES : VISIT_PAGES)[page] ?? showContents;
}
