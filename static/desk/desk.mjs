// The desk's pages work without this file; with it they answer at once. Each module owns what it looks for.
import { watchBallots } from "./parts/ballot.mjs";
import { watchChoices } from "./parts/choices.mjs";
import { watchErrors } from "./parts/errors.mjs";
import { watchSigningOut } from "./parts/kept.mjs";
import { watchKeys } from "./parts/keys.mjs";
import { watchLenses } from "./parts/lens.mjs";
import { watchPads } from "./parts/pad.mjs";
import { watchTicks } from "./parts/ticks.mjs";

function start(root) {
  watchBallots(root);
  watchPads(root);
  watchErrors(root);
  watchTicks(root);
}

watchKeys(document);
watchLenses(document);
watchChoices(document);
watchSigningOut(document);
start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt));
