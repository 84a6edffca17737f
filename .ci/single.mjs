// Makes one file of the release build in dist/: dist-single/floodmark.html runs by double click, from a USB stick too.
//
// Chromium lets a page from a file neither fetch nor import anything, and a worker of such a page neither import nor start
// anything. So everything is in the page: styles and scripts by their hashes in its policy, which allows no connection at
// all, and programs packed with xz (a quarter less than gzip; `xz-decompress` opens it, as no browser does). The page is said to be in
// windows-1252, where each byte is a letter: packed bytes stand in it as they are (base64 would add a third), and all else is ASCII.
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
const script = (name) => inScript(read(only(new RegExp(`^${name}-[0-9a-f]+\\.js$`))));
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
/** What the parser of a page reads as something else (NUL, CR, <), and what says that one of these follows. */
const HELD = [0x00, 0x0d, 0x3c], NEXT = 0x3d;
/** Bytes that may stand in a script of a page whose encoding gives each byte a letter of its own. */
const bytes8 = (bytes) => {
  const held = bytes.reduce((n, byte) => n + (byte === NEXT || HELD.includes(byte)), 0);
  const out = Buffer.alloc(bytes.length + held);
  let at = 0;
  for (const byte of bytes) {
    if (byte === NEXT || HELD.includes(byte)) {
      out[at++] = NEXT;
      out[at++] = byte ^ 0x40;
    } else {
      out[at++] = byte;
    }
  }
  // A letter for a byte, as the file is written in the end.
  return out.toString('latin1');
};
/** Text that means the same in any encoding that has ASCII: letters beyond it are escaped as its language does. */
const ascii = (text, escape) => text.replace(/[^\0-\x7f]/g, (letter) => escape(letter.charCodeAt(0)));
const inScript = (text) => ascii(text, (code) => `\\u${code.toString(16).padStart(4, '0')}`);
const inStyle = (text) => ascii(text, (code) => `\\${code.toString(16)} `);
const inPage = (text) => ascii(text, (code) => `&#${code};`);
/** The glue of wasm-bindgen as a script that leaves what it exports in `self.glue`. */
const glue = (name) => {
  const text = script(name).replace(/^export (class|function) /gm, '$1 ').replaceAll('import.meta.url', '""');
  const inner = text.replace(/^export \{ initSync, __wbg_init as default \};$/m, 'return { default: __wbg_init };');
  if (/^\s*(export|import)\b/m.test(inner) || !inner.includes('return { default')) throw new Error(`the glue of ${name} is not as wasm-bindgen wrote it when this was made`);
  return `self.glue = (() => {\n${inner}\n})();\n`;
};

const page = inPage(read('index.html'));
const styles = [...page.matchAll(/<link\b[^>]*>/g)].map(([link]) => link).filter((link) => /rel="?stylesheet/.test(link))
  .map((link) => inStyle(read(/href="?(?:\.\/)?([^" >]+)/.exec(link)[1]))).join('\n');
// The address of the page is that of the file, not of its folder.
const body = /<body>([\s\S]*)<\/body>/.exec(page)?.[1].replace(/href="?\.\/"?(?=[\s>])/, 'href=""');
const description = /<meta\b[^>]*name="?description"?[^>]*>/.exec(page)?.[0];
if (!styles || !body?.includes('href=""') || !description) throw new Error('dist/index.html is not as expected');

const unpacker = `${inScript(readFileSync(createRequire(join(root, 'tests/e2e/package.json')).resolve('xz-decompress/dist/package/xz-decompress.min.js'), 'utf8'))}
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
// What a visit begins with comes first in each: whoever speaks German reads on in the one, whoever opens a packed file in the
// other, whose two programs have much in common.
const [shown, working] = [
  together([module('whole'), only(/^de-[0-9a-f]+\.json$/)]), together([module('engine'), module('unpack')]),
];
const [[whole, german], [engine, unpack]] = [shown.parts, working.parts];
const places = `{
  const text = (id) => document.getElementById(id).textContent;
  const blobs = {};
  // The byte that each letter of the page's encoding is.
  const byteOf = new Uint8Array(0x2200);
  [...new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 256 }, (_, n) => n))].forEach((letter, n) => { byteOf[letter.charCodeAt(0)] = n; });
  const blob = (id) => {
    const packed = text(id), bytes = new Uint8Array(packed.length);
    let at = 0;
    for (let n = 0; n < packed.length; n += 1) {
      const byte = byteOf[packed.charCodeAt(n)];
      bytes[at++] = byte === ${NEXT} ? byteOf[packed.charCodeAt(n += 1)] ^ 0x40 : byte;
    }
    return new Blob([bytes.subarray(0, at)]);
  };
  const module = (id, part) => ({ packed: blobs[id] ??= blob(id), part });
  const made = {};
  const program = (name, id, part) => made[name] ??= {
    worker: URL.createObjectURL(new Blob([text("unpacker"), text(name + "-glue"), text("worker")], { type: "text/javascript" })),
    module: module(id, part),
  };
  self.places = {
    page: { module: module("packed-page", [${whole}]) },
    catalogues: { get de() { return module("packed-page", [${german}]); } },
    get engine() { return program("engine", "packed-work", [${engine}]); },
    get unpack() { return program("unpack", "packed-work", [${unpack}]); },
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
  '<!doctype html>\n<html lang="en" data-one-file><head><meta charset="windows-1252"><title>Floodmark</title>',
  '<!-- Nothing may be loaded or sent at all: everything is in this file. -->',
  `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
  '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">',
  description,
  `<link rel="icon" href="data:image/svg+xml;base64,${readFileSync(join(dist, 'icon.svg')).toString('base64')}">`,
  `<style>${styles}</style></head><body>${body}`,
  data('worker', script('worker')),
  data('packed-page', bytes8(shown.packed)), data('packed-work', bytes8(working.packed)),
  data('engine-glue', glue('engine')), data('unpack-glue', glue('unpack')),
  element(unpacker, ' id="unpacker"'), element(places), element(runs[2]), element(starts, ' type="module"'),
  '</body></html>\n',
].join('\n');

mkdirSync(out, { recursive: true });
if (/[^\0-\xff]/.test(html)) throw new Error('a letter of the page is no byte');
const file = Buffer.from(html, 'latin1');
writeFileSync(join(out, 'floodmark.html'), file);
const size = file.length;
console.log(`dist-single/floodmark.html: ${size} bytes of at most ${LIMIT}, SHA-256 ${createHash('sha256').update(file).digest('hex')}`);
if (size >= LIMIT) throw new Error('the build of one file has grown over its limit');
