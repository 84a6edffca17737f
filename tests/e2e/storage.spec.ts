import { chromium, expect, test, type Page } from '@playwright/test';
import { download, go, open, watch } from './watch';

/** What must not happen on a page, but for what Playwright says of the service worker that it blocks. */
const bad = (wrong: string[]) => wrong.filter((line) => !line.includes('Service Worker registration blocked by Playwright'));

const title = (page: Page) => page.getByRole('textbox', { name: 'Title of the case' });
const notice = (page: Page, text: string) => page.getByRole('log').getByRole('listitem').filter({ hasText: text });
const state = (page: Page) => page.locator('.saved');
const WAY_OUT = 'Save the workspace as a file';

async function example(page: Page): Promise<void> {
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
}

async function rename(page: Page, to: string): Promise<void> {
  await title(page).fill(to);
  await title(page).press('Enter');
}

/** What is kept under a name in a saved workspace: the titles of its cases, and how many originals it has. */
const held = (text: string) => {
  const saved = JSON.parse(text);
  const workspace = saved.workspace ?? saved;
  return { titles: workspace.cases.map((one: { title: string }) => one.title), originals: Object.keys(saved.originals ?? {}).length };
};

/** How a device without room refuses what is written: as soon as it is asked, or only when all of it is to be kept. */
type How = 'at once' | 'in the end' | 'no more';

/** Refuses what the workers of a page write into the data base. */
async function refuse(page: Page, how: How): Promise<void> {
  for (const worker of page.workers()) {
    await worker.evaluate((how) => {
      const scope = self as unknown as { before?: { add: IDBObjectStore['add']; put: IDBObjectStore['put']; commit: IDBTransaction['commit'] } };
      scope.before ??= { add: IDBObjectStore.prototype.add, put: IDBObjectStore.prototype.put, commit: IDBTransaction.prototype.commit };
      const { add, put, commit } = scope.before;
      const full = () => { throw new DOMException('There is no room', 'QuotaExceededError'); };
      Object.assign(IDBObjectStore.prototype, how === 'at once' ? { add: full, put: full } : { add, put });
      // Chromium and Firefox take a transaction back as a whole, after each of its steps went well.
      IDBTransaction.prototype.commit = how === 'in the end' ? function (this: IDBTransaction) { this.abort(); } : commit;
    }, how);
  }
}

