// What this tablet keeps of itself and of who uses it: its own two keys, one enrolment an assessor, a few settings.
// Who is enrolled lies under a key of the tablet, so that the lock page can name them and the disk cannot; their keys
// lie behind their PIN.

import { openText, sealText } from "./codec.mjs";
import { Box, dropDatabase } from "./idb.mjs";
import { newTabletKeys, relockKeys, unlockKeys, WrongPin } from "./keys.mjs";
import { afterWaiting, afterWrongTry, noTries } from "../core/pin.mjs";

const BOX = "ruhu-device";
const COVER = "tablet"; // the kid of what lies under the tablet's own key
const box = new Box(BOX, ["enrolments", "settings"]);

/** A PIN that is not tried: too many were wrong, and there is still time to wait. */
export class MustWait extends Error {}

export { WrongPin };

/** This tablet's two keys, made when they are first needed. */
export async function tabletKeys() {
  const held = await box.get("settings", "tablet");
  if (held) return held;
  const made = await newTabletKeys();
  await box.put("settings", "tablet", made);
  return made;
}

/** Everybody enrolled here, readable without a PIN; `lock` is null for an enrolment from before there were PINs. */
export async function allEnrolments() {
  const records = await box.all("enrolments");
  if (records.length === 0) return [];
  const { cover } = await tabletKeys();
  return Promise.all(records.map((record) => readable(record, cover)));
}

export async function findEnrolment(assessorId) {
  const record = await box.get("enrolments", assessorId);
  return record ? readable(record, (await tabletKeys()).cover) : null;
}

/** @param {any} enrolment what the district answered @param {any} lock the wrapped keys */
export async function saveEnrolment(enrolment, lock) {
  const { cover } = await tabletKeys();
  const id = `enrolment:${enrolment.assessor.id}`;
  await box.put("enrolments", enrolment.assessor.id, { schema: 2, _id: id, sealed: await sealText({ id, body: enrolment }, cover, COVER), lock });
  await box.put("settings", triesOf(enrolment.assessor.id), noTries());
}

/**
 * A credential key introduced by the one pinned is pinned as well: no fork made with an older one is followed.
 * So are the log keys a believed roster names.
 */
export async function pinKeys(enrolment, keys) {
  const known = enrolment.keys;
  if (["credential", "log"].every((name) => keys[name].at(-1).kid === known[name].at(-1).kid)) return;
  Object.assign(known, keys);
  const { lock, ...kept } = await findEnrolment(enrolment.assessor.id);
  await saveEnrolment({ ...kept, keys: { ...kept.keys, ...keys } }, lock);
}

/**
 * Try a PIN. The try is counted before it is made, so that ending the app in the middle saves nobody one.
 * @returns {Promise<any>} the enrolment with `key` and `keyring`, in memory only
 * @throws {MustWait | WrongPin}
 */
export async function unlock(assessorId, pin) {
  const tries = await readTries(assessorId);
  if (tries.wait_ms > 0) throw new MustWait();
  const [{ lock, ...enrolment }, { mac }] = await Promise.all([findEnrolment(assessorId), tabletKeys()]);
  await box.put("settings", triesOf(assessorId), afterWrongTry(tries));
  const { signing, keyring } = await unlockKeys(lock, pin, mac);
  await box.put("settings", triesOf(assessorId), noTries());
  return { ...enrolment, key: signing, keyring };
}

/** Another PIN for the same keys. @param {string} pin found right just now, by unlock @throws {WrongPin} */
export async function changePin(assessorId, pin, newPin) {
  const [record, { mac }] = await Promise.all([box.get("enrolments", assessorId), tabletKeys()]);
  await box.put("enrolments", assessorId, { ...record, lock: await relockKeys(record.lock, pin, newPin, mac) });
}

/** Wrong tries in a row and the time still to wait, as they are kept. */
export async function readTries(assessorId) {
  return (await box.get("settings", triesOf(assessorId))) ?? noTries();
}

/** Time spent waiting with the page open; returns what is left. */
export async function noteWaited(assessorId, passedMs) {
  const tries = afterWaiting(await readTries(assessorId), passedMs);
  await box.put("settings", triesOf(assessorId), tries);
  return tries;
}

/** An assessor leaves this tablet; with the last one everything else here goes too, the tablet's keys first of all. */
export async function forgetEnrolment(assessorId) {
  await box.delete("enrolments", assessorId);
  await box.delete("settings", triesOf(assessorId));
  if ((await box.all("enrolments")).length > 0) return;
  box.close();
  await dropDatabase(BOX);
}

export function readSetting(name) {
  return box.get("settings", name);
}

export function writeSetting(name, value) {
  return box.put("settings", name, value);
}

export function dropSetting(name) {
  return box.delete("settings", name);
}

async function readable(record, cover) {
  if (record.schema === undefined) return { assessor: record.assessor, device: record.device, district: record.district, lock: null };
  const { body } = await openText(record, () => cover);
  return { ...body, lock: record.lock };
}

function triesOf(assessorId) {
  return `tries:${assessorId}`;
}
