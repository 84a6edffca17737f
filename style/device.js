// What the device does for the page: keeps the program for use without a network, hands over files that the system opens
// with it, finds those in folders, and says when room is short or the window forgets. The page hears of it by `device` events, `{ what, … }` in their detail.
const tell = (what, more) => dispatchEvent(new CustomEvent("device", { detail: { what, ...more } }));

// The files of a drop or a choice where they are not read as they came: those of folders, and a Slack export that was unpacked,
// which becomes the one file that is made of its ZIP (src/container/slack.rs). A promise of files, which says beside them what
// could not be read (`unread`) and what was left out (`left`); nothing where all stays.
const folderOf = (path) => path.slice(0, path.lastIndexOf("/") + 1);
const nameOf = (path) => path.slice(path.lastIndexOf("/") + 1);
const slackPeople = ["users.json", "org_users.json"];
const slackChannels = ["channels.json", "groups.json", "mpims.json", "dms.json"];
// What an export has beside them that holds no messages.
const slackOthers = ["canvases.json", "file_conversations.json", "huddle_transcripts.json", "integration_logs.json", "lists.json"];
// What systems and programs keep for themselves is nobody's export; any other hidden file may be one.
const isKept = (path) => /(^|\/)(\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini|\.git(\/.*)?)$/i.test(path);
// As many as a ZIP may hold; no folder with more of them is walked to its end.
const mostFound = 20_000;
self.gather = (from) => {
  // Both are there only while the drop is heard.
  const dropped = [...(from.items ?? [])]
    .map((item) => ({ entry: item.webkitGetAsEntry?.(), file: item.getAsFile?.() }))
    .filter(({ entry, file }) => entry || file);
  const files = [...(from.files ?? from)];
  const folders = dropped.some(({ entry }) => entry?.isDirectory);
  if (!folders && !files.some((file) => file.webkitRelativePath || slackPeople.includes(file.name))) return;
  return (async () => {
    const walked = { found: [], unread: [] };
    const { found, unread } = walked;
    if (!folders) {
      for (const file of files) if (!isKept(file.webkitRelativePath)) found.push({ file, path: file.webkitRelativePath || file.name });
    }
    for (const { entry, file } of folders ? dropped : []) {
      if (file && !entry?.isDirectory) found.push({ file, path: file.name });
      else await walk(entry, walked);
    }
    if (isFull(walked)) return Object.assign(found.map(({ file }) => file), { unread, left: [] });
    const { taken, left } = await withSlack(found);
    // Of two files of one name, each says where it was.
    const named = new Map();
    for (const { file } of taken) named.set(file.name, (named.get(file.name) ?? 0) + 1);
    const told = ({ file, path }) => named.get(file.name) > 1 ? new File([file], path.replaceAll("/", " › ")) : file;
    return Object.assign(taken.map(told), { unread, left });
  })();
};
const isFull = ({ found, unread }) => found.length + unread.length > mostFound;
const walk = async (entry, walked) => {
  const path = entry.fullPath.slice(1);
  if (isKept(path)) return;
  try {
    if (entry.isFile) {
      walked.found.push({ file: await new Promise((done, failed) => entry.file(done, failed)), path });
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      // A browser gives a hundred at a time.
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (some.length === 0) return;
      for (const one of some) {
        if (isFull(walked)) return;
        await walk(one, walked);
      }
    }
  } catch {
    // The others are read all the same.
    walked.unread.push(path);
  }
};
const json = async ({ file }) => { try { return JSON.parse(await file.text()); } catch { return undefined; } };
const isMessage = (one) => typeof one?.type === "string" && typeof one.ts === "string" && /^\d+\.\d+$/.test(one.ts);
// Takes what Slack exports have, each from its root: the days of its channels with its lists. All else stays as it is, also what
// is damaged, so that it is opened by itself and refused with its reason.
const withSlack = async (found) => {
  const days = found.filter(({ path }) => /^\d{4}-\d\d-\d\d\.json$/.test(nameOf(path)));
  const at = new Map(found.map((one) => [one.path, one]));
  const those = (root, names) => names.map((name) => at.get(root + name)).filter(Boolean);
  const used = new Set();
  const exports = new Map();
  days.sort((a, b) => a.path < b.path ? -1 : 1);
  for (const day of days) {
    const messages = await json(day);
    // Days that were opened one by one lie beside the lists; those of one channel alone have none, and their messages tell.
    const folder = folderOf(day.path);
    const flat = those(folder, slackPeople).length > 0;
    const root = flat ? folder : folderOf(folder.slice(0, -1));
    const listed = those(root, slackPeople).length > 0 && those(root, slackChannels).length > 0;
    if (!Array.isArray(messages) || !(messages.some(isMessage) || (listed && messages.length === 0))) continue;
    used.add(day);
    const channel = flat || !folder ? undefined : nameOf(folder.slice(0, -1));
    const line = (message) => JSON.stringify(message?.constructor === Object ? { channel, ...message } : message);
    if (!exports.has(root)) exports.set(root, []);
    exports.get(root).push(messages.map((message) => `${line(message)}\n`).join(""));
  }
  const taken = [];
  const left = [];
  for (const [root, parts] of exports) {
    const lists = async (names) => {
      const all = [];
      for (const one of those(root, names)) {
        const list = await json(one);
        if (!Array.isArray(list)) continue;
        used.add(one);
        all.push(...list);
      }
      return all;
    };
    const top = { slack_users: await lists(slackPeople), slack_channels: await lists(slackChannels) };
    for (const one of those(root, slackOthers)) {
      used.add(one);
      left.push(one.path);
    }
    const name = root ? `${root.slice(0, -1).replaceAll("/", " › ")} › Slack messages` : "Slack messages";
    taken.push({ file: new File([`${JSON.stringify(top)}\n`, ...parts], name), path: name });
  }
  taken.push(...found.filter((one) => !used.has(one)));
  return { taken, left };
};

