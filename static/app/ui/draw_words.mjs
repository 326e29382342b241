// What a published draw says of itself after it was drawn again, in both languages.

export const DRAW_WORDS = {
  zh: {
    same: "重抽的结果一样",
    same_say: "名单、种子、结果都对得上。是在您的浏览器里重抽的。",
    sealed: "名单对得上，种子还没有公布",
    sealed_say: "名单和公布的摘要一致。种子公布以后再来，就能重抽。",
    differs: "对不上",
    frame: "名单和公布的摘要不一样。",
    commitment: "种子不是封存的那一个。",
    result: "照这颗种子，抽中的不是这些社区。",
    unreadable: "这次抽取的文件读不出来。",
    what_to_do: "请拍下这一页，打电话问街道，或者告诉审计。",
  },
  en: {
    same: "Drawn again, the result is the same",
    same_say: "Frame, seed and result agree. Your own browser drew it again.",
    sealed: "The frame agrees; the seed is not revealed yet",
    sealed_say: "The frame matches its published digest. Come back when the seed is revealed to draw it again.",
    differs: "This does not agree",
    frame: "The frame does not match its published digest.",
    commitment: "The seed is not the one that was sealed.",
    result: "This seed does not draw these communities.",
    unreadable: "The file of this draw cannot be read.",
    what_to_do: "Take a picture of this page and ask the street office, or tell the auditor.",
  },
};
