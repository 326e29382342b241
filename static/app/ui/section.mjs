// A section of the form, with the household's totals and the way on at the foot.

import { renderForm } from "./form/index.mjs";
import { h, icon } from "./dom.mjs";
import { frame, headingOf } from "./shell.mjs";
import { takePhoto } from "./camera.mjs";
import { scanCode } from "./code.mjs";
import { takeSignature } from "./signature.mjs";
import { totalsOf } from "../core/visit.mjs";
import { formatMoney } from "../core/money.mjs";

export async function showSection(app, { session, base, section }) {
  const { form, draft, task } = session;
  if (!draft.started_at) await session.begin();
  // No browser keeps what is typed into a form like this, neither to offer it again nor to restore a tab.
  const root = h("form", { autocomplete: "off", onsubmit: (event) => event.preventDefault() });
  const sum = h("p", { class: "sum", role: "status" });
  const go = h("div", { class: "go" });
  let current = Math.min(Math.max(0, section), form.sections.length - 1);

  const draw = () => frame(app, {
    title: nameOf(app, form, current),
    back: { href: base, label: app.say("back_contents") },
    heading: headingOf(app, task, form),
    place: "form", main: root, foot: [sum, go],
  });
  draw();

  const page = renderForm(root, {
    form, lang: app.lang, declared: task.declared ?? {}, sectionIndex: current,
    camera: (shot) => shoot(app, session, shot),
    photo: (digest) => describePhoto(session, digest),
    sign: ({ name }) => takeSignature(app, { name, sum: "" }),
    scan: () => scanCode(app),
    onChange: () => { session.changed(); totals(); },
    onSection: (at) => arrive(at),
  });

  function totals() {
    sum.replaceChildren(...totalsLine(app, form));
  }

  /** Left and right of the section that is shown, among those that apply. */
  function ways() {
    const shown = page.shown();
    const at = shown.indexOf(current);
    const before = shown[at - 1];
    const after = shown[at + 1];
    const back = h("button", { class: "btn", type: "button", onclick: () => move(before) }, icon("back"), app.say("previous"));
    const contents = h("a", { class: "btn", href: base }, icon("back"), app.say("back_contents"));
    const next = after === undefined
      ? h("a", { class: "btn main", href: `${base}/readback` }, app.say("next_is", { name: app.say("contents_readback") }), icon("next"))
      : h("button", { class: "btn main", type: "button", onclick: () => move(after) }, app.say("next_is", { name: nameOf(app, form, after) }), icon("next"));
    go.replaceChildren(before === undefined ? contents : back, next);
  }

  function move(to) {
    page.show(to);
    arrive(to);
    document.getElementById("main").focus({ preventScroll: true });
  }

  function arrive(to) {
    current = to;
    draft.section = to;
    history.replaceState(null, "", `${base}/section/${to + 1}`);
    document.title = `${nameOf(app, form, to)} — ${app.say("app")}`;
    ways();
    session.snapshot().catch(app.noteSaveFailed);
  }

  function dress() {
    totals();
    ways();
    document.title = `${nameOf(app, form, current)} — ${app.say("app")}`;
  }

  dress();
  draft.section = current;
  return {
    refresh: null,
    relabel: () => { page.setLang(app.lang, draw); dress(); },
    at: () => current,
    leave: () => { page.destroy(); session.snapshot().catch(app.noteSaveFailed); },
    focus: (path) => page.focus(path),
  };
}

async function shoot(app, session, { path, caption, replaces }) {
  const record = await takePhoto(app, session, { path, caption });
  if (!record) return null;
  const { photos } = session.draft;
  const old = photos.find((photo) => photo.digest === replaces);
  if (old) old.replaced = true;
  if (!photos.some((photo) => photo.digest === record.digest)) photos.push(record);
  const thumb = await app.account.drafts.thumb(record.digest);
  if (thumb) session.thumbs.set(record.digest, URL.createObjectURL(thumb));
  app.recount();
  return { digest: record.digest, thumbnailUrl: session.thumbs.get(record.digest), takenAt: record.taken_at };
}

/** What the form shows of a photo. */
export function describePhoto(session, digest) {
  const record = session.draft.photos.find((photo) => photo.digest === digest);
  return { thumbnailUrl: session.thumbs.get(digest), takenAt: record?.taken_at, caption: record?.caption, replaced: record?.replaced ?? false, fromFile: record?.source === "file" };
}

/** `全家每月 3,460.00 元 4 人，人均 865.00 元`. */
export function totalsLine(app, form) {
  const { persons, income_total: total, income_per_capita: each } = totalsOf(form);
  // What nobody has asked yet is not nothing: a dash until there is an amount.
  const money = (text) => h("b", null, text ? `${app.say("money_prefix")}${formatMoney(text)}` : "—");
  if (!form.has("income_total")) return [];
  const unfinished = form.missing().length > 0;
  return [
    h("span", null, app.say("total_month"), " ", money(total), " ", app.say("yuan")),
    h("span", null, app.say("total_head", { n: persons || "0" }), " ", money(each), app.lang === "zh" ? ` ${app.say("yuan")}` : ""),
    unfinished && h("span", { class: "small quiet" }, app.say("so_far")),
  ].filter(Boolean);
}

function nameOf(app, form, at) {
  const { name, label } = form.sections[at];
  return form.text(name, label, app.lang);
}
