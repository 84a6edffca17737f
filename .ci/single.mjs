// Makes one file of the release build in dist/: dist-single/floodmark.html runs by double click, from a USB stick too.
//
// Chromium lets a page from a file neither fetch nor import anything, and a worker of such a page neither import nor start
// anything. So everything is in the page: styles and scripts by their hashes in its policy, which allows no connection at
// all, and programs packed with xz (a quarter less than gzip; `xz-decompress` opens it, as no browser does), seven bits a character (base64 would add a seventh).
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = process.env.DIST ?? join(root, 'dist');
const out = join(root, 'dist-single');
const LIMIT = 4_000_000;

const read = (name) => readFileSync(join(dist, name), 'utf8');
const files = readdirSync(dist);
const only = (pattern) => {
  const found = files.filter((name) => pattern.test(name));
  if (found.length !== 1) throw new Error(`dist/ holds ${found.length} files like ${pattern}; build it first (make build)`);
  return found[0];
};
const script = (name) => read(only(new RegExp(`^${name}-[0-9a-f]+\\.js$`)));
const module = (name) => only(new RegExp(`^${name}-[0-9a-f]+_bg\\.wasm$`));
const packed = (bytes) =>
  execFileSync('xz', ['--check=crc32', '--lzma2=preset=9e,dict=16MiB,lc=4,pb=0', '--threads=1', '-c'], { input: bytes, maxBuffer: 1 << 26 });
/** Files packed as one, and where each is in it: what they have in common is there once. */
const together = (files) => {
  const contents = files.map((name) => readFileSync(join(dist, name)));
  let end = 0;
  const parts = contents.map((bytes) => [end, end += bytes.length]);
  return { packed: packed(Buffer.concat(contents)), parts };
};
/** Bytes as text, seven bits a character; the three that a script in a page cannot hold as they are become letters beyond ASCII. */
const text7 = (bytes) => {
  const codes = new Uint16Array(Math.ceil(bytes.length * 8 / 7));
  let bits = 0, count = 0, at = 0;
  for (const byte of bytes) {
    bits = (bits << 8 | byte) & 0x7fff;
    count += 8;
    while (count >= 7) codes[at++] = bits >> (count -= 7) & 127;
  }
  if (count > 0) codes[at++] = bits << (7 - count) & 127;
  const held = { 0: 'À', 13: 'Á', 60: 'Â' };
  return Array.from(codes, (code) => held[code] ?? String.fromCharCode(code)).join('');
};
/** The glue of wasm-bindgen as a script that leaves what it exports in `self.glue`. */
const glue = (name) => {
  const text = script(name).replace(/^export (class|function) /gm, '$1 ').replaceAll('import.meta.url', '""');
  const inner = text.replace(/^export \{ initSync, __wbg_init as default \};$/m, 'return { default: __wbg_init };');
  if (/^\s*(export|import)\b/m.test(inner) || !inner.includes('return { default')) throw new Error(`the glue of ${name} is not as wasm-bindgen wrote it when this was made`);
  return `self.glue = (() => {\n${inner}\n})();\n`;
};

const page = read('index.html');
const styles = [...page.matchAll(/<link\b[^>]*>/g)].map(([link]) => link).filter((link) => /rel="?stylesheet/.test(link))
  .map((link) => read(/href="?(?:\.\/)?([^" >]+)/.exec(link)[1])).join('\n');
// The address of the page is that of the file, not of its folder.
const body = /<body>([\s\S]*)<\/body>/.exec(page)?.[1].replace(/href="?\.\/"?(?=[\s>])/, 'href=""');
const description = /<meta\b[^>]*name="?description"?[^>]*>/.exec(page)?.[0];
if (!styles || !body?.includes('href=""') || !description) throw new Error('dist/index.html is not as expected');