/** Lets the script of every worker of a page begin with something else. */
async function beginWith(page: Page, script: string): Promise<void> {
  await page.route(/\/worker[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
}

// The service worker would answer for the scripts that are changed here.
test.use({ serviceWorkers: 'block' });

test('that room on this device is short is said while there is still enough to save a file', async ({ page }) => {
  const wrong = watch(page);
  await page.addInitScript(() => {
    navigator.storage.estimate = async () => ({ usage: 950_000_000, quota: 1_000_000_000 });
  });
  await example(page);
  await expect(state(page)).toHaveAttribute('data-state', 'kept');
  const told = notice(page, 'Room on this device is short');
  await expect(told).toContainText('95 %');
  const [saved] = await Promise.all([page.waitForEvent('download'), told.getByRole('button', { name: WAY_OUT }).click()]);
  expect(saved.suggestedFilename()).toMatch(/\.floodmark$/);
  expect(bad(wrong)).toEqual([]);
});

for (const how of ['at once', 'in the end'] as const) {
  test(`a change for which there is no room, as the browser says ${how}, is not called saved, and nothing else is lost`, async ({ page }) => {
    const wrong = watch(page);
    await example(page);
    await rename(page, 'There was room for this');
    await expect(state(page)).toHaveAttribute('data-state', 'kept');
    await refuse(page, how);
    await rename(page, 'There is none for this');
    const told = notice(page, 'Not saved on this device');
    await expect(told).toContainText('Free some space or save the workspace as a file');
    await expect(state(page)).toHaveText('Not saved on this device');
    await expect(state(page)).toHaveAttribute('data-state', 'open');
    // All that was acknowledged is in the file that is the way out, with its originals.
    const saved = await download(page, () => told.getByRole('button', { name: WAY_OUT }).click());
    expect(held(saved.text)).toEqual({ titles: ['There was room for this'], originals: 2 });
    // With room again the work goes on where it was.
    await refuse(page, 'no more');
    await rename(page, 'There is room again');
    await expect(state(page)).toHaveAttribute('data-state', 'kept');
    await page.reload();
    await expect(title(page)).toHaveValue('There is room again');
    expect(bad(wrong)).toEqual([]);
  });
}

test('a file for which there is no room is taken back and said, the rest stays, and it opens once there is room', async ({ page }) => {
  const wrong = watch(page);
  await example(page);
  await expect(state(page)).toHaveAttribute('data-state', 'kept');
  const before = await title(page).inputValue();
  const row = (n: number) => `2026-03-16T10:00:${String(n).padStart(2, '0')}+00:00,Line ${n},seen`;
  const file = { name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from(`datetime,message,timestamp_desc\n${[0, 1, 2].map(row).join('\n')}\n`) };
  await go(page, 'Cases');
  for (const worker of page.workers()) {
    await worker.evaluate(() => {
      const full = () => Promise.reject(new DOMException('There is no room', 'QuotaExceededError'));
      FileSystemWritableFileStream.prototype.write = full;
    });
  }
  await refuse(page, 'at once');
  await open(page, [file]);
  await expect(notice(page, 'Not saved on this device')).toBeVisible();
  await expect(state(page)).toHaveText('Not saved on this device');
  await page.reload();
  await expect(title(page)).toHaveValue(before);
  await go(page, 'Cases');
  await open(page, [file]);
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await expect(state(page)).toHaveAttribute('data-state', 'kept');
  await page.reload();
  await expect(page.getByRole('main')).toContainText('Line 2');
  // A reload breaks off the engine that is made ready for the next file.
  expect(bad(wrong).filter((line) => !/engine-\w+\.(js|wasm) net::ERR_ABORTED$/.test(line))).toEqual([]);
});

test('an original that the private file system has no room for is kept in the data base, and is read again from there', async ({ page }) => {
  const wrong = watch(page);
  await beginWith(page, `
    const full = () => Promise.reject(new DOMException('There is no room', 'QuotaExceededError'));
    self.FileSystemWritableFileStream && (FileSystemWritableFileStream.prototype.write = full);
  `);
  await example(page);
  await expect(state(page)).toHaveAttribute('data-state', 'kept');
  await page.reload();
  const main = page.getByRole('main');
  await expect(main).toContainText('Customer reports card misuse');
  await go(page, 'Sources');
  await expect(main.getByRole('button', { name: /^Read it another way/ })).toHaveCount(2);
  const saved = await download(page, () => page.keyboard.press('Control+s'));
  expect(held(saved.text).originals).toBe(2);
  expect(bad(wrong)).toEqual([]);
});

test('an example for which there is no room says that there is none, and nothing of it stays', async ({ page }) => {
  const wrong = watch(page);
  await beginWith(page, `
    const full = () => { throw new DOMException('There is no room', 'QuotaExceededError'); };
    IDBObjectStore.prototype.add = full;
  `);
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(notice(page, 'Not saved on this device')).toBeVisible();
  await expect(state(page)).toHaveText('Not saved on this device');
  await expect(page.getByRole('log')).not.toContainText('There is no case');
  expect(bad(wrong)).toEqual([]);
});

test('where storage is blocked, that is said before there is anything to lose, and a file keeps the work', async ({ page }) => {
  const wrong = watch(page);
  // As Firefox has it where cookies are blocked, and private windows of older browsers.
  const blocked = `
    IDBFactory.prototype.open = () => { throw new DOMException('The operation is insecure.', 'SecurityError'); };
    IDBFactory.prototype.databases = () => Promise.reject(new DOMException('The operation is insecure.', 'SecurityError'));
    StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('The operation is insecure.', 'SecurityError'));
  `;
  await beginWith(page, blocked);
  await page.addInitScript(blocked);
  await page.goto('./');
  await expect(notice(page, 'This browser keeps nothing here').getByRole('button', { name: WAY_OUT })).toBeVisible();
  await expect(notice(page, 'This looks like a private window')).toHaveCount(0);
  await expect(state(page)).toHaveText(/Not saved: this browser keeps nothing here/);
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await rename(page, 'Kept in a file alone');
  await expect(page.getByRole('button', { name: 'Undo: rename the case' })).toBeVisible();
  await expect(state(page)).toHaveText(/Not saved: this browser keeps nothing here/);
  const saved = await download(page, () => page.keyboard.press('Control+s'));
  expect(held(saved.text)).toEqual({ titles: ['Kept in a file alone'], originals: 2 });
  // Whoever leaves is asked first.
  const asked = page.waitForEvent('dialog');
  const left = page.reload();
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.accept();
  await left;
  await expect(title(page)).toHaveCount(0);
  await open(page, [{ name: saved.name, mimeType: 'application/json', buffer: Buffer.from(saved.text) }]);
  await expect(title(page)).toHaveValue('Kept in a file alone');
  expect(bad(wrong)).toEqual([]);
});

test('a private window that forgets everything is told as one, and keeps the work meanwhile', async ({ page }) => {
  const wrong = watch(page);
  // As Firefox has it: the data base is there, the private file system is not.
  const refused = `StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('Security error', 'SecurityError'));`;
  await beginWith(page, refused);
  await page.addInitScript(refused);
  await page.goto('./');
  const told = notice(page, 'This looks like a private window');
  await expect(told).toContainText('The browser forgets everything when it is closed');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await expect(state(page)).toHaveAttribute('data-state', 'kept');
  const saved = await download(page, () => told.getByRole('button', { name: WAY_OUT }).click());
  expect(held(saved.text).originals).toBe(2);
  await page.reload();
  await go(page, 'Sources');
  await expect(page.getByRole('main').getByRole('button', { name: /^Read it another way/ })).toHaveCount(2);
  expect(bad(wrong)).toEqual([]);
});

test('a page that came without encryption has no private file system, and works and keeps all the same', async ({ baseURL }, info) => {
  const port = new URL(baseURL!).port;
  const origin = `http://floodmark.test:${port}`;
  const { executablePath, args } = info.project.use.launchOptions!;
  const browser = await chromium.launch({ executablePath, args: [...args!, '--host-resolver-rules=MAP floodmark.test 127.0.0.1'] });
  try {
    const page = await browser.newPage();
    const wrong = watch(page, origin);
    await page.goto(`${origin}/`);
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await page.getByRole('button', { name: /Try an example/ }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
    await expect(state(page)).toHaveAttribute('data-state', 'kept');
    await page.reload();
    await go(page, 'Sources');
    await expect(page.getByRole('main').getByRole('button', { name: /^Read it another way/ })).toHaveCount(2);
    expect(bad(wrong)).toEqual([]);
  } finally {
    await browser.close();
  }
});
