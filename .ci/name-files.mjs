// Called by Trunk once everything is built (or by hand with the folder): Trunk names a worker's files and those that it only
// copies without a hash, so a browser might pair the page of one release with the cached engine of another. This puts the
// hash into their names and into index.html, then writes the list of all files, with their hashes, into the service worker.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.TRUNK_STAGING_DIR ?? process.argv[2];
const read = (name) => readFileSync(join(folder, name));
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256'));

let page = read('index.html').toString();
const named = (names, hash) => {
  for (const name of names) {
    const own = name.replace(/(_bg)?\.(js|wasm|json)$/, `-${hash}$&`);
    if (!page.includes(name)) throw new Error(`index.html does not name ${name}`);
    renameSync(join(folder, name), join(folder, own));
    page = page.replaceAll(name, own);
  }
};
const short = (...names) => sha256(...names.map(read)).digest('hex').slice(0, 16);
for (const program of ['engine', 'keeper', 'unpack', 'whole']) {
  const names = [`${program}.js`, `${program}_bg.wasm`];
  named(names, short(...names));
}
for (const script of ['boot.js', 'worker.js', 'feeder.js', 'device.js', 'de.json']) named([script], short(script));
writeFileSync(join(folder, 'index.html'), page);

const files = Object.fromEntries(readdirSync(folder).filter((name) => name !== 'sw.js').sort()
  .map((name) => [name, `sha256-${sha256(read(name)).digest('base64')}`]));
const list = JSON.stringify(files, null, 2);
const version = sha256(list).digest('hex').slice(0, 16);
const worker = read('sw.js').toString();
const filled = worker.replace('const VERSION = "";', `const VERSION = "${version}";`).replace('const FILES = {};', `const FILES = ${list};`);
if (!filled.includes(version) || !filled.includes('"index.html"')) throw new Error('sw.js has no place for the list of files');
writeFileSync(join(folder, 'sw.js'), filled);
