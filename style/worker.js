// Runs the engine. The first message is [address of the engine's glue, address of its module]; what comes before the
// engine listens is kept for it.
self.onmessage = async ({ data: [glue, module] }) => {
  const early = [];
  self.onmessage = (event) => early.push(event);
  try {
    const engine = await import(glue);
    await engine.default({ module_or_path: module });
    for (const event of early) self.onmessage(event);
  } catch (error) {
    // An error thrown from a timer reaches the page as the worker's error event.
    setTimeout(() => { throw error; });
  }
};
