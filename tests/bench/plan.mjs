// Browser benchmark: a plan of more than 200 pages, as Markdown (2 MB) and as a Word document (5 MB), over the example's case in
// a release build: from the file's arrival until the plan stands on the page with its redlines, until all amendments are
// accepted, and until the next version is written and saved. The page's clock. Figures, not assertions. Run through `make bench`.
// A person looks for the file in the picker for a while, and the program that opens Word documents gets ready meanwhile:
// PERSON says how many milliseconds (3000 where it is not set).
//   [PERSON=MS] node tests/bench/plan.mjs [RUNS]
import { execFileSync, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { chromium } = createRequire(join(root, 'tests/e2e/package.json'))('@playwright/test');
const runs = Number(process.argv[2] ?? 3);
const person = Number(process.env.PERSON ?? 3000);
const folder = mkdtempSync(join(tmpdir(), 'floodmark-plan-'));
execFileSync('python3', [join(root, 'tests/bench/plan.py'), folder]);
const port = 4198;
const server = spawn('node', [join(root, 'tests/e2e/serve.mjs')], { env: { ...process.env, PORT: String(port) }, stdio: 'ignore' });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const clock = (page) => page.evaluate(() => performance.now());
/** Waits in the page, frame by frame, so that the clock stops when it is there. */
const until = (page, condition) =>
  page.evaluate((condition) => new Promise((done) => {
    const check = new Function(`return ${condition}`);
    const look = () => (check() ? done(performance.now()) : requestAnimationFrame(look));
    look();
  }), condition);

/** Presses a button by its words. Asking for it by role would name all of a large page, and that is what would be measured. */
const press = (page, words) =>
  page.evaluate((words) => [...document.querySelectorAll('.plan button')].find((b) => b.textContent.startsWith(words)).click(), words);

async function run(file) {
  const context = await browser.newContext({ acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  // Choosers are heard from the start; the key comes too soon after the first listener otherwise.
  page.on('filechooser', () => {});
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Timeline' }).waitFor();
  await page.goto(`http://127.0.0.1:${port}/#/plan`);
  await page.locator('.amendment').first().waitFor();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Control+o')]);
  await page.waitForTimeout(person);
  const chosen = clock(page);
  await chooser.setFiles(file);
  const start = await chosen;
  const name = file.split('/').pop();
  const read = await until(page, `document.querySelector('.plan .page-head p')?.textContent.startsWith('${name}') && document.querySelector('.plan-text') !== null && document.querySelector('.amendment') !== null`);
  const accepting = await clock(page);
  await press(page, 'Accept all (');
  const accepted = await until(page, `[...document.querySelectorAll('.amendment')].some((a) => a.dataset.state === 'accepted')`);
  const before = await page.evaluate(() => document.querySelector('.plan .page-head p').textContent);
  const writing = await clock(page);
  await press(page, 'Write the new plan');
  const written = await until(page, `document.querySelector('.plan .page-head p').textContent !== ${JSON.stringify(before)} && document.querySelector('.plan-text') !== null`);
  await context.close();
  return { read: read - start, accept: accepted - accepting, write: written - writing };
}

for (const name of ['plan.md', 'plan.docx']) {
  const file = join(folder, name);
  for (let n = 0; n < runs; n += 1) {
    const { read, accept, write } = await run(file);
    const s = (ms) => `${(ms / 1000).toFixed(2)} s`;
    console.log(`${name} (${(statSync(file).size / 1e6).toFixed(1)} MB): read and on the page with its redlines ${s(read)}, accept all ${s(accept)}, write ${s(write)}; together ${s(read + accept + write)}`);
  }
}
await browser.close();
server.kill();
rmSync(folder, { recursive: true });
