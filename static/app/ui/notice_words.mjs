// What a public notice says of itself after checking its proof, in both languages.

export const NOTICE_WORDS = {
  zh: {
    proved_in: "这份公示在 ",
    proved_end: "的总账里",
    proved_say: "户主、人口、金额、日子，和那天记下的一字不差。是在您的浏览器里核对的。",
    short: "那天总账的短码：",
    failed: "这份公示和总账对不上",
    forged_say: "总账上的签名不是本区的。",
    other_say: "给出的证明是另一份公示的。",
    differs_say: ({ fields, day }) => `页面上的${fields}，和 ${day}记下的不一样。`,
    missing_say: ({ day }) => `${day}的总账里没有这些字。`,
    unreadable_say: "证明读不出来。请重新打开这一页；还这样，就当没有证明。",
    what_to_do: "请拍下这一页，打电话问街道，或者告诉审计。",
    head: "户主", persons: "家庭人口", amount_fen: "金额",
  },
  en: {
    proved_in: "This notice is in the log of ",
    proved_end: "",
    proved_say: "Name, persons, amount and days are exactly as recorded that day. Your own browser checked this.",
    short: "Short form of that day's head:",
    failed: "This notice does not match the log",
    forged_say: "The log is not signed by this district.",
    other_say: "The proof given belongs to another notice.",
    differs_say: ({ fields, day }) => `On this page it is not as recorded on ${day}: ${fields}.`,
    missing_say: ({ day }) => `The log of ${day} does not hold these words.`,
    unreadable_say: "The proof cannot be read. Open the page again; if that does not help, it has none.",
    what_to_do: "Take a picture of this page and ask the street office, or tell the auditor.",
    head: "household head", persons: "persons", amount_fen: "amount",
  },
};
