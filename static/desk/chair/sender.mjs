// Sends one jotting, and says what came of it. A jotting carries its own key, so that sending it again after an
// answer was lost records nothing twice.

const PATIENCE_MS = 15_000;

/** `{recorded: n}`, `{refused: sentence}`, `{signedOut: true}`, or `{later: true}` where nothing is known. */
export async function send(jotting, session) {
  const first = await post(jotting, session.token);
  if (!first.stale) return first;
  const renewed = await renew(session);
  return renewed.token ? post(jotting, session.token) : renewed;
}

/** Asks for the page again: its token, and the newest act it knows of. */
export async function renew(session) {
  const answer = await ask(session.page, { headers: { Accept: "text/html" } });
  if (!answer) return { later: true };
  if (answer.redirected || answer.status === 401) return { signedOut: true };
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("[name=csrf_token]")?.value;
  const meeting = page.querySelector("[data-meeting]")?.dataset.meeting;
  if (!token || !meeting) return { later: true };
  session.token = token;
  return { token, seen: JSON.parse(meeting).seen };
}

async function post(jotting, token) {
  const body = new URLSearchParams(jotting.fields);
  const own = { csrf_token: token, jotting: jotting.key, seen: jotting.seen, entered_at: jotting.at };
  for (const [name, value] of Object.entries(own)) body.set(name, value);
  const answer = await ask(jotting.action, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
  return answer ? read(answer) : { later: true };
}

async function ask(address, options) {
  try {
    return await fetch(address, { ...options, signal: AbortSignal.timeout?.(PATIENCE_MS) });
  } catch {
    return null;
  }
}

async function read(answer) {
  if (answer.status === 400) return { stale: true, refused: "" };
  if (answer.status === 401) return { signedOut: true };
  const said = await answer.json().catch(() => null);
  if (answer.ok) return Number.isInteger(said?.seen) ? { recorded: said.seen } : { later: true };
  if (answer.status >= 500 || [0, 408, 429].includes(answer.status) || !said?.message) return { later: true };
  return { refused: said.message[document.documentElement.lang.startsWith("en") ? "en" : "zh"] };
}
