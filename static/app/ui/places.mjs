// Where the address says we are: "#/case/SL-2026-0137/1/section/3". Pure.

/** @returns {any} a place with a name; unknown ones are the caseload */
export function parsePlace(hash) {
  const enrolment = /^#enrol=([\w-]+)$/.exec(hash);
  if (enrolment) return { name: "enrol", code: enrolment[1] };
  const visit = /^#\/case\/([\w-]+)\/(\d+)(?:\/(team|authorise|hardship|readback|sign|section|countersign)(?:\/(\d+))?)?$/.exec(hash);
  if (visit) {
    const [, file, round, page = "contents", section = "1"] = visit;
    return { name: "visit", case: file, round: Number(round), page, section: Number(section) - 1, base: `#/case/${file}/${round}` };
  }
  const confirm = /^#\/countersign(?:\/([\w-]+)\/(\d+))?$/.exec(hash);
  if (confirm) return { name: "countersign", case: confirm[1], round: Number(confirm[2] ?? 0) };
  const [, name] = /^#\/(badge|sync|enrol|pin)$/.exec(hash) ?? [null, "cases"];
  return { name };
}
