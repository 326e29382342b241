import assert from "node:assert/strict";
import { test } from "node:test";
import { createCodec } from "../../static/app/data/codec.mjs";
import { importCaseloadKey, ITERATIONS, lockKeys, newSigningKey, newTabletKeys, openSigningKey, relockKeys, unlockKeys, WrongPin } from "../../static/app/data/keys.mjs";

const PIN = "480217";
const CASELOAD = { kty: "oct", k: Buffer.alloc(32, 7).toString("base64url"), kid: "caseload-1" };
const ECDSA = { name: "ECDSA", hash: "SHA-256" };
const tablet = await newTabletKeys();
const made = await newSigningKey(tablet.cover);
const open = { signing: await openSigningKey(made.wrapped, tablet.cover), caseload: [await importCaseloadKey(CASELOAD)] };
const lock = await lockKeys(open, PIN, tablet.mac);

test("the right PIN on the right tablet brings the keys back, good for use and not for taking out", async () => {
  const { signing, keyring } = await unlockKeys(lock, PIN, tablet.mac);
  const verifier = await crypto.subtle.importKey("jwk", made.jwk, { name: "ECDSA", namedCurve: "P-256" }, true, ["verify"]);
  const words = new TextEncoder().encode("visit");
  assert.ok(await crypto.subtle.verify(ECDSA, verifier, await crypto.subtle.sign(ECDSA, signing, words), words));
  for (const key of [signing, keyring.keys.get("caseload-1")]) await assert.rejects(crypto.subtle.exportKey("jwk", key), /extractable|not/i);
  const codec = createCodec(keyring);
  assert.deepEqual(await codec.open(await codec.seal("draft:a:1", { n: 1 })), { n: 1 });
});

test("a wrong PIN, and the right one on another tablet, open nothing", async () => {
  await assert.rejects(unlockKeys(lock, "480218", tablet.mac), WrongPin);
  await assert.rejects(unlockKeys(lock, PIN, (await newTabletKeys()).mac), WrongPin);
});

test("what lies on the disk holds no key in the open, and the work of PBKDF2 stands beside it", () => {
  assert.ok(lock.iterations >= 600_000 && lock.iterations === ITERATIONS);
  assert.equal(lock.salt.length, 16);
  const kept = Buffer.concat([lock.signing, ...lock.caseload.map(({ key }) => key)]);
  assert.ok(!kept.includes(Buffer.alloc(32, 7)));
});

test("a key wrapped for one use stands in for no other", async () => {
  const [{ key }] = lock.caseload;
  await assert.rejects(unlockKeys({ ...lock, caseload: [{ kid: "caseload-2", key }] }, PIN, tablet.mac), WrongPin);
});

test("another PIN: the same keys, a fresh salt, and the old PIN is of no use", async () => {
  const relocked = await relockKeys(lock, PIN, "990134", tablet.mac);
  assert.notDeepEqual(relocked.salt, lock.salt);
  await assert.rejects(unlockKeys(relocked, PIN, tablet.mac), WrongPin);
  const [before, after] = [await unlockKeys(lock, PIN, tablet.mac), await unlockKeys(relocked, "990134", tablet.mac)];
  assert.deepEqual(await createCodec(after.keyring).open(await createCodec(before.keyring).seal("draft:a:1", { n: 1 })), { n: 1 });
  await assert.rejects(relockKeys(lock, "000000", "990134", tablet.mac), WrongPin);
});

test("the tablet's own keys cannot be taken out", async () => {
  for (const key of Object.values(tablet)) await assert.rejects(crypto.subtle.exportKey("raw", key));
});
