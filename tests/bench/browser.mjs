// Browser benchmark: opens a large Timesketch JSONL or CSV in a release build, reports how long it takes, what searching,
// filtering and scrolling cost, and whether the page stays responsive; and reads the same file in the same run with plain
// JavaScript in a worker of its own: a bare loop of JSON.parse over the lines that keeps nothing, or PapaParse. All clocks
// are the page's own: from the file's arrival in it. Figures, not assertions: the machine is noisy. Run through `make bench`.
// A person needs some seconds from the first look at the page to the choice of a file, and the engine gets ready meanwhile:
// PERSON says how many milliseconds the pointer has been on the page when the file arrives (5000 where it is not set).
//   [PERSON=MS] node tests/bench/browser.mjs [EVENTS] [jsonl|csv] [RUNS]
import { execFileSync, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { chromium } = createRequire(join(root, 'tests/e2e/package.json'))('@playwright/test');
const events = Number(process.argv[2] ?? 100_000);
const kind = process.argv[3] ?? 'jsonl';
const runsWanted = Number(process.argv[4] ?? 3);
const person = Number(process.env.PERSON ?? 5000);
const generator = join(root, '../shared/data/gen_timeline.py');
if (!existsSync(generator)) {
  console.log(`skipped: ${generator} is not here`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'floodmark-bench-'));
const file = join(folder, `tl.${kind}`);
const port = 4199;
const server = spawn('node', [join(root, 'tests/e2e/serve.mjs')], { env: { ...process.env, PORT: String(port) }, stdio: 'ignore' });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
/** Reads the file in a worker of plain JavaScript; milliseconds. */
async function peer() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route('**/peer.html', (route) => route.fulfill({ contentType: 'text/html', body: '<input type="file">' }));
  await page.goto(`http://127.0.0.1:${port}/peer.html`);
  await page.locator('input').setInputFiles(file);
  const papa = kind === 'csv' ? readFileSync(createRequire(join(root, 'tests/e2e/package.json')).resolve('papaparse/papaparse.min.js'), 'utf8') : '';
  const took = await page.evaluate(async ({ papa, csv }) => {
    const jsonl = `onmessage = async ({ data: file }) => {
      const start = performance.now();
      const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
      let rest = '', rows = 0;
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        const lines = (rest + value).split('\\n');
        rest = lines.pop();
        for (const line of lines) if (line) { JSON.parse(line); rows += 1; }
      }
      if (rest) { JSON.parse(rest); rows += 1; }
      postMessage([performance.now() - start, rows]);
    };`;
    const table = `${papa};onmessage = ({ data: file }) => {
      const start = performance.now();
      let rows = 0;
      Papa.parse(file, { header: true, chunk: (part) => { rows += part.data.length; }, complete: () => postMessage([performance.now() - start, rows]) });
    };`;
    const worker = new Worker(URL.createObjectURL(new Blob([csv ? table : jsonl])));
    return new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.postMessage(document.querySelector('input').files[0]);
    });
  }, { papa, csv: kind === 'csv' });
  await context.close();
  return Math.round(took[0]);
}
/** Listens in the page: when a file came, which texts stand when, long tasks, and the script time of each frame. */
function listen() {
  globalThis.longTasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.longTasks.push([Math.round(entry.startTime), Math.round(entry.duration)]);
  }).observe({ type: 'longtask', buffered: true });
  // The page's input stands in no document: the file has come when the page first looks at it.
  const files = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'files');
  Object.defineProperty(HTMLInputElement.prototype, 'files', {
    ...files,
    get() {
      const list = files.get.call(this);
      if (list?.length) globalThis.came ??= performance.now();
      return list;
    },
  });
  /** Milliseconds from `from` until `test` holds, looked at whenever the page has changed. */
  globalThis.until = (from, test) => new Promise((resolve) => {
    const look = () => {
      if (!test()) return false;
      observer.disconnect();
      resolve(performance.now() - from);
      return true;
    };
    const observer = new MutationObserver(look);
    if (!look()) observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });
}

