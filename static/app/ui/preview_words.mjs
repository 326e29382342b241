// What only `ruhu form preview` says, in both languages.

export const PREVIEW_WORDS = {
  zh: {
    preview_title: "会封存的内容",
    preview_say: "真的入户时，这里是签字和封存。预览里什么也不存。",
    preview_open: ({ paths }) => `还不能封存，这些题没填或要改：${paths}`,
    preview_problems: "这份工作簿还不能用",
    preview_problems_say: "改好存盘，再刷新这一页。",
  },
  en: {
    preview_title: "What would be sealed",
    preview_say: "In a real visit, signing and sealing come here. The preview keeps nothing.",
    preview_open: ({ paths }) => `Cannot be sealed yet; missing or to change: ${paths}`,
    preview_problems: "This workbook cannot be used yet",
    preview_problems_say: "Change it, save it, and reload this page.",
  },
};
