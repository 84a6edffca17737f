import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { go } from './watch';

const KILLS = Number(process.env.KILLS ?? 100);
/** Every so many times the whole browser is killed, not only the tab: no multiple of how many kinds there are, so that each meets it. */
const BROWSER = 11;
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

/**
 * Does one kind of thing over and over, and says each time when that is acknowledged as kept. Runs in the page.
 *
 * - `edit` renames the case to `Edit n`.
 * - `history` renames it to `Step n/3`, takes that back, and does it again, as the steps `n`, `n + 1` and `n + 2`.
 * - `capture` writes `capture n` into the line of the meeting.
 * - `import` drops a file `import-n.csv`.
 */
const doing = ({ kind, from }: { kind: string; from: number }) => {
  const saved = document.querySelector('.saved')!;
  const state = (wanted: string) => new Promise<void>((done) => {
    const look = () => { if (saved.getAttribute('data-state') === wanted) { observer.disconnect(); done(); } };
    const observer = new MutationObserver(look);
    observer.observe(saved, { attributes: true });
    look();
  });
  const until = async (there: () => boolean) => { while (!there()) await new Promise((next) => setTimeout(next, 1)); };
  const write = (input: HTMLInputElement, text: string) => {
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const title = () => document.getElementById('case-title') as HTMLInputElement;
  /** Says what is asked, asks it, and says when it is kept; then waits until what is done next has all it needs. */
  const once = async (n: number, ask: () => void, ready: () => boolean) => {
    const busy = state('busy');
    const from = performance.now();
    console.log(`asked ${n}`);
    ask();
    await busy;
    await state('kept');
    console.log(`kept ${n} ${performance.now() - from}`);
    await until(ready);
  };
  const rename = (n: number, text: string) => {
    const input = title();
    write(input, text);
    // The title is made anew once it is known.
    return once(n, () => input.dispatchEvent(new Event('change', { bubbles: true })), () => title() !== input);
  };
  const press = async (n: number, place: number) => {
    const [button, before] = [document.querySelectorAll<HTMLButtonElement>('.head-history button')[place], title()];
    await until(() => button.getAttribute('aria-disabled') !== 'true');
    await once(n, () => button.click(), () => title() !== before);
  };
  (async () => {
    for (let n = from; ; n += 1) {
      if (kind === 'edit') await rename(n, `Edit ${n}`);
      if (kind === 'history') {
        if (n % 3 === 0) await rename(n, `Step ${n / 3}`);
        else await press(n, n % 3 - 1);
      }
      if (kind === 'capture') {
        const line = document.getElementById('capture-line') as HTMLInputElement;
        write(line, `capture ${n}`);
        await once(n, () => line.form!.requestSubmit(), () => line.value === '');
      }
      if (kind === 'import') {
        const row = (k: number) => `import ${n} row ${k},2026-03-16T10:${String(k).padStart(2, '0')}:00+00:00,seen`;
        const text = `message,datetime,timestamp_desc\n${[...Array(40).keys()].map(row).join('\n')}\n`;
        const data = new DataTransfer();
        data.items.add(new File([text], `import-${n}.csv`, { type: 'text/csv' }));
        const drop = () => window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
        await once(n, drop, () => document.querySelector('.progress') === null);
      }
    }
  })();
};

/** What is done while a kill comes. */
const KINDS = ['edit', 'history', 'capture', 'import'] as const;
type Kind = (typeof KINDS)[number];

/** How far one kind has come: what was asked for and what was acknowledged, by number. */
interface Course { asked: number; kept: number; done: number; pace: number }

/** The numbers in texts that match. */
async function numbers(texts: Promise<string[]>, pattern: RegExp): Promise<number[]> {
  return (await texts).flatMap((text) => pattern.exec(text)?.[1] ?? []).map(Number);
}

test('nothing that was acknowledged is lost when the tab or the browser is killed at any moment', async ({ baseURL }) => {
  test.setTimeout(1_200_000);
  const folder = mkdtempSync(join(tmpdir(), 'floodmark-'));
  const next = random(SEED);
  let { child, context } = await launch(folder);
  const courses = new Map<Kind, Course>(KINDS.map((kind) => [kind, { asked: 0, kept: 0, done: 0, pace: 0 }]));
  /** Captures and files that were found after a kill: they stay. */
  const there = { capture: new Set<number>(), import: new Set<number>() };
  let kind: Kind = 'edit';
  let ahead = 0;
  const open = async (): Promise<Page> => {
    const page = await context.newPage();
    page.on('console', (message) => {
      const [word, n, took] = message.text().split(' ');
      const course = courses.get(kind)!;
      if (word === 'asked') course.asked = Number(n);
      if (word === 'kept') {
        course.kept = Number(n);
        course.done += 1;
        // About how many milliseconds one takes here: a kill comes within the first few of each run.
        course.pace += (Number(took) - course.pace) / Math.min(course.done, 8);
      }
    });
    await page.goto(baseURL!);
    return page;
  };
  const title = (page: Page) => page.getByRole('textbox', { name: 'Title of the case' });
  const captures = (page: Page) => numbers(page.getByRole('region', { name: 'Captured' }).getByRole('listitem').allInnerTexts(), /capture (\d+)/);
  // A file whose original is at hand can be read another way.
  const files = (page: Page) => numbers(page.getByRole('button', { name: /^Read it another way/ }).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? '')), /import-(\d+)\.csv/);
  /** Where it is done, and what is there of it. */
  const show = async (page: Page): Promise<number[]> => {
    if (kind === 'capture') {
      await go(page, 'Meeting');
      await expect(page.getByRole('textbox', { name: /^Capture/ })).toBeVisible();
      await expect.poll(async () => (await captures(page)).length).toBeGreaterThanOrEqual(there.capture.size);
      return captures(page);
    }
    if (kind === 'import') {
      await go(page, 'Sources');
      await expect.poll(async () => (await files(page)).length).toBeGreaterThanOrEqual(there.import.size);
      return files(page);
    }
    return [];
  };
  try {
    let page = await open();
    await page.getByRole('button', { name: /Try an example/ }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
    await go(page, 'Meeting');
    await page.getByRole('button', { name: 'Begin the meeting' }).click();
    await expect(page.getByRole('region', { name: 'Captured' })).toBeVisible();
    await expect(page.locator('.saved')).toHaveAttribute('data-state', 'kept');
    const began = performance.now();
    for (let n = 1; n <= KILLS; n += 1) {
      kind = KINDS[n % KINDS.length];
      const course = courses.get(kind)!;
      const before = await title(page).inputValue();
      await show(page);
      const least = course.done + 3;
      // A step of the history begins with a new name.
      const from = kind === 'history' ? Math.ceil((course.asked + 1) / 3) * 3 : course.asked + 1;
      course.kept = from - 1;
      course.asked = from - 1;
      await page.evaluate(doing, { kind, from });
      if (course.pace === 0) await expect.poll(() => course.done, { timeout: 30_000 }).toBeGreaterThan(least);
      await sleep(6 * course.pace * next());
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
      const where = `${kind}, after kill ${n}, seed ${SEED}`;
      await expect(title(page)).toBeVisible();
      // What was acknowledged is there; what was only asked for may be, and one that was asked for unheard.
      const possible = Array.from({ length: course.asked + 2 - course.kept }, (_, k) => course.kept + k);
      if (kind === 'edit' || kind === 'history') {
        const called = (step: number) => {
          if (step < from) return before;
          if (kind === 'edit') return `Edit ${step}`;
          if (step % 3 !== 1) return `Step ${Math.floor(step / 3)}`;
          return step - 1 === from ? before : `Step ${(step - 1) / 3 - 1}`;
        };
        const found = await title(page).inputValue();
        expect(possible.map(called), where).toContain(found);
        if (found !== called(course.kept)) ahead += 1;
      } else {
        const mine = there[kind];
        for (let step = from; step <= course.kept; step += 1) mine.add(step);
        const found = await show(page);
        expect([...mine].filter((step) => !found.includes(step)), where).toEqual([]);
        expect(new Set(found).size, where).toBe(found.length);
        const more = found.filter((step) => !mine.has(step));
        expect(more.filter((step) => !possible.includes(step)), where).toEqual([]);
        if (more.length > 0) ahead += 1;
        found.forEach((step) => mine.add(step));
      }
      await expect(page.locator('.saved')).toHaveAttribute('data-state', 'kept');
      course.asked += 1;
    }
    const done = [...courses].map(([kind, course]) => `${course.done} × ${kind}`).join(', ');
    const all = [...courses.values()].reduce((sum, course) => sum + course.done, 0);
    expect(all).toBeGreaterThan(KILLS);
    console.log(`${KILLS} kills, ${Math.floor(KILLS / BROWSER)} of them of the whole browser, over ${all} acknowledged steps (${done}) in ${Math.round((performance.now() - began) / 1000)} s, seed ${SEED}: none lost; ${ahead} times one more was kept than was heard of`);
  } finally {
    await kill(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
