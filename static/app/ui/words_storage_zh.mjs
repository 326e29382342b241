// What the tablet says of keeping and sending: saving, space, being ready for no network, pausing, new versions.

const LACKED = { shell: "程序", tasks: "任务", forms: "表", roster: "名册" };
const lacked = (names) => names.map((name) => LACKED[name]).join("、");
const HOW = {
  none: "没连上服务器。", silent: "连着网，等了很久没有回音。",
  portal: "这个无线网要先登录：用浏览器随便打开一个网页登录好，再来对。", down: "网通了，街道的服务器没应。",
};

export const zh = {
  sync_unsaved: "**平板存不进去了。**刚才这一题没存上，还在屏幕上。先别关这一页，请点“再存一次”。",
  sync_full_photo: "**平板存不下了。**刚才这张照片没存上。请先腾出空间，再点“再存一次”。",
  sync_unsaved_photo: "**平板存不进去了。**刚才这张照片没存上。请点“再存一次”。",
  sync_full_copy: "**平板快满了。**填的都存好了，要发的那一份没排上。请先腾出空间，再点“再存一次”。",
  sync_unsaved_copy: "**要发的那一份没排上。**填的都存好了。请点“再存一次”。",
  sync_not_ready: ({ lacking }) => `**还没存全，先别关。**还差${lacked(lacking)}，收全了没网也能打开。`,
  sync_not_ready_off: ({ lacking }) => `**还没存全，网断了。**还差${lacked(lacking)}。先别关这一页，连上网会自己接着收。`,
  sync_paused: ({ waiting }) => `**停着，没在发。**${waiting.photos + waiting.visits > 0 ? `${waiting.photos + waiting.visits} 件待发的` : "填的、封存的"}都在这台平板上，不会丢。`,
  go_on_sending: "去接着发",
  camera_full: "平板满了，请先腾出空间，再点“再存一次”",
  camera_unsaved: "平板没存进去，请点“再存一次”",

  full_title: "平板满了，这一页打不开",
  full_say: "填的、拍的、封存的都在平板上，没有丢。先删掉不用的照片、视频和程序，再点“再试一次”。",
  tasks_coming: "正在收任务",
  tasks_coming_say: "第一次要收任务、表和名册，收全了上面会说。先别关。",
  pin_full: "平板满了，开不了锁。",
  pin_full_say: "填的、拍的、封存的都在，没有丢。先删掉不用的照片、视频和程序，再输一次。",
  unsaved_elsewhere: "前一户还没存上",
  unsaved_elsewhere_say: "先把那一户存好，再开这一户。",
  open_elsewhere: "这一户在另一页里开着",
  open_elsewhere_say: "一户只能在一页里填，不然后填的会盖掉先填的。请到那一页填，或关了它再试。",

  syncpage_ready: "没网时打开",
  syncpage_ready_yes: ({ tasks }) => `能。程序、${tasks} 份任务、表和名册都在平板上`,
  syncpage_ready_no: ({ lacking }) => `还不能，先别关。还差${lacked(lacking)}`,
  syncpage_moved: "最近发了",
  syncpage_moved_say: ({ visits, photos, bytes, when }) => `${[visits && `${visits} 份记录`, photos && `${photos} 张照片`].filter(Boolean).join("、")}，${bytes}，${when}`,
  syncpage_got: "这次收了",
  syncpage_unreached_how: ({ how }) => HOW[how],
  syncpage_over: "后来成了",
  syncpage_pause: "先别发",
  syncpage_pause_say: "流量不够、电不够，可以先停着。停着的时候不发也不收；填的、拍的、封存的都在这台平板上，不会丢。",
  syncpage_resume: "接着发",
  syncpage_paused: "停着",
  syncpage_paused_say: "停着：不发也不收。填的、拍的、封存的都在这台平板上，封存的照样算数。点“接着发”，从断的那张照片接着发。",
  syncpage_tight: ({ left }) => `只剩 ${left}，装不下一次入户的照片。先删掉不用的照片、视频和程序，再开始下一户。`,
  syncpage_kept: "收讫以后",
  syncpage_kept_say: ({ days }) => `街道收讫，照片和记录就从平板上腾出；名单上再留 ${days} 天，然后连同缩略图一起清掉`,
  syncpage_version_next: "等着换上",

  returned_by: ({ by, when }) => `${by}，${when} 退回：`,
  returned_at: ({ when }) => `${when} 退回：`,
  elsewhere_title: "另一台平板上填过",
  elsewhere_say: ({ answered, photos }) => `填了 ${answered} 题${photos > 0 ? `，拍了 ${photos} 张照片` : ""}，街道都存着。接着填，不用重来。`,
  elsewhere_go: ({ when }) => `从另一台平板存过的地方接着填，${when} 存的`,

  update_visit_open: "**先收好那一户。**另一页里有一户开着。回到任务，再换上。",
};
