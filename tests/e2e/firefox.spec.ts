import { expect, test } from '@playwright/test';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core';
import { accessible, built, REPORT } from './watch';

// One short job in Debian's Firefox, driven over WebDriver BiDi: Playwright's own Firefox is a patched one, which nobody has.
const FIREFOX = process.env.FIREFOX ?? '/usr/bin/firefox-esr';
const address = `http://127.0.0.1:${process.env.PORT ?? 4173}/`;

/** Whatever must not happen on a page; see `watch`, which does the same in Chromium. */
function watched(page: Page): string[] {
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(`error: ${(error as Error).stack ?? error}`));
  page.on('console', (message) => { if (message.type() === 'error') wrong.push(`console: ${message.text()}`); });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol === 'blob:' || url.protocol === 'data:') return;
    const name = url.pathname === '/' ? 'index.html' : url.pathname.slice(1);
    if (!request.url().startsWith(address) || request.method() !== 'GET' || url.search || !built.has(name)) wrong.push(`request: ${request.method()} ${request.url()}`);
  });
  return wrong;
}

/** What a selector finds with this name, text or value in it, once it is there. Asked again from here: what puppeteer would put into the page needs `eval`, which the policy forbids. */
async function find(page: Page, selector: string, name: RegExp): Promise<ElementHandle<HTMLElement>> {
  for (const end = Date.now() + 30_000; Date.now() < end; await new Promise((next) => setTimeout(next, 100))) {
    const found = (await page.evaluateHandle((selector: string, source: string) => {
      const name = new RegExp(source);
      return [...document.querySelectorAll<HTMLElement>(selector)].find((element) => {
        const says = element.getAttribute('aria-label') ?? '';
        return element.checkVisibility() && (name.test(says.trim()) || name.test(element.innerText.trim()));
      });
    }, selector, name.source)).asElement();
    if (found) return found as ElementHandle<HTMLElement>;
  }
  throw new Error(`no ${selector} with ${name} in:\n${await page.evaluate(() => document.body.innerText)}`);
}

/** Presses what `find` finds; once more where the page has made it anew between the two. */
async function press(page: Page, selector: string, name: RegExp): Promise<void> {
  const gone = (error: Error) => {
    if (!/detached|clickable/.test(error.message)) throw error;
    return true;
  };
  if (await (await find(page, selector, name)).click().catch(gone)) await (await find(page, selector, name)).click();
}

const go = async (page: Page, name: string) => {
  await press(page, 'nav[aria-label=Pages] a', new RegExp(`^${name}`));
  await find(page, 'nav[aria-label=Pages] a[aria-current=page]', new RegExp(`^${name}`));
};

test('a case is opened, read, kept and restored in Firefox', async () => {
  test.setTimeout(180_000);
  const saved = mkdtempSync(join(tmpdir(), 'floodmark-firefox-'));
  const browser: Browser = await puppeteer.launch({
    browser: 'firefox', executablePath: FIREFOX, headless: true, args: ['--width=1440', '--height=900'],
    extraPrefsFirefox: {
      'browser.download.folderList': 2, 'browser.download.dir': saved, 'browser.download.useDownloadDir': true,
      'browser.download.always_ask_before_handling_new_types': false, 'browser.download.alwaysOpenPanel': false,
      'intl.accept_languages': 'en-GB',
    },
  });
  /** The text of a file that a click saves. */
  const download = async (click: () => Promise<void>, name: RegExp): Promise<string> => {
    await click();
    const there = () => readdirSync(saved).find((file) => name.test(file) && !existsSync(join(saved, `${file}.part`)));
    await expect.poll(there, { timeout: 30_000 }).toBeTruthy();
    await expect.poll(() => readFileSync(join(saved, there()!)).length).toBeGreaterThan(100);
    return readFileSync(join(saved, there()!), 'latin1');
  };
  try {
    console.log(await browser.version());
    const page = await browser.newPage();
    await page.setViewport({ width: 1440, height: 900 });
    const wrong = watched(page);
    await page.goto(address);
    await find(page, 'h1', /Drop the export/);

    // A file of one's own, through the file picker, in the worker; nothing in it acts.
    await find(page, 'nav[aria-label=Pages]', /./);
    const [chooser] = await Promise.all([page.waitForFileChooser(), page.keyboard.down('Control').then(() => page.keyboard.press('o'))]);
    await page.keyboard.up('Control');
    await chooser.accept([join(import.meta.dirname, 'firefox.csv')]);
    await find(page, 'h1', /^Timeline$/);
    await find(page, '[role=grid] [role=row]', /Skimmer injected into checkout\.js/);
    await find(page, '[role=grid] [role=row]', /<img src=x onerror=/);
    expect(await page.$('img[src=x]')).toBeNull();

    // Milestones are proposed; one is confirmed. The chart has ink, and the metric is that of the record.
    await go(page, 'Response');
    await find(page, '.metrics-table tr', /^Time to contain[^]*43 min 30 s/);
    await press(page, 'button', /^Confirm contained$/);
    const confirms = () => page.$$eval('button', (all) => all.some((b) => b.getAttribute('aria-label') === 'Confirm contained'));
    await expect.poll(confirms).toBe(false);
    const ink = await page.$$eval('figure canvas', (all) => all.map((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
      return data.filter((value, at) => value !== data[at % 4]).length;
    }));
    expect(Math.max(...ink)).toBeGreaterThan(2000);

    // Documents: as text, and as Word, which a second worker makes; then the workspace.
    await go(page, 'Report');
    await find(page, '[aria-label="The report as it will print"]', /Executive summary/);
    await press(page, 'button', new RegExp(REPORT));
    expect(await download(() => press(page, 'button', /^Save as Markdown/), /\.md$/)).toContain('# ');
    await press(page, 'button', new RegExp(REPORT));
    expect(await download(() => press(page, 'button', /^Save as Word/), /\.docx$/)).toMatch(/^PK/);
    await find(page, '.saved[data-state=kept]', /./);

    // A reload restores it, the decision and the original row too.
    await page.reload();
    await go(page, 'Response');
    await find(page, '.metrics-table tr', /^Time to contain[^]*43 min 30 s/);
    expect(await confirms()).toBe(false);
    await go(page, 'Timeline');
    await press(page, '[role=grid] [role=row]', /Skimmer injected/);
    await page.keyboard.press('o');
    await find(page, '[aria-label="Original row"]', /Skimmer injected into checkout\.js: card data exposed,2026-03-13T00:02:51/);
    expect(wrong).toEqual([]);
  } finally {
    await browser.close();
    rmSync(saved, { recursive: true, force: true });
  }
});

test('a browser without what nothing works without is told what it lacks', async ({ page }) => {
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') wrong.push(message.text()); });
  await page.addInitScript(() => {
    Reflect.deleteProperty(self, 'WebAssembly');
    const supports = CSS.supports.bind(CSS);
    CSS.supports = (...asked: [string, string?]) => !asked.join().includes('light-dark') && supports(...(asked as [string, string]));
  });
  await page.goto('./');
  const card = page.getByRole('alertdialog', { name: 'This browser cannot run Floodmark' });
  await expect(card).toContainText('It lacks: WebAssembly, WebAssembly with SIMD, colours by theme (light-dark).');
  await expect(card).toContainText('Firefox 120, Chrome or Edge 123, Safari 17.5');
  await accessible(page, 'an old browser');
  expect(wrong).toEqual([]);
});