/** The bytes of the wasm memory of each worker, largest first; the engine's is the first. */
async function memories(page) {
  const all = [];
  // A worker that has ended meanwhile would never answer.
  const late = () => new Promise((resolve) => setTimeout(resolve, 2_000, 0));
  for (const worker of page.workers()) {
    const size = worker.evaluate(() => globalThis.program?.memory.buffer.byteLength ?? 0).catch(() => 0);
    all.push(await Promise.race([size, late()]));
  }
  return all.sort((a, b) => b - a);
}

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];

/** One run over the page; figures in milliseconds. */
async function run() {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(listen);
  // Somebody always listens, so that Playwright need not switch its interception on at the very moment of the press.
  page.on('filechooser', () => {});
  const loading = Date.now();
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.getByRole('button', { name: /Open files/ }).first().waitFor();
  const ready = Date.now() - loading;
  const count = events.toLocaleString('en-GB');
  await page.evaluate((count) => {
    globalThis.longTasks.length = 0;
    const row = () => document.querySelectorAll('[role=grid] [role=row]').length > 5;
    // Not innerText, which would lay the page out and be told as a task of the page's own.
    const told = () => document.body.textContent.replaceAll(',', '').includes(`${count.replaceAll(',', '')} rows`);
    globalThis.imported = globalThis.until(0, told).then((at) => at - globalThis.came);
    globalThis.rows = globalThis.until(0, row).then((at) => at - globalThis.came);
  }, count);
  // The pointer comes, the button is pressed, a file is looked for in the picker.
  await page.mouse.move(800, 450);
  await page.waitForTimeout(Math.max(0, person - 1000));
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: /Open files/ }).first().click()]);
  await page.waitForTimeout(Math.min(1000, person));
  await chooser.setFiles(file);
  const result = { ready };
  result.rows = Math.round(await page.evaluate(() => globalThis.rows));
  result.imported = Math.round(await page.evaluate(() => globalThis.imported));
  const tasks = await page.evaluate(() => globalThis.longTasks.filter(([start]) => start >= globalThis.came).map(([, took]) => took));
  Object.assign(result, { longest: Math.max(0, ...tasks), over50: tasks.filter((took) => took > 50).length });
  // Hashed, kept, and all texts read.
  result.kept = Math.round(await page.evaluate(() => globalThis.until(globalThis.came, () => /Saved on/.test(document.body.textContent))));
  await page.waitForTimeout(4000);
  // Searches: from the last key until the list counts what was found.
  const searches = [];
  for (const word of ['svchost', 'wmiprvse', 'logged', 'zzzz']) {
    await page.getByRole('searchbox', { name: 'Search events' }).fill('');
    await page.waitForTimeout(600);
    searches.push(await page.evaluate((word) => {
      const box = document.querySelector('input[type=search]');
      const list = () => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount');
      const before = list();
      const from = performance.now();
      box.value = word;
      box.dispatchEvent(new Event('input', { bubbles: true }));
      return globalThis.until(from, () => list() !== before);
    }, word));
  }
  result.search = Math.round(median(searches));
  await page.getByRole('searchbox', { name: 'Search events' }).fill('');
  await page.waitForTimeout(600);
  // A filter on and off again: from the press until the list counts, and until the histogram is drawn anew.
  const filters = [];
  const histograms = [];
  for (let n = 0; n < 4; n += 1) {
    const [list, bars] = await page.evaluate(() => {
      const button = [...document.querySelectorAll('.filters button')].find((b) => b.textContent.trim() === 'Starred');
      const rows = () => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount');
      const drawn = () => document.querySelector('.histogram-bars')?.innerHTML.length;
      const [counted, shape] = [rows(), drawn()];
      const from = performance.now();
      button.click();
      return Promise.all([globalThis.until(from, () => rows() !== counted), globalThis.until(from, () => drawn() !== shape)]);
    });
    filters.push(list);
    histograms.push(bars);
    await page.waitForTimeout(400);
  }
  result.filter = Math.round(Math.max(...filters));
  result.histogram = Math.round(Math.max(...histograms));
  // Scrolling: the script of each frame while the list runs by a screen a frame, with jumps between.
  const client = await context.newCDPSession(page);
  await client.send('Performance.enable');
  const script = async () => (await client.send('Performance.getMetrics')).metrics.find((m) => m.name === 'ScriptDuration').value * 1000;
  const frames = [];
  for (let n = 0; n < 120; n += 1) {
    const before = await script();
    await page.evaluate((n) => new Promise((resolve) => {
      const list = document.querySelector('[role=grid]');
      const scroller = [list, ...list.querySelectorAll('*')].find((e) => e.scrollHeight > e.clientHeight + 100) ?? list.parentElement;
      scroller.scrollTop = n % 20 === 19 ? scroller.scrollHeight * ((n * 37) % 100) / 100 : scroller.scrollTop + scroller.clientHeight;
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    }), n);
    frames.push((await script() - before) / 2);
  }
  frames.sort((a, b) => a - b);
  result.frame95 = Math.round(frames[Math.floor(frames.length * 0.95)] * 10) / 10;
  result.memory = Math.round(((await memories(page))[0] ?? 0) / 1e6);
  if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT });
  // Cancel: a second file on the way in, and the button that stops it.
  const [again] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Control+o')]);
  await again.setFiles(file);
  // As soon as the button is there: the program is warm now, and soon through.
  result.cancel = Math.round(await page.evaluate(async () => {
    const find = () => [...document.querySelectorAll('button')].find((b) => b.textContent.trim() === 'Cancel');
    // A small file is through before anybody could cancel it.
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    await Promise.race([globalThis.until(0, find), wait(2000)]);
    if (!find()) return NaN;
    const from = performance.now();
    find().click();
    return Promise.race([globalThis.until(from, () => /cancelled/i.test(document.body.textContent)), wait(5000).then(() => NaN)]);
  }));
  await context.close();
  result.peer = await peer();
  return result;
}

