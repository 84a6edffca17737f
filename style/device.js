// What the device does for the page: keeps the program for use without a network, hands over files that the system opens
// with it, finds those in folders, and says when room is short. The page hears of it by `device` events, `{ what, … }` in their detail.
const tell = (what, more) => dispatchEvent(new CustomEvent("device", { detail: { what, ...more } }));

// The files of a drop or a choice where they are not read as they came: those of folders, and a Slack export that was unpacked,
// which becomes the one file that is made of its ZIP (src/container/slack.rs). A promise of files; nothing where all stays.
const folderOf = (path) => path.slice(0, path.lastIndexOf("/") + 1);
const nameOf = (path) => path.slice(path.lastIndexOf("/") + 1);
const slackPeople = ["users.json", "org_users.json"];
const slackChannels = ["channels.json", "groups.json", "mpims.json", "dms.json"];
// As many as a ZIP may hold; no folder with more of them is walked to its end.
const mostFound = 20_000;
self.gather = (from) => {
  const entries = [...(from.items ?? [])].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const files = [...(from.files ?? from)];
  const folders = entries.some((entry) => entry.isDirectory);
  if (!folders && !files.some((file) => slackPeople.includes(file.name))) return;
  return (async () => {
    const found = [];
    if (folders) for (const entry of entries) await walk(entry, found);
    else for (const file of files) found.push({ file, path: file.webkitRelativePath || file.name });
    if (found.length > mostFound) return found.map(({ file }) => file);
    const left = await withoutSlack(found);
    // Of two files of one name, each says where it was.
    const twice = ({ file }) => left.filter((other) => other.file.name === file.name).length > 1;
    return left.map((one) => twice(one) ? new File([one.file], one.path.replaceAll("/", " › ")) : one.file);
  })();
};
const walk = async (entry, found) => {
  // What systems and programs keep for themselves is nobody's export.
  if (found.length > mostFound || entry.name.startsWith(".") || entry.name === "Thumbs.db") return;
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    found.push({ file, path: entry.fullPath.slice(1) });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    // A browser gives a hundred at a time.
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (some.length === 0) return;
    for (const one of some) await walk(one, found);
  }
};
const withoutSlack = async (found) => {
  const days = found.filter(({ path }) => /^\d{4}-\d\d-\d\d\.json$/.test(nameOf(path)));
  if (days.length === 0) return found;
  const json = async ({ file }) => { try { return JSON.parse(await file.text()); } catch { return undefined; } };
  const people = found.find(({ path }) => slackPeople.includes(nameOf(path)));
  // Of one channel alone there is no list; its messages tell what they are.
  const first = people ? undefined : (await json(days[0]))?.[0];
  if (!people && !(first?.ts && first.type)) return found;
  const root = people && folderOf(people.path);
  const lists = async (names) => {
    const here = found.filter(({ path }) => root !== undefined && folderOf(path) === root && names.includes(nameOf(path)));
    return (await Promise.all(here.map(json))).flatMap((list) => list ?? []);
  };
  const top = { slack_users: await lists(slackPeople), slack_channels: await lists(slackChannels) };
  const parts = [`${JSON.stringify(top)}\n`];
  const left = [];
  days.sort((a, b) => a.path < b.path ? -1 : 1);
  for (const day of days) {
    const messages = await json(day);
    // One that is damaged is opened by itself, and refused with its reason.
    if (!Array.isArray(messages)) { left.push(day); continue; }
    const folder = folderOf(day.path);
    const channel = folder && folder !== root ? nameOf(folder.slice(0, -1)) : undefined;
    const line = (message) => JSON.stringify(message?.constructor === Object ? { channel, ...message } : message);
    parts.push(messages.map((message) => `${line(message)}\n`).join(""));
  }
  // Lists of other things lie beside the channels; what was dropped beside the export is opened too.
  const ofExport = ({ path }) => root ? path.startsWith(root) : folderOf(path) === "" && [...slackPeople, ...slackChannels].includes(path);
  left.push(...found.filter((one) => !days.includes(one) && !ofExport(one)));
  const name = root ? `${root.slice(0, -1).replaceAll("/", " › ")} › Slack messages` : "Slack messages";
  return [{ file: new File(parts, name), path: name }, ...left];
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
