import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { badgeKeys, followChain, pinnedAfter, rosterKeys } from "../../static/app/core/key_chain.mjs";
import { newKey, signed } from "./factories.mjs";

const { cases } = JSON.parse(readFileSync(new URL("../vectors/key_chains.json", import.meta.url), "utf8"));

for (const { name, pinned, chain, reaches } of cases) {
  test(`key chain: ${name}`, async () => {
    const reached = await followChain(pinned, chain).then((keys) => keys.at(-1).kid, () => null);
    assert.equal(reached, reaches);
  });
}

test("a roster may be signed by the newest key alone, never by one before it", async () => {
  const { pinned, chain, reaches } = cases.find(({ name }) => name.startsWith("two successions"));
  const roster = await signed({ type: "roster", keys: chain }, await newKey("any"));
  assert.deepEqual((await rosterKeys(pinned, roster)).map(({ kid }) => kid), [reaches]);
});

test("a roster of a server without a chain is signed by the pinned key", async () => {
  const key = await newKey("credential-1");
  assert.deepEqual(await rosterKeys([key.jwk], await signed({ type: "roster" }, key)), [key.jwk]);
});

test("badges are judged by every key the roster names, those declared compromised marked", () => {
  const { pinned, chain } = cases.find(({ name }) => name.startsWith("two successions"));
  const links = chain.map((link, at) => (at === 0 ? { ...link, compromised: "2026-01-05T00:00:00Z" } : link));
  const keys = badgeKeys(pinned, { keys: links });
  assert.deepEqual(keys.map(({ kid }) => kid), chain.map(({ jwk }) => jwk.kid));
  assert.deepEqual(keys.map(({ compromised }) => Boolean(compromised)), [true, false, false]);
  assert.deepEqual(badgeKeys(pinned, null), pinned);
});

test("a tablet pins the log keys a believed roster names, and keeps its own where an older server names none", () => {
  const { pinned, chain } = cases.find(({ name }) => name.startsWith("two successions"));
  const [before, after] = chain.map(({ jwk }) => jwk);
  assert.deepEqual(pinnedAfter({ credential: pinned, log: [before] }, { keys: chain, log_keys: [before, after] }).log, [before, after]);
  assert.deepEqual(pinnedAfter({ credential: pinned, log: [before] }, { keys: chain }).log, [before]);
});