// The program of this version, by the service worker (sw.js). One of another version is offered once it is there as a
// whole, and takes over when the page asks for it.
const offline = self.places.offline;
if (offline && isSecureContext && navigator.serviceWorker) {
  const workers = navigator.serviceWorker;
  let asked = false;
  let controlled = Boolean(workers.controller);
  workers.addEventListener("controllerchange", () => {
    if (asked) location.reload();
    else if (controlled) tell("elsewhere");
    controlled = true;
  });
  try {
    // What a person does first comes before what is for later.
    await new Promise((idle) => (self.requestIdleCallback ?? setTimeout)(idle));
    const registration = await workers.register(offline, { updateViaCache: "none" });
    const look = () => {
      if (registration.waiting && registration.active) tell("newer");
      else if (registration.active) tell("ready");
    };
    const follow = (worker) => worker?.addEventListener("statechange", look);
    follow(registration.installing);
    registration.addEventListener("updatefound", () => follow(registration.installing));
    addEventListener("take-newer", () => {
      asked = true;
      if (registration.waiting) registration.waiting.postMessage("take over");
      else location.reload();
    });
    look();
    // What this version does not need may go once it runs.
    registration.active?.postMessage("runs");
    // A tab stays open for days.
    const search = () => { if (!document.hidden && navigator.onLine) registration.update().catch(() => {}); };
    setInterval(search, 3_600_000);
    document.addEventListener("visibilitychange", search);
  } catch {
    // Where the browser refuses, the page goes on with the network.
  }
}

// Files that the system opens with the installed app.
self.launchQueue?.setConsumer(async ({ files }) => {
  const opened = await Promise.all([...files].map((file) => file.getFile()));
  if (opened.length > 0) tell("files", { files: opened });
});

// Room on this device, said once, while there is still enough to save a file.
const storage = navigator.storage;
if (storage?.estimate) {
  let said = false;
  const measure = async () => {
    const { usage, quota } = await storage.estimate();
    if (said || !quota || (usage < 0.8 * quota && quota - usage > 50_000_000)) return;
    said = true;
    tell("full", { percent: Math.round(100 * usage / quota) });
  };
  const search = () => measure().catch(() => {});
  search();
  setInterval(search, 60_000);
  // Chromium decides by itself whether what is kept may go when room is short; others would ask a person.
  if (navigator.userAgentData) storage.persist?.().catch(() => {});
}

// Firefox and Safari refuse their private windows this folder, and forget all else with the window. Where the data base is refused
// too, the engine says that nothing is kept; Chromium refuses files their folder, and forgets nothing of them.
const isPrivate = async () => {
  await indexedDB.databases();
  await storage.getDirectory().catch(() => tell("private"));
};
if (storage?.getDirectory && location.protocol !== "file:") isPrivate().catch(() => {});
