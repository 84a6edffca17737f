// Browser benchmark: opens a large Timesketch JSONL and CSV in a release build, reports how long it takes and whether the
// page stays responsive, and reads the same files in the same run with plain JavaScript in a worker of its own: a bare
// loop of JSON.parse over the lines that keeps nothing, and PapaParse. Figures, not assertions: the machine is noisy. Run
// through `make bench`.
//   node tests/bench/browser.mjs [EVENTS] [jsonl|csv]
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
try {
  execFileSync('python3', [generator, '-n', String(events), '-o', join(folder, 'tl'), '--format', kind], { stdio: 'ignore' });
  const runs = [];
  for (let run = 0; run < 3; run += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(() => {
      globalThis.longTasks = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) globalThis.longTasks.push(Math.round(entry.duration));
      }).observe({ type: 'longtask', buffered: true });
    });
    const loading = Date.now();
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.getByRole('button', { name: /Open files/ }).first().waitFor();
    const ready = Date.now() - loading;
    await page.evaluate(() => { globalThis.longTasks.length = 0; });

    const start = Date.now();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: /Open files/ }).first().click()]);
    await chooser.setFiles(file);
    await page.getByText(new RegExp(`${events.toLocaleString('en-GB').replace(',', '.?')}|refused`)).first().waitFor({ timeout: 120_000 }).catch(() => {});
    const imported = Date.now() - start;
    await page.goto(`http://127.0.0.1:${port}/#/timeline`);
    const opening = Date.now();
    await page.getByRole('row').nth(5).waitFor({ timeout: 60_000 });
    const firstScreen = Date.now() - opening;
    const longTasks = await page.evaluate(() => globalThis.longTasks);
    runs.push({ ready, imported, firstScreen, longest: Math.max(0, ...longTasks), over50: longTasks.length });
    await context.close();
    runs.at(-1).peer = await peer();
  }
  console.log(`${events} events, ${(statSync(file).size / 1e6).toFixed(1)} MB of Timesketch ${kind.toUpperCase()}, Chromium ${browser.version()}`);
  for (const [name, what] of Object.entries({
    ready: 'page ready, ms',
    imported: 'file chosen → imported, ms',
    firstScreen: 'timeline opened → first rows, ms',
    peer: kind === 'csv' ? 'PapaParse in a worker, ms' : 'JSON.parse over the lines in a worker, ms',
    longest: 'longest main-thread task, ms',
    over50: 'main-thread tasks over 50 ms',
  })) {
    console.log(`${what.padEnd(36)} ${runs.map((r) => String(r[name]).padStart(7)).join('')}`);
  }
} finally {
  await browser.close();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