const unpacker = `${readFileSync(createRequire(join(root, 'tests/e2e/package.json')).resolve('xz-decompress/dist/package/xz-decompress.min.js'), 'utf8')}
// What is packed as one is read no further than the part that is asked for.
self.unpacked = ({ packed, part: [from, to] }) => {
  let at = 0;
  const part = new TransformStream({
    transform(bytes, out) {
      const begin = Math.max(from - at, 0), end = Math.min(to - at, bytes.length);
      if (begin < end) out.enqueue(bytes.slice(begin, end));
      at += bytes.length;
      if (at >= to) out.terminate();
    },
  });
  const all = new self["xz-decompress"].XzReadableStream(packed.stream());
  return new Response(all.pipeThrough(part), { headers: { "content-type": "application/wasm" } });
};
`;
// The whole page comes first, since a visit begins with it; whoever opens a packed file or speaks German reads on.
const [engine, rest] = [
  together([module('engine')]), together([module('whole'), only(/^de-[0-9a-f]+\.json$/), module('unpack')]),
];
const [whole, german, unpack] = rest.parts;
const places = `{
  const text = (id) => document.getElementById(id).textContent;
  const blobs = {};
  const blob = (id) => {
    const packed = text(id), bytes = new Uint8Array(packed.length * 7 >> 3), held = [0, 13, 60];
    for (let n = 0, at = 0, bits = 0, count = 0; n < packed.length; n += 1) {
      const code = packed.charCodeAt(n);
      bits = (bits << 7 | (code < 128 ? code : held[code - 192])) & 0x7fff;
      count += 7;
      if (count >= 8) bytes[at++] = bits >> (count -= 8) & 255;
    }
    return new Blob([bytes]);
  };
  const module = (id, part) => ({ packed: blobs[id] ??= blob(id), part });
  const made = {};
  const program = (name, id, part) => made[name] ??= {
    worker: URL.createObjectURL(new Blob([text("unpacker"), text(name + "-glue"), text("worker")], { type: "text/javascript" })),
    module: module(id, part),
  };
  self.places = {
    page: { module: module("rest", [${whole}]) },
    catalogues: { get de() { return module("rest", [${german}]); } },
    get engine() { return program("engine", "engine", [${engine.parts[0]}]); },
    get unpack() { return program("unpack", "rest", [${unpack}]); },
  };
}
`;
const starts = `${script('boot')}\n${script('device')}`;

const sha256 = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const runs = [unpacker, places, glue('whole'), starts];
const policy = `default-src 'none'; script-src ${runs.map(sha256).join(' ')} 'wasm-unsafe-eval'; style-src ${sha256(styles)}; img-src data: blob:; worker-src blob:; base-uri 'none'; form-action 'none'`;
const element = (text, attributes = '') => {
  if (/<\/script|<!--/i.test(text)) throw new Error('a script holds what would end it in a page');
  return `<script${attributes}>${text}</script>`;
};
const data = (id, text) => element(text, ` type="text/plain" id="${id}"`);
const html = [
  '<!doctype html>\n<html lang="en" data-one-file><head><meta charset="utf-8"><title>Floodmark</title>',
  '<!-- Nothing may be loaded or sent at all: everything is in this file. -->',
  `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
  '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">',
  description,
  `<link rel="icon" href="data:image/svg+xml;base64,${readFileSync(join(dist, 'icon.svg')).toString('base64')}">`,
  `<style>${styles}</style></head><body>${body}`,
  data('worker', script('worker')),
  data('engine-glue', glue('engine')), data('engine', text7(engine.packed)),
  data('unpack-glue', glue('unpack')), data('rest', text7(rest.packed)),
  element(unpacker, ' id="unpacker"'), element(places), element(runs[2]), element(starts, ' type="module"'),
  '</body></html>\n',
].join('\n');

mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'floodmark.html'), html);
const size = Buffer.byteLength(html);
console.log(`dist-single/floodmark.html: ${size} bytes of at most ${LIMIT}, SHA-256 ${createHash('sha256').update(html).digest('hex')}`);
if (size >= LIMIT) throw new Error('the build of one file has grown over its limit');
