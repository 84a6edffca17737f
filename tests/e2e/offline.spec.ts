import { expect, test, type Page } from '@playwright/test';
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { go, ink, watch } from './watch';

const port = Number(process.env.PORT ?? 4173) + 1;
const origin = `http://127.0.0.1:${port}`;
const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** A server of its own, which can be stopped. */
async function serve(root: string): Promise<ChildProcess> {
  const server = spawn('node', [fileURLToPath(new URL('serve.mjs', import.meta.url))], { env: { ...process.env, PORT: String(port), ROOT: root }, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((ready) => server.stdout?.once('data', ready));
  return server;
}

async function stop(server: ChildProcess): Promise<void> {
  const ended = new Promise((done) => server.once('exit', done));
  server.kill();
  await ended;
}

/** Goes to the app and gives the milliseconds until its first page stands there. */
async function visit(page: Page): Promise<number> {
  const from = performance.now();
  await page.goto(`${origin}/`);
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  return Math.round(performance.now() - from);
}

/** What the device keeps: the names of the caches, and how many files are in them. */
const kept = (page: Page) => page.evaluate(async () => {
  const names = await caches.keys();
  const counts = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
  return names.map((name, n) => `${name}: ${counts[n]}`);
});

/** A release of its own: a copy of the build with another first page. `damaged`: its first page is not as its list says. */
function release(folder: string, mark: string, damaged = false): void {
  cpSync(dist, folder, { recursive: true });
  const page = readFileSync(join(dist, 'index.html'), 'utf8').replace('<html', `<html data-mark="${mark}"`);
  writeFileSync(join(folder, 'index.html'), page);
  const hash = createHash('sha256').update(page).digest('base64');
  const list = readFileSync(join(dist, 'sw.js'), 'utf8')
    .replace(/("index\.html": ")[^"]+/, (_, before) => `${before}sha256-${hash}`)
    .replace(/VERSION = "[^"]+"/, `VERSION = "${mark}"`);
  writeFileSync(join(folder, 'sw.js'), list);
  if (damaged) writeFileSync(join(folder, 'index.html'), page.slice(0, -10));
}

test('after the first visit everything works without a network', async ({ page, context }) => {
  const wrong = watch(page, origin);
  const server = await serve(dist);
  const first = await visit(page);
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  await go(page, 'Settings');
  await expect(page.getByRole('main')).toContainText('Ready to work offline.');
  const files = Object.keys(JSON.parse(/const FILES = (\{[^}]*\})/.exec(readFileSync(join(dist, 'sw.js'), 'utf8'))?.[1] ?? '{}')).length;
  expect(files).toBeGreaterThan(20);
  expect(await kept(page)).toEqual([expect.stringMatching(new RegExp(`^floodmark [0-9a-f]{16}: ${files}$`))]);
  await stop(server);
  await page.close();

  // The server is gone: a new tab opens all the same, and loads the engine and what makes Word documents.
  const later = await context.newPage();
  const wrongLater = watch(later, origin);
  const again = await visit(later);
  console.log(`first visit ${first} ms, offline start ${again} ms`);
  await later.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(later.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(later, 'Response');
  expect(await ink(later, /undetected|contained/)).toBeGreaterThan(2000);
  await go(later, 'Report');
  await later.getByRole('button', { name: 'Export the report and its data' }).click();
  const [word] = await Promise.all([later.waitForEvent('download'), later.getByRole('button', { name: 'Save as Word' }).click()]);
  expect(word.suggestedFilename()).toMatch(/\.docx$/);
  // What was done is there after a reload.
  await later.reload();
  await expect(later.getByRole('textbox', { name: 'Title of the case' })).toHaveValue(/skimmer/i);
  // The browser says itself that it cannot look for a newer version; nothing else is wrong.
  const refused = /ERR_CONNECTION_REFUSED|requestfailed|failed: .*\/sw\.js net::/;
  expect([...wrong, ...wrongLater].filter((line) => !refused.test(line))).toEqual([]);
});

test('a newer version is offered once it is there as a whole, and never half of it', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'floodmark-'));
  const mark = () => page.locator('html').getAttribute('data-mark');
  const search = () => page.evaluate(async () => { await (await navigator.serviceWorker.ready).update().catch(() => {}); });
  release(folder, 'one');
  const server = await serve(folder);
  try {
    await visit(page);
    await page.evaluate(async () => { await navigator.serviceWorker.ready; });
    const count = (await kept(page))[0].split(': ')[1];
    // A version with a damaged file is not taken, and leaves nothing behind.
    release(folder, 'two', true);
    await search();
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      const { installing } = registration;
      if (installing) await new Promise((done) => installing.addEventListener('statechange', done));
    });
    await visit(page);
    expect(await mark()).toBe('one');
    expect(await kept(page)).toEqual([`floodmark one: ${count}`]);
    await expect(page.getByText('A newer version is here')).toBeHidden();

    // A whole one is offered; until it is taken the page stays as it is, over reloads too.
    release(folder, 'three');
    await search();
    const offer = page.getByRole('log').getByRole('listitem').filter({ hasText: 'A newer version is here' });
    await expect(offer).toBeVisible();
    await page.reload();
    await expect(offer).toBeVisible();
    expect(await mark()).toBe('one');
    await offer.getByRole('button', { name: 'Reload' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-mark', 'three');
    await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
    // What the older one kept is gone once the newer one runs.
    // Looking into a cache that is just being removed would make it anew: first by name alone.
    await expect.poll(() => page.evaluate(() => caches.keys())).toEqual(['floodmark three']);
    expect(await kept(page)).toEqual([`floodmark three: ${count}`]);
  } finally {
    await stop(server);
    rmSync(folder, { recursive: true });
  }
});

test('the app can be installed, and opens the files that the system hands to it', async ({ page }) => {
  const wrong = watch(page);
  // The system hands files over by this queue, to an app that is installed.
  await page.addInitScript(() => {
    const queue = { setConsumer: (consumer: (launch: object) => void) => Object.assign(window, { consumer }) };
    Object.defineProperty(window, 'launchQueue', { value: queue });
  });
  await page.goto('./');
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  const session = await page.context().newCDPSession(page);
  const manifest = await session.send('Page.getAppManifest');
  expect(manifest.errors).toEqual([]);
  const said = JSON.parse(manifest.data ?? '{}');
  expect(Object.values(said.file_handlers[0].accept).flat()).toContain('.floodmark');
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // A private window, which every browser job runs in, is the only thing in the way.
  expect(installabilityErrors.map((e) => e.errorId).filter((id) => id !== 'in-incognito')).toEqual([]);

  await page.waitForFunction(() => 'consumer' in window);
  await page.evaluate(() => {
    const csv = 'datetime,timestamp_desc,message\n2026-03-16T09:05:00+00:00,Alert,Breach detected\n';
    const handle = { getFile: async () => new File([csv], 'from-the-system.csv') };
    (window as unknown as { consumer: (launch: object) => void }).consumer({ files: [handle] });
  });
  await expect(page.getByRole('grid').getByRole('row').filter({ hasText: 'Breach detected' })).toHaveCount(1);
  expect(wrong).toEqual([]);
});
