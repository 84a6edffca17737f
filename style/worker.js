// Runs a program. The first message is [address of its glue, address of its module, the same of programs that it may
// start]; what comes before the program listens is kept for it.
self.onmessage = async ({ data: [glue, module, ...others] }) => {
  self.others = others;
  const early = [];
  self.onmessage = (event) => early.push(event);
  try {
    const program = await import(glue);
    // Its exports are of use to the benchmark, which asks how large its memory is.
    self.program = await program.default({ module_or_path: module });
    for (const event of early) self.onmessage(event);
  } catch (error) {
    // An error thrown from a timer reaches the page as the worker's error event.
    setTimeout(() => { throw error; });
  }
};
