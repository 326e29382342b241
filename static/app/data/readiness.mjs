// Whether everything lies here that is needed to open the tablet with no network: the app itself under an active
// service worker, the tasks, their forms, the roster.

import { lacking } from "../core/readiness.mjs";
import { readVersions } from "./storage.mjs";

/** @param {any} tasks @param {string | null} fetchedAt @returns {Promise<string[]>} what is missing; empty when all is here */
export async function readLacking(tasks, fetchedAt) {
  const [shell, { rows }, read] = await Promise.all([isShellHere(), tasks.db.allDocs(), tasks.readAll()]);
  return lacking({ shell, fetchedAt, tasks: read.tasks, ids: new Set(rows.map(({ id }) => id)) });
}

async function isShellHere() {
  const registration = await navigator.serviceWorker?.getRegistration("/tablet/");
  return Boolean(registration?.active) && (await readVersions()).length > 0;
}
