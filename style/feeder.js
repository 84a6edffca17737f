// Reads a file in slices for the engine, ahead of it: a thread that takes a slice apart cannot read the next meanwhile.
// The first message is { file, slice, ahead }; each further one gives a slice's buffer back and asks for one more. The same few
// buffers go back and forth: reading into them is several times as fast as having a new one made for each slice.
// An empty slice is the end, a null says that reading failed.
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
  let last = Promise.resolve();
  const next = (buffer) => {
    last = last.then(() => fill(buffer)).then((bytes) => self.postMessage(bytes, [bytes.buffer])).catch(() => self.postMessage(null));
  };
  self.onmessage = ({ data }) => next(data);
  for (let n = 0; n < ahead; n += 1) next(new ArrayBuffer(slice));
};
