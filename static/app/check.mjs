// The public check page: the code of a badge or of a paper is in the address after "#", which browsers never send. It
// is verified here, against the keys the page carries and the public roster; nothing about it leaves the phone, unless
// the visitor asks to see the face a badge was issued with, or whether a paper still counts.
//
// The page gives <main id="check" data-keys="[JWK…]" data-roster-url="…" data-portrait-url="…/0000000000000000"
// data-paper-keys="[JWK…]" data-paper-url="…" data-stale-days="7" data-team="3" data-phone="…">; what it holds for visitors without JavaScript is replaced.

import { compactVerify, importJWK } from "jose";
import { checkSerial, checkToken, readCode } from "./core/badge.mjs";
import { digestHex } from "./core/bytes.mjs";
import { dayOf } from "./core/days.mjs";
import { checkPaper, isPaper } from "./core/paper.mjs";
import { askView, cannotView, verdictView } from "./ui/check_view.mjs";
import { paperView } from "./ui/paper_view.mjs";

const CACHE = "ruhu-check";
const ROSTER_MS = 10 * 60 * 1000;

const root = document.getElementById("check");
const { rosterUrl, portraitUrl, paperUrl, phone } = root?.dataset ?? {};
const lang = document.documentElement.lang.startsWith("en") ? "en" : "zh";
const held = { keys: JSON.parse(root?.dataset.keys ?? "[]"), roster: null, at: 0 };
const page = { lang, phone, team: Number(root?.dataset.team ?? 3), ask, find, fetchPortrait };

/** Answer what the address holds, or ask for a number. */
async function answer() {
  if (!globalThis.crypto?.subtle) return put(cannotView(page));
  const code = fragment();
  nameThePage(isPaper(code) ? "paper" : "badge");
  if (isPaper(code)) return put(paperView({ ...page, askStanding }, await checkPaper(code, JSON.parse(root.dataset.paperKeys))));
  await readRoster();
  if (!code) return ask();
  return show(await judged(readCode(`#${code}`)), false);
}

/** The head of the page says what is being checked. */
function nameThePage(kind) {
  const brand = document.getElementById("brand");
  if (brand) brand.textContent = brand.dataset[kind];
}

/** What stands after "#"; some readers escape what they pass on. */
function fragment() {
  const text = location.hash.slice(1);
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function judged(code) {
  const known = { ...held, today: dayOf(new Date()), staleDays: Number(root.dataset.staleDays ?? 7) };
  if (code?.token) return checkToken(code.token, known);
  return code?.serial ? checkSerial(code.serial, known) : { standing: "malformed", rosterOld: false, claims: null, entry: null };
}

async function find(text) {
  if (text.trim()) show(await judged(readCode(text)), true);
}

/** The dated roster; the one held stays where a newer one cannot be had. */
async function readRoster() {
  if (Date.now() - held.at < ROSTER_MS) return;
  try {
    const { roster: signed } = await (await fetch(rosterUrl, { credentials: "omit" })).json();
    const { payload } = await compactVerify(signed, await importJWK(publicOf(held.keys.at(-1)), "ES256"), { algorithms: ["ES256"] });
    const roster = JSON.parse(new TextDecoder().decode(payload));
    if (roster.type === "roster") Object.assign(held, { roster, at: Date.now() });
  } catch (error) {
    console.info("no roster", error.name);
  }
}

/** The face a badge was issued with, whose digest the badge holds; null where it is another or cannot be had. */
async function fetchPortrait(beginning) {
  try {
    const answered = await fetch(portraitUrl.replace("0000000000000000", beginning), { credentials: "omit" });
    const bytes = await answered.arrayBuffer();
    const same = answered.ok && (await digestHex(bytes)).startsWith(beginning);
    return same ? URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" })) : null;
  } catch {
    return null;
  }
}

/** Whether a paper still counts, as the district answers; null where it cannot be asked. */
async function askStanding({ n: paper, d: digest }) {
  try {
    const answered = await fetch(`${paperUrl}?${new URLSearchParams({ paper, digest })}`, { credentials: "omit" });
    return answered.ok ? (await answered.json()).standing : null;
  } catch {
    return null;
  }
}

function show(verdict, typed) {
  put(verdictView(page, verdict, { typed, roster: held.roster }));
}

function ask() {
  nameThePage("badge");
  history.replaceState(null, "", location.pathname + location.search);
  put(askView(page, held));
  document.getElementById("check-serial").focus();
}

function put({ title, nodes }) {
  document.title = title;
  root.replaceChildren(...nodes);
  window.scrollTo(0, 0);
}

function publicOf({ kty, crv, x, y }) {
  return { kty, crv, x, y };
}

/** Keep the page's parts, so that it answers without a network; browsers inside messengers have no worker and do without. */
async function keepForLater() {
  if (!navigator.serviceWorker || !globalThis.caches) return;
  await navigator.serviceWorker.register("/check/sw.js", { scope: "/check" });
  const linked = [...document.querySelectorAll("link[href], script[src]")].map((element) => element.href || element.src);
  const parts = [location.pathname, rosterUrl, "/static/icons/icons.svg", ...linked].map((address) => new URL(address, location.origin).href);
  const cache = await caches.open(CACHE);
  await cache.addAll(parts);
  const old = (await cache.keys()).filter(({ url }) => !parts.includes(url));
  await Promise.all(old.map((request) => cache.delete(request)));
}

if (root) {
  addEventListener("hashchange", answer);
  answer();
  keepForLater().catch((error) => console.info("not kept", error.name));
}
