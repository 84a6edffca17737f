// What the device does for the page: keeps the program for use without a network, hands over files that the system opens
// with it, and says when room is short. The page hears of it by `device` events, `{ what, … }` in their detail.
const tell = (what, more) => dispatchEvent(new CustomEvent("device", { detail: { what, ...more } }));

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
