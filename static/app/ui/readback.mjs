// Before signing, everything is laid out to be read aloud, with a way to change each section (S7-EVAL-07).

import { isContribution } from "../core/cases.mjs";
import { inkFrom } from "../core/ink.mjs";
import { drawing, h, icon } from "./dom.mjs";
import { frame, headingOf } from "./shell.mjs";
import { totalsLine } from "./section.mjs";

const SILENT = new Set(["note", "hidden"]);

export async function showReadback(app, { session, base }) {
  const { form, task } = session;
  const beside = isContribution(task);
  const sections = form.sections.filter((section) => form.relevant(section.name));
  frame(app, {
    title: app.say("readback_title"),
    back: { href: base, label: app.say("back_contents") },
    heading: headingOf(app, task, form),
    place: "form",
    main: [
      h("div", { class: "sec" }, h("h1", null, app.say(beside ? "beside_read" : "readback_title")), h("p", { class: "quiet" }, app.say(beside ? "beside_read_say" : "readback_say"))),
      sections.map((section) => block(app, session, base, section)),
    ],
    foot: [
      h("p", { class: "sum" }, totalsLine(app, form)),
      h("div", { class: "go" }, h("a", { class: "btn", href: `${base}/section/${form.sections.length}` }, icon("back"), app.say("previous")), h("a", { class: "btn main", href: `${base}/sign` }, app.say(beside ? "beside_go" : "readback_go"), icon("next"))),
    ],
  });
  return { refresh: null };
}

function block(app, session, base, section) {
  const { form } = session;
  const at = form.sections.indexOf(section);
  const name = form.text(section.name, section.label, app.lang);
  return h("section", { class: "aloud" },
    h("div", { class: "aloud-h" }, h("h2", null, name), h("a", { class: "btn small", href: `${base}/section/${at + 1}`, "aria-label": `${app.say("readback_change")} ${name}` }, app.say("readback_change"))),
    lines(app, session, section.nodes, ""));
}

/** The nodes of a section or row, in order: questions as lines, rows framed. */
function lines(app, session, nodes, prefix) {
  return nodes.flatMap((node) => {
    const path = prefix + node.name;
    if (SILENT.has(node.type) || (node.type !== "calculate" && !session.form.relevant(path))) return [];
    if (node.type === "group") return lines(app, session, node.nodes, prefix);
    if (node.type === "repeat") return rows(app, session, node, path);
    return node.label ? [line(app, session, node, path)] : [];
  });
}

function rows(app, session, node, path) {
  const ids = session.form.rows(path);
  const label = session.form.text(path, node.label, app.lang);
  if (ids.length === 0) return [h("p", { class: "aloud-line quiet" }, app.say("readback_none", { what: label }))];
  return ids.map((id, at) => h("div", { class: "aloud-row" }, h("h3", null, `${label} ${at + 1}`), lines(app, session, node.nodes, `${path}[${id}].`)));
}

function line(app, session, node, path) {
  const { form } = session;
  const empty = form.value(path) === null;
  const wrong = form.error(path) !== null || (!isContribution(session.task) && form.required(path) && empty);
  const said = sayAnswer(app, session, node, path);
  return h("dl", { class: "aloud-line" }, h("dt", null, form.text(path, node.label, app.lang)),
    h("dd", { class: empty ? (wrong ? "red strong" : "quiet") : wrong ? "red strong" : "pen" }, empty ? emptyWords(app, form, node, path, wrong) : said));
}

/** What must be answered says so in the form's own words, where it has any. */
function emptyWords(app, form, node, path, wrong) {
  return (wrong && form.text(path, node.required_message, app.lang)) || app.say("readback_empty");
}

function sayAnswer(app, session, node, path) {
  if (node.type === "image") return photos(app, session, session.form.value(path));
  if (node.type === "signature" && session.form.value(path)) return drawing(inkFrom(session.form.value(path)), session.form.text(path, node.label, app.lang));
  if (node.type === "acknowledge") return app.say("readback_yes");
  const words = session.form.display(path, app.lang);
  const unit = node.appearance?.includes("money") ? app.say("readback_yuan") : "";
  return `${words}${unit}`;
}

function photos(app, session, digests) {
  const list = Array.isArray(digests) ? digests : [];
  return [app.say("readback_photos", { n: list.length }), h("span", { class: "minis" }, list.map((digest) => session.thumbs.get(digest) && h("img", { src: session.thumbs.get(digest), alt: "" })))];
}
