// Reads a file in slices for the engine, ahead of it: a thread that takes a slice apart cannot read the next meanwhile.
// The first message is { file, slice, ahead }; each further one asks for one more slice. A null says that reading failed.
self.onmessage = ({ data: { file, slice, ahead } }) => {
  let at = 0;
  let last = Promise.resolve();
  const next = () => {
    if (at >= file.size) return;
    const read = file.slice(at, at + slice).arrayBuffer();
    at += slice;
    last = last.then(() => read).then((buffer) => self.postMessage(buffer, [buffer])).catch(() => self.postMessage(null));
  };
  self.onmessage = next;
  for (let n = 0; n < ahead; n += 1) next();
};
