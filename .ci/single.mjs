// Makes one file of the release build in dist/: dist-single/floodmark.html runs by double click, from a USB stick too.
//
// Chromium lets a page from a file neither fetch nor import anything, and a worker of such a page neither import nor start
// anything. So everything is in the page: styles and scripts by their hashes in its policy, which allows no connection at
// all, and programs packed with xz (a quarter less than gzip; `xz-decompress` opens it, as no browser does) in base64.
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
const packed = (name) => {
  const file = join(dist, only(new RegExp(`^${name}-[0-9a-f]+_bg\\.wasm$`)));
  return execFileSync('xz', ['--check=crc32', '--lzma2=preset=9e,dict=8MiB,lc=4,pb=0', '--threads=1', '-c', file], { maxBuffer: 1 << 26 }).toString('base64');
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
self.unpacked = (packed) =>
  new Response(new self["xz-decompress"].XzReadableStream(packed.stream()), { headers: { "content-type": "application/wasm" } });
`;
const places = `{
  const text = (id) => document.getElementById(id).textContent;
  const module = (id) => new Blob([Uint8Array.fromBase64?.(text(id)) ?? Uint8Array.from(atob(text(id)), (c) => c.charCodeAt(0))]);
  const made = {};
  const program = (name) => made[name] ??= {
    worker: URL.createObjectURL(new Blob([text("unpacker"), text(name + "-glue"), text("worker")], { type: "text/javascript" })),
    module: module(name),
  };
  self.places = {
    page: { module: module("page") },
    get engine() { return program("engine"); },
    get unpack() { return program("unpack"); },
  };
}
`;
const starts = `${script('boot')}\n${script('device')}`;

const sha256 = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const runs = [unpacker, places, glue('floodmark'), starts];
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
  data('engine-glue', glue('engine')), data('engine', packed('engine')),
  data('unpack-glue', glue('unpack')), data('unpack', packed('unpack')),
  data('page', packed('floodmark')),
  element(unpacker, ' id="unpacker"'), element(places), element(runs[2]), element(starts, ' type="module"'),
  '</body></html>\n',
].join('\n');

mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'floodmark.html'), html);
const size = Buffer.byteLength(html);
console.log(`dist-single/floodmark.html: ${size} bytes of at most ${LIMIT}, SHA-256 ${createHash('sha256').update(html).digest('hex')}`);
if (size >= LIMIT) throw new Error('the build of one file has grown over its limit');
