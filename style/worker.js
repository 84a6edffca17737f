// Runs the engine. The first message is [address of the app's glue, its compiled module]; what comes before the
// engine listens is kept for it.
self.onmessage = async ({ data: [glue, module] }) => {
  const early = [];
  self.onmessage = (event) => early.push(event);
  try {
    const app = await import(glue);
    await app.default({ module_or_path: module });
    app.worker_entry();
    for (const event of early) self.onmessage(event);
  } catch (error) {
    // An error thrown from a timer reaches the page as the worker's error event.
    setTimeout(() => { throw error; });
  }
};