// What never comes about is said rather than waited for.
const late = setTimeout(() => { console.error('no end after ten minutes'); browser.close().finally(() => process.exit(1)); }, 600_000);
try {
  execFileSync('python3', [generator, '-n', String(events), '-o', join(folder, 'tl'), '--format', kind], { stdio: 'ignore' });
  const runs = [];
  for (let n = 0; n < runsWanted; n += 1) runs.push(await run());
  console.log(`${events} events, ${(statSync(file).size / 1e6).toFixed(1)} MB of Timesketch ${kind.toUpperCase()}, ${person} ms from the pointer to the file, Chromium ${browser.version()}`);
  const peerName = kind === 'csv' ? 'PapaParse' : 'JSON.parse over the lines';
  for (const [name, what] of Object.entries({
    ready: 'page ready, ms',
    rows: 'file there → first rows, ms',
    imported: 'file there → all rows, told, ms',
    peer: `${peerName} in a worker, ms`,
    kept: 'file there → hashed and kept, ms',
    longest: 'longest main-thread task meanwhile, ms',
    over50: 'main-thread tasks over 50 ms',
    search: 'a word in all messages, ms',
    filter: 'a filter on and off, slowest of four, ms',
    histogram: 'the histogram of it, slowest of four, ms',
    frame95: 'script a frame while scrolling, 95 %, ms',
    cancel: 'cancel → told, ms',
    memory: 'memory of the engine, MB',
  })) {
    console.log(`${what.padEnd(42)} ${runs.map((r) => String(r[name]).padStart(7)).join('')}`);
  }
  console.log(`${peerName} ÷ Floodmark: ${(median(runs.map((r) => r.peer)) / median(runs.map((r) => r.imported))).toFixed(2)}`);
} finally {
  clearTimeout(late);
  await browser.close();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
