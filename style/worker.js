// Runs a program. The first message is [its place, the places of programs that it may start itself, the catalogue of the language],
// as boot.js has them; what comes before the program listens is kept for it.
self.onmessage = async ({ data: [{ glue, module }, places, catalogue] }) => {
  Object.assign(self, { places, catalogue });
  const early = [];
  self.onmessage = (event) => early.push(event);
  try {
    const program = self.glue ?? await import(glue);
    // Its exports are of use to the benchmark, which asks how large its memory is.
    self.program = await program.default({ module_or_path: self.unpacked?.(module) ?? module });
    for (const event of early) self.onmessage(event);
  } catch (error) {
    // An error thrown from a timer reaches the page as the worker's error event.
    setTimeout(() => { throw error; });
  }
};
