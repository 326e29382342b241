// What the tablet says of a visit that a colleague leads, and of the file for a USB stick.

const some = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

export const en = {
  state_beside: "Colleague leads",
  group_beside: "Led by a colleague",
  group_beside_say: ({ n }) => `${some(n, "household")}; you may add your own record`,
  beside_lead: ({ name }) => `${name} leads. What you see and hear you may record beside it.`,
  beside_late: ({ name }) => `${name}'s record is in. Yours can still be sealed and sent.`,
  beside_title: ({ name }) => `${name} leads this visit.`,
  beside_say: "Record only what you saw and heard yourself; leave open what you did not ask. The lead's record stays exactly as it is; where the two differ, the street decides. You still sign the lead's record yourself when asked.",
  beside_start: "Record what I saw and heard",
  beside_left: ({ n }) => `${n} unanswered; may stay open.`,
  beside_read: "Look it over",
  beside_read_say: "Read what you recorded before sealing.",
  beside_go: "Go and seal",
  beside_seal_title: "Seal my own record",
  beside_seal_say: "Sealed with your tablet; cannot be changed.",
  beside_seal: "Seal my record",
  beside_check_answers: ({ answered, wrong }) => (wrong ? `${some(wrong, "answer")} must be corrected` : `${some(answered, "answer")}; the rest stay open`),
  beside_check_notice: "Privacy notice read out",
  beside_decided: ({ name }) => `${name}'s record stays exactly as it is; where the two differ, the street decides.`,

  elsewhere_handed: ({ name }) => `Begun by ${name}`,
  elsewhere_go_handed: ({ when }) => `Go on from there, saved ${when}`,

  export_title: "No network? Save a file",
  export_key: "Export to a file",
  export_working: ({ done, total }) => `Packing the file, ${done} of ${total}.`,
  export_say: "Records, drafts and photos not sent yet go into one encrypted file that only the district can open. Carry it to the street on a USB stick.",
  export_kept: "Nothing is removed from this tablet until the receipt comes.",
  export_done: ({ name, n, size }) => `**Saved: ${name}.** It holds ${some(n, "item")}, ${size}. Copy it to a USB stick for the street; everything is still on this tablet.`,
  export_nothing: "Nothing to export: everything entered and sealed has been sent.",
  export_no_key: "**Cannot export yet.** The roster on this tablet has no district key. Connect, sync once, then export.",
  export_failed: ({ why }) => `**Not saved.** ${why}. Everything is still on this tablet. Try again.`,
};
