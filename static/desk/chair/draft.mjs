// What is ticked and written in the attendance or a vote and not yet noted down: a page that is loaded again, with a
// network or without, has it still. It lives as long as the tab, at most until somebody signs out (parts/kept.mjs).
import { DRAFTS } from "../parts/kept.mjs";

const DRAFTED = "form[data-jotting=attendance], form[data-jotting=ballot]";
const OWN = ["csrf_token", "jotting", "seen", "case"];

/** Keeps what is entered from now on; first gives back what was entered resting on the same newest act. */
export function keepDrafts(root, meeting, seen) {
  for (const form of root.querySelectorAll(DRAFTED)) {
    const key = keyOf(meeting, form);
    giveBack(form, read(key), seen());
    form.addEventListener("input", () => write(key, { seen: seen(), fields: fieldsOf(form) }));
  }
}

/** It is noted down now. */
export function dropDraft(meeting, form) {
  tried(() => sessionStorage.removeItem(keyOf(meeting, form)));
}

function keyOf(meeting, form) {
  return `${DRAFTS}${meeting}:${form.id}`;
}

function fieldsOf(form) {
  return [...new FormData(form).entries()].filter(([name]) => !OWN.includes(name));
}

function giveBack(form, draft, seen) {
  if (draft?.seen !== seen) return;
  for (const field of form.querySelectorAll("input")) {
    if (OWN.includes(field.name)) continue;
    if (["radio", "checkbox"].includes(field.type)) {
      field.checked = draft.fields.some(([name, value]) => name === field.name && value === field.value);
    } else {
      field.value = draft.fields.find(([name]) => name === field.name)?.[1] ?? field.value;
    }
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function read(key) {
  return tried(() => JSON.parse(sessionStorage.getItem(key)));
}

function write(key, draft) {
  tried(() => sessionStorage.setItem(key, JSON.stringify(draft)));
}

/** A browser may keep nothing at all: then the page has it alone, as before. */
function tried(act) {
  try {
    return act();
  } catch {
    return null;
  }
}
