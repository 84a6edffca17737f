import { expect, type FileChooser, type Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The files of the build: the only things a page may ask for. */
export const built = new Set(readdirSync(process.env.ROOT ?? fileURLToPath(new URL('../../dist/', import.meta.url))));

/** Collects whatever must not happen on a page: errors, failed or foreign requests, requests with a body or a query; those of its service worker too. */
export function watch(page: Page, origin = `http://127.0.0.1:${process.env.PORT ?? 4173}`): string[] {
  const wrong: string[] = [];
  // Somebody always listens, so that Playwright need not switch its interception on at the very moment of the key.
  page.on('filechooser', () => {});
  page.on('pageerror', (error) => wrong.push(`error: ${error.stack ?? error}`));
  page.on('console', (message) => {
    // Chromium says that it does not check the integrity of a preloaded wasm; Trunk writes it all the same.
    const preload = message.text().includes('`integrity` attribute is currently ignored');
    if ((message.type() === 'error' || message.type() === 'warning') && !preload) wrong.push(`console: ${message.text()}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // Chromium asks for the icon anew at each address of the page, and a reload breaks that off.
    if (why === 'net::ERR_ABORTED' && request.url() === `${origin}/icon.svg`) return;
    wrong.push(`failed: ${request.url()} ${why}`);
  });
  page.context().on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol === 'blob:' || url.protocol === 'data:') return;
    const own = url.origin === origin && request.method() === 'GET' && url.search === '' && request.postData() === null;
    const name = url.pathname === '/' ? 'index.html' : url.pathname.slice(1);
    if (!own || !built.has(name)) wrong.push(`request: ${request.method()} ${request.url()}`);
  });
  return wrong;
}

/** Goes to a page by the rail. */
export async function go(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: new RegExp(`^${name}`) }).click();
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: new RegExp(`^${name}`) })).toHaveAttribute('aria-current', 'page');
  // The whole program may take the place of the first one before the page is there.
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
}

/** No serious or critical violation of the accessibility rules, nor of `more` that axe leaves out by itself. */
export async function accessible(page: Page, where: string, ...more: string[]): Promise<void> {
  // What fades in has its colours once it is there.
  await page.evaluate(() => Promise.allSettled(document.getAnimations()
    .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity).map((animation) => animation.finished)));
  const { violations } = await new AxeBuilder({ page }).options({ rules: Object.fromEntries(more.map((rule) => [rule, { enabled: true }])) }).analyze();
  const serious = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
  expect.soft(serious.map((v) => `${where}: ${v.id} at ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}: ${v.nodes[0]?.failureSummary}`)).toEqual([]);
}

/** How many pixels of a canvas differ from its background. */
export async function ink(page: Page, figure: string | RegExp): Promise<number> {
  const canvas = page.getByRole('figure', { name: figure }).locator('canvas');
  await expect(canvas).toBeVisible();
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const context = element.getContext('2d');
    if (!context) return 0;
    const { data } = context.getImageData(0, 0, element.width, element.height);
    let different = 0;
    for (let at = 4; at < data.length; at += 4) {
      if (data[at] !== data[0] || data[at + 1] !== data[1] || data[at + 2] !== data[2]) different += 1;
    }
    return different;
  });
}

/** The text of what a click downloads. */
export async function download(page: Page, click: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), click()]);
  const stream = await file.createReadStream();
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return { name: file.suggestedFilename(), text: Buffer.concat(parts).toString('utf8') };
}

/** The text of a file of an export menu. */
export async function save(page: Page, menu: string, label: string): Promise<{ name: string; text: string }> {
  await page.getByRole('button', { name: menu }).click();
  return download(page, () => page.getByRole('button', { name: label }).click());
}

/** The export menu of the page Report. */
export const REPORT = 'Export the report and its data';

/** The file picker, as a person gets it by the command. */
export async function picker(page: Page): Promise<FileChooser> {
  // Keys are heard once the page is there.
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  const chooser = page.waitForEvent('filechooser');
  // The browser has to know that somebody listens before the key is pressed.
  await page.evaluate(() => 0);
  await page.keyboard.press('Control+o');
  return chooser;
}

/** Opens files as a person does: by the command that shows the file picker. */
export async function open(page: Page, files: string | { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  await (await picker(page)).setFiles(files);
}

/** Goes to a control as a person without a pointer does: by Tab, until it has the focus. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let n = 0; n < 150; n += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      return element?.getAttribute('aria-label') ?? element?.innerText ?? '';
    });
    if (name.test(focused.trim())) return;
  }
  throw new Error(`Tab does not reach ${name}`);
}
