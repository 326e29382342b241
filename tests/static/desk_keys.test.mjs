// A page that is come to by its key begins in its form's first field (static/desk/parts/keys.mjs).
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { watchKeys } from "../../static/desk/parts/keys.mjs";

const ADDRESS = "http://desk.test/desk/cases/SL-2026-001/approve";
let focused;
let kept;

beforeEach(() => {
  focused = [];
  kept = new Map();
  globalThis.CSS = { escape: (text) => text };
  globalThis.sessionStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
});

function field(name, visible = true) {
  return { focus: () => focused.push(name), checkVisibility: () => visible };
}

/** A page at an address with these fields; ``told``: whether errors are told on it. */
function pageAt(href, fields, { told = false, keys = {} } = {}) {
  const page = {
    location: { href },
    querySelector: (asked) => (asked.startsWith("[data-key") ? (keys[asked] ?? null) : told ? {} : null),
    querySelectorAll: () => fields,
    addEventListener: (_name, heard) => (page.heard = heard),
  };
  return page;
}

function press(key, from = ADDRESS) {
  const link = { href: from, click: () => {} };
  const page = pageAt("http://desk.test/desk/cases/SL-2026-001", [], { keys: { [`[data-key="${key}"]`]: link } });
  watchKeys(page);
  page.heard({ key, target: { closest: () => null }, preventDefault: () => {} });
}

test("the key that opens a form leaves the cursor in its first field that is seen", () => {
  press("a");
  watchKeys(pageAt(ADDRESS, [field("hidden", false), field("class"), field("reason")]));
  assert.deepEqual(focused, ["class"]);
});

test("opened any other way, another page, or opened again, it begins at its top", () => {
  watchKeys(pageAt(ADDRESS, [field("class")]));
  press("a");
  watchKeys(pageAt("http://desk.test/desk/confirm", [field("password")]));
  watchKeys(pageAt(ADDRESS, [field("class")]));
  assert.deepEqual(focused, []);
});

test("errors that are told keep the cursor, and a browser that keeps nothing goes on", () => {
  press("a");
  watchKeys(pageAt(ADDRESS, [field("class")], { told: true }));
  globalThis.sessionStorage = undefined;
  press("a");
  watchKeys(pageAt(ADDRESS, [field("class")]));
  assert.deepEqual(focused, []);
});
