// A static server for dist/ (or ROOT): what `make run` serves and what the browser jobs talk to. Loopback only.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { extname, join, normalize } from 'node:path';

const root = process.env.ROOT ?? fileURLToPath(new URL('../../dist/', import.meta.url));
const port = Number(process.env.PORT ?? 8080);
const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.json': 'application/json', '.webmanifest': 'application/manifest+json',
};

const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
  const file = join(root, path.endsWith('/') ? `${path}index.html` : path);
  try {
    if (!file.startsWith(root)) throw new Error('outside');
    const body = await readFile(file);
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-store' });
    response.end(body);
  } catch {
    response.writeHead(404, { 'content-type': 'text/plain' });
    response.end('not found');
  }
});
server.on('error', (error) => {
  console.error(error.code === 'EADDRINUSE' ? `port ${port} is in use; choose another: PORT=8090 make run` : error.message);
  process.exit(1);
});
server.listen(port, '127.0.0.1', () => console.log(`Floodmark is at http://127.0.0.1:${port}/ (stop with Ctrl+C)`));
