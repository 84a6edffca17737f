// Browser benchmark: opens a large Timesketch JSONL in a release build and reports how long it takes and whether
// the page stays responsive. Figures, not assertions: the machine is noisy. Run through `make bench`.
//   node tests/bench/browser.mjs [EVENTS]
import { execFileSync, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { chromium } = createRequire(join(root, 'tests/e2e/package.json'))('@playwright/test');
const events = Number(process.argv[2] ?? 100_000);
const generator = join(root, '../shared/data/gen_timeline.py');
if (!existsSync(generator)) {
  console.log(`skipped: ${generator} is not here`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'floodmark-bench-'));
const port = 4199;
const server = spawn('node', [join(root, 'tests/e2e/serve.mjs')], { env: { ...process.env, PORT: String(port) }, stdio: 'ignore' });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  execFileSync('python3', [generator, '-n', String(events), '-o', join(folder, 'tl'), '--format', 'jsonl'], { stdio: 'ignore' });
  const file = join(folder, 'tl.jsonl');
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
  }
  console.log(`${events} events, ${(statSync(file).size / 1e6).toFixed(1)} MB of Timesketch JSONL, Chromium ${browser.version()}`);
  for (const [name, what] of Object.entries({
    ready: 'page ready, ms',
    imported: 'file chosen → imported, ms',
    firstScreen: 'timeline opened → first rows, ms',
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
