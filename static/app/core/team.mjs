// Who is in the home: at least the policy's number of distinct certified assessors, each assigned (S7-EVAL-01, S7-CRED-05).

/** The tablet's own assessor opens the team. */
export function ownMember(task, assessor, seenAt) {
  const listed = task.assessors.find((each) => each.id === assessor.id);
  return { assessor: assessor.id, name: assessor.name, serial: listed?.serial ?? "", badge: null, how: "this_tablet", seen_at: seenAt };
}

/**
 * Why somebody with this verdict may not join, or null when they may.
 * @returns {null | "not_valid" | "counted_twice" | "not_assigned" | "no_badge"}
 */
export function refusalToJoin(verdict, { task, team, token }) {
  if (verdict.standing !== "valid" || !verdict.claims) return "not_valid";
  if (!token) return "no_badge";
  if (team.some((member) => member.assessor === verdict.claims.a)) return "counted_twice";
  return task.assessors.some((each) => each.id === verdict.claims.a) ? null : "not_assigned";
}

export function scannedMember(verdict, token, seenAt) {
  const { a, n, s } = verdict.claims;
  return { assessor: a, name: n, serial: s, badge: token, how: "scanned", seen_at: seenAt };
}

/** Distinct assessors of the team. */
export function countDistinct(team) {
  return new Set(team.map((member) => member.assessor)).size;
}

/** How many more are needed. */
export function stillNeeded(team, minTeam) {
  return Math.max(0, minTeam - countDistinct(team));
}
