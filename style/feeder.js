// Reads a file in slices for the engine, ahead of it: a thread that takes a slice apart cannot read the next meanwhile.
// The first message is { file, slice, ahead }; each further one gives a slice's buffer back and asks for one more. The same few
// buffers go back and forth: reading into them is several times as fast as having a new one made for each slice.
// An empty slice is the end, a null says that reading failed. A message may be a port to a second reader: every other slice
// goes there from then on, as { at, bytes }, and its length here; buffers come back from there too.
self.onmessage = ({ data: { file, slice, ahead } }) => {
  const stream = file.stream();
  let reader;
  let own = true;
  try {
    reader = stream.getReader({ mode: 'byob' });
  } catch {
    // This browser makes the buffers itself.
    reader = stream.getReader();
    own = false;
  }
  const fill = async (buffer) => {
    if (!own) return (await reader.read()).value ?? new Uint8Array(0);
    let length = 0;
    while (length < slice) {
      const { value, done } = await reader.read(new Uint8Array(buffer, length));
      buffer = value?.buffer ?? new ArrayBuffer(0);
      if (done) break;
      length += value.length;
    }
    return new Uint8Array(buffer, 0, length);
  };
  let at = 0;
  let second;
  let turn = false;
  const give = (bytes) => {
    const [from, length] = [at, bytes.length];
    at += length;
    turn = !turn && Boolean(second) && length > 0;
    if (turn) {
      second.postMessage({ at: from, bytes }, [bytes.buffer]);
      self.postMessage(length);
    } else {
      self.postMessage(bytes, [bytes.buffer]);
    }
  };
  let last = Promise.resolve();
  const next = (buffer) => {
    last = last.then(() => fill(buffer)).then(give).catch(() => self.postMessage(null));
  };
  const start = () => {
    for (let n = 0; n < ahead; n += 1) next(new ArrayBuffer(slice));
  };
  self.onmessage = ({ data }) => {
    if (!(data instanceof MessagePort)) {
      next(data);
    } else if (own) {
      // A browser that makes the buffers itself hands out slices too small to share.
      second = data;
      second.onmessage = ({ data }) => next(data);
      start();
    }
  };
  start();
};
