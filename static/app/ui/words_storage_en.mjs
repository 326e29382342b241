// What the tablet says of keeping and sending: saving, space, being ready for no network, pausing, new versions.

const some = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
const LACKED = { shell: "the app", tasks: "the tasks", forms: "the forms", roster: "the roster" };
const lacked = (names) => names.map((name) => LACKED[name]).join(", ");
const HOW = {
  none: "The server was not reached.", silent: "There is a network, but no answer came in a long while.",
  portal: "This wireless network wants a sign-in: open any web page in the browser, sign in, then sync again.", down: "The network works; the street's server did not answer.",
};

export const en = {
  sync_unsaved: "**This tablet could not save.** The last answer is not saved; it is still on the screen. Keep this page open and choose Save again.",
  sync_full_photo: "**This tablet is full.** The last photo is not saved. Free some space, then choose Save again.",
  sync_unsaved_photo: "**This tablet could not save.** The last photo is not saved. Choose Save again.",
  sync_full_copy: "**This tablet is nearly full.** Your answers are saved; the copy to send is not. Free some space, then choose Save again.",
  sync_unsaved_copy: "**The copy to send was not made.** Your answers are saved. Choose Save again.",
  sync_not_ready: ({ lacking }) => `**Not ready yet, keep this open.** Still to come: ${lacked(lacking)}. Then it opens without a network too.`,
  sync_not_ready_off: ({ lacking }) => `**Not ready yet, and no network.** Still to come: ${lacked(lacking)}. Keep this page open; it will go on by itself.`,
  sync_paused: ({ waiting }) => `**Paused, not sending.** ${waiting.photos + waiting.visits > 0 ? `${some(waiting.photos + waiting.visits, "item")} to send` : "Everything entered and sealed"} stay safe on this tablet.`,
  go_on_sending: "Resume",
  camera_full: "This tablet is full; free some space, then choose Save again",
  camera_unsaved: "The tablet could not save it; choose Save again",

  full_title: "This tablet is full; this page cannot open",
  full_say: "Answers, photos and sealed records are all still on this tablet. Delete photos, videos and apps you do not need, then choose Try again.",
  tasks_coming: "Fetching tasks",
  tasks_coming_say: "The first time brings the tasks, the forms and the roster; the line above says when all is here. Keep this open.",
  pin_full: "This tablet is full and cannot unlock.",
  pin_full_say: "Answers, photos and sealed records are all still here. Delete photos, videos and apps you do not need, then enter the PIN again.",
  unsaved_elsewhere: "The last household is not saved yet",
  unsaved_elsewhere_say: "Save that one first, then open this one.",
  open_elsewhere: "This household is open in another tab",
  open_elsewhere_say: "One visit, one tab: otherwise later answers would replace earlier ones. Go on in that tab, or close it and try again.",

  syncpage_ready: "Without a network",
  syncpage_ready_yes: ({ tasks }) => `Opens. The app, ${some(tasks, "task")}, the forms and the roster are on this tablet`,
  syncpage_ready_no: ({ lacking }) => `Not yet, keep this open. Still to come: ${lacked(lacking)}`,
  syncpage_moved: "Last sent",
  syncpage_moved_say: ({ visits, photos, bytes, when }) => `${[visits && some(visits, "record"), photos && some(photos, "photo")].filter(Boolean).join(", ")}, ${bytes}, ${when}`,
  syncpage_got: "Received this time",
  syncpage_unreached_how: ({ how }) => HOW[how],
  syncpage_over: "succeeded since",
  syncpage_pause: "Pause",
  syncpage_pause_say: "Short of data or power? Pause. Nothing is sent or fetched meanwhile; answers, photos and sealed records stay safe on this tablet.",
  syncpage_resume: "Resume",
  syncpage_paused: "Paused",
  syncpage_paused_say: "Paused: nothing is sent or fetched. Answers, photos and sealed records stay safe on this tablet, and a seal counts all the same. Resume goes on from the photo that was cut off.",
  syncpage_tight: ({ left }) => `Only ${left} left, too little for the photos of a visit. Delete photos, videos and apps you do not need before the next household.`,
  syncpage_kept: "After the receipt",
  syncpage_kept_say: ({ days }) => `Once the street has received it, the record and its photos leave this tablet; the case stays listed for ${days} days, then it goes with its thumbnails`,
  syncpage_version_next: "waiting",

  returned_by: ({ by, when }) => `Returned by ${by}, ${when}: `,
  returned_at: ({ when }) => `Returned ${when}: `,
  elsewhere_title: "Begun on another tablet",
  elsewhere_say: ({ answered, photos }) => `${some(answered, "answer")}${photos > 0 ? ` and ${some(photos, "photo")}` : ""}, all kept by the street. Go on from there, nothing to enter again.`,
  elsewhere_go: ({ when }) => `Go on from the other tablet, saved ${when}`,

  update_visit_open: "**Finish that visit first.** A visit is open in another tab. Go back to the cases there, then switch.",
};
