// The wall asks for itself every two seconds: while nothing comes back it says that what hangs there is not of now.
const note = document.getElementById("stale");

function tell(isStale) {
  if (note) note.hidden = !isStale;
}

for (const failed of ["sendError", "timeout", "responseError"]) document.addEventListener(`htmx:${failed}`, () => tell(true));
document.addEventListener("htmx:afterSwap", () => tell(false));
