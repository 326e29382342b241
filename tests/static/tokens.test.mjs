// A tablet whose clock is off: its token is used as long as it lives, and how far off the clock is is known.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTokens } from "../../static/app/data/tokens.mjs";

const SERVER = Date.parse("2026-03-12T03:00:00Z");
const HOUR = 3_600_000;

/** A server that issues tokens of an hour by its own clock, and counts them. @param {{at: number}} server */
function answerTokens(t, server) {
  const asked = { tokens: 0 };
  t.mock.method(globalThis, "fetch", async (path) => {
    const issued = { token: `t${asked.tokens + 1}`, expires_at: iso(server.at + HOUR), now: iso(server.at) };
    asked.tokens += path === "/device/token" ? 1 : 0;
    return new Response(JSON.stringify(path === "/device/token" ? issued : { challenge: "c" }));
  });
  return asked;
}

async function enrolment() {
  const { privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  return { device: { id: "d" }, key: privateKey };
}

const iso = (at) => new Date(at).toISOString();

for (const [name, offMs, minutes] of [["right", 0, 0], ["two hours fast", 2 * HOUR, 120], ["a day slow", -24 * HOUR, -1440]]) {
  test(`a token lives its hour on a tablet whose clock is ${name}`, async (t) => {
    const server = { at: SERVER };
    const asked = answerTokens(t, server);
    const tokens = createTokens(await enrolment(), {}, () => server.at + offMs);
    assert.equal(await tokens.current(), "t1");
    server.at += HOUR - 90_000;
    assert.equal(await tokens.current(), "t1");
    assert.equal(asked.tokens, 1);
    server.at += 60_000; // within the last minute a new one is asked for
    assert.equal(await tokens.current(), "t2");
    assert.equal(tokens.minutesAhead(), minutes);
  });
}
