import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const KILLS = Number(process.env.KILLS ?? 100);
/** Every so many times the whole browser is killed, not only the tab. */
const BROWSER = 12;
const SEED = Number(process.env.SEED ?? 20260316);

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A browser over a folder that outlives it. */
async function launch(folder: string): Promise<{ child: ChildProcess; context: BrowserContext }> {
  const port = join(folder, 'DevToolsActivePort');
  rmSync(port, { force: true });
  const child = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--remote-debugging-port=0', `--user-data-dir=${folder}`, 'about:blank',
  ], { detached: true, stdio: 'ignore' });
  while (!existsSync(port) || !readFileSync(port, 'utf8').includes('\n')) await sleep(20);
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${readFileSync(port, 'utf8').split('\n')[0]}`);
  return { child, context: browser.contexts()[0] };
}

/** The browser and all that it started, at once. */
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  process.kill(-child.pid!, 'SIGKILL');
  await ended;
}

/** Renames the case over and over, and says each time when that is acknowledged as kept. Runs in the page. */
const edit = (from: number) => {
  const saved = document.querySelector('.saved')!;
  const state = (wanted: string) => new Promise<void>((done) => {
    const look = () => { if (saved.getAttribute('data-state') === wanted) { observer.disconnect(); done(); } };
    const observer = new MutationObserver(look);
    observer.observe(saved, { attributes: true });
    look();
  });
  const title = () => document.getElementById('case-title') as HTMLInputElement;
  (async () => {
    for (let n = from; ; n += 1) {
      const input = title();
      input.value = `Edit ${n}`;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      const busy = state('busy');
      const from = performance.now();
      console.log(`asked ${n}`);
      input.dispatchEvent(new Event('change', { bubbles: true }));
      await busy;
      await state('kept');
      console.log(`kept ${n} ${performance.now() - from}`);
      // The title is made anew once it is known.
      while (title() === input) await new Promise((next) => setTimeout(next, 1));
    }
  })();
};

test('nothing that was acknowledged is lost when the tab or the browser is killed at any moment', async ({ baseURL }) => {
  test.setTimeout(600_000);
  const folder = mkdtempSync(join(tmpdir(), 'floodmark-'));
  const next = random(SEED);
  let { child, context } = await launch(folder);
  let asked = 0;
  let kept = 0;
  let edits = 0;
  let ahead = 0;
  // About how many milliseconds an edit takes here: a kill comes within the first few of each run.
  let pace = 0;
  const open = async (): Promise<Page> => {
    const page = await context.newPage();
    page.on('console', (message) => {
      const [word, n, took] = message.text().split(' ');
      if (word === 'asked') asked = Number(n);
      if (word === 'kept') { kept = Number(n); edits += 1; pace += (Number(took) - pace) / Math.min(edits, 8); }
    });
    await page.goto(baseURL!);
    return page;
  };
  try {
    let page = await open();
    await page.getByRole('button', { name: /Try an example/ }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
    await expect(page.locator('.saved')).toHaveAttribute('data-state', 'kept');
    const from = performance.now();
    for (let n = 1; n <= KILLS; n += 1) {
      await page.evaluate(edit, asked + 1);
      if (n === 1) await expect.poll(() => edits).toBeGreaterThan(3);
      await sleep(6 * pace * next());
      if (n % BROWSER === 0) {
        await kill(child);
        ({ child, context } = await launch(folder));
      } else {
        const gone = page.waitForEvent('crash');
        const session = await context.newCDPSession(page);
        session.send('Page.crash').catch(() => {});
        await gone;
        await page.close();
      }
      page = await open();
      const title = page.getByRole('textbox', { name: 'Title of the case' });
      await expect(title).toHaveValue(/^Edit \d+$/);
      const found = Number((await title.inputValue()).slice('Edit '.length));
      // What was acknowledged is there; what was only asked for may be.
      expect(found, `after kill ${n}, seed ${SEED}`).toBeGreaterThanOrEqual(kept);
      expect(found, `after kill ${n}, seed ${SEED}`).toBeLessThanOrEqual(asked + 1);
      if (found > kept) ahead += 1;
      await expect(page.locator('.saved')).toHaveAttribute('data-state', 'kept');
      asked = Math.max(asked, found);
    }
    expect(edits).toBeGreaterThan(KILLS);
    console.log(`${KILLS} kills, ${Math.floor(KILLS / BROWSER)} of them of the whole browser, over ${edits} acknowledged edits in ${Math.round((performance.now() - from) / 1000)} s, seed ${SEED}: none lost; ${ahead} times one more was kept than was heard of`);
  } finally {
    await kill(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
