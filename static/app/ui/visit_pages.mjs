// The pages of one visit, fetched when the first visit is opened.

import { showContents } from "./contents.mjs";
import { showCountersignGive } from "./countersign_give.mjs";
import { showSealed } from "./sealed.mjs";
import { showReadback } from "./readback.mjs";
import { showSection } from "./section.mjs";
import { openSession } from "./session.mjs";
import { showSigning } from "./signing.mjs";
import { showTeam } from "./team.mjs";

export { openSession, showCountersignGive, showSealed };
export const VISIT_PAGES = { contents: showContents, team: showTeam, section: showSection, readback: showReadback, sign: showSigning };
