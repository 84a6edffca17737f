import { expect, test, type Locator, type Page } from '@playwright/test';
import { accessible, download, go, open, watch } from './watch';

const title = (page: Page) => page.getByRole('textbox', { name: 'Title of the case' });
const notice = (page: Page, text: string) => page.getByRole('log').getByRole('listitem').filter({ hasText: text });
const state = (page: Page) => page.locator('.saved');

async function rename(page: Page, to: string): Promise<void> {
  await title(page).fill(to);
  await title(page).press('Enter');
}

/** The title is disabled: nothing is typed into it, and it is said why. */
async function refuses(page: Page): Promise<void> {
  await expect(title(page)).toHaveAttribute('aria-disabled', 'true');
  const before = await title(page).inputValue();
  await title(page).focus();
  await page.keyboard.type('x');
  await expect(notice(page, 'go on there, or take over here')).toBeVisible();
  await expect(title(page)).toHaveValue(before);
}

async function example(page: Page): Promise<void> {
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await expect(state(page)).toHaveAttribute('data-state', 'kept');
}

test('a second tab on the same workspace reads, takes over when told to, and neither overwrites the other', async ({ page, context }) => {
  const wrong = watch(page);
  await example(page);
  const second = await context.newPage();
  const wrongSecond = watch(second);
  await second.goto('./');
  await expect(title(second)).toHaveValue(/skimmer/i);
  await expect(state(second)).toHaveText('Read-only in this tab');
  await expect(notice(second, 'This tab is read-only')).toBeVisible();

  // What would change something is disabled there, and says why when it is tried; the first goes on.
  await refuses(second);
  // Whoever reads may go everywhere, filter and take files away.
  await go(second, 'Timeline');
  const add = second.getByRole('button', { name: 'Add an event…' });
  await expect(add).toHaveAttribute('aria-disabled', 'true');
  await add.click({ force: true });
  await expect(second.getByRole('dialog')).toHaveCount(0);
  await second.getByRole('searchbox', { name: 'Search events' }).fill('contained');
  await expect(second.getByRole('searchbox', { name: 'Search events' })).toHaveValue('contained');
  await accessible(second, 'a tab that only reads');
  await rename(page, 'Written in the first');
  await expect(state(page)).toHaveAttribute('data-state', 'kept');

  // The second takes over: it sees what the first wrote, and the first is told.
  await notice(second, 'This tab is read-only').first().getByRole('button', { name: 'Take over here' }).click();
  await expect(title(second)).toHaveValue('Written in the first');
  await expect(state(page)).toHaveText('Read-only in this tab');
  await rename(second, 'Written in the second');
  await expect(state(second)).toHaveAttribute('data-state', 'kept');
  await refuses(page);

  // Closed, it leaves the workspace to the first, with what it wrote.
  await second.close();
  await expect(notice(page, 'You can change the workspace here again')).toBeVisible();
  await expect(title(page)).toHaveValue('Written in the second');
  await rename(page, 'Written in the first again');
  await expect(state(page)).toHaveAttribute('data-state', 'kept');
  await page.reload();
  await expect(title(page)).toHaveValue('Written in the first again');
  // A reload is no second tab.
  await expect(state(page)).toHaveAttribute('data-state', 'kept');
  expect([...wrong, ...wrongSecond]).toEqual([]);
});

/** What changes the workspace, at least one control a page: each is disabled in a tab that only reads, and does nothing there. */
const CHANGES: [string, (main: Locator) => Locator[]][] = [
  ['Sources', (main) => [main.getByRole('button', { name: 'Add files…' }).first()]],
  ['Timeline', (main) => [main.getByRole('button', { name: 'Add an event…' }), main.getByRole('button', { name: 'Paste lines…' })]],
  ['Response', (main) => [
    main.getByRole('slider', { name: /, handle$/ }).first(),
    main.getByRole('button', { name: 'Set the end of the record…' }),
  ]],
  ['Findings', (main) => [
    main.getByRole('button', { name: 'Dismiss…' }).first(),
    main.getByRole('button', { name: 'Note…' }).first(),
    main.getByRole('button', { name: 'Add an action item…' }),
  ]],
  ['Plan', (main) => [main.locator('article.amendment').first().getByRole('button', { name: /^Accept/ }).first()]],
  ['Report', (main) => [main.getByRole('button', { name: /^Edit “/ }).first(), main.getByRole('checkbox', { name: /in the report$/ }).first()]],
  ['Exercise', (main) => [main.locator('button', { hasText: 'Add an inject' }).first(), main.locator('button', { hasText: 'Begin the session' })]],
  ['Meeting', (main) => [main.getByRole('textbox', { name: /^Capture/ }), main.getByRole('button', { name: /^Remove “/ }).first()]],
];

test('in a tab that only reads no page changes anything, and its second window neither; it takes over when the other is closed', async ({ page, context }) => {
  const wrong = watch(page);
  await example(page);
  // There is a plan, and a meeting under way.
  await go(page, 'Plan');
  await expect(page.getByRole('main').locator('article.amendment').first()).toBeVisible();
  await go(page, 'Meeting');
  await page.getByRole('main').getByRole('button', { name: 'Begin the meeting' }).click();
  const capture = page.getByRole('main').getByRole('textbox', { name: /^Capture/ });
  await capture.fill('before the second tab');
  await capture.press('Enter');
  await expect(page.getByRole('main').getByRole('region', { name: 'Captured' })).toContainText('before the second tab');
  await expect(state(page)).toHaveAttribute('data-state', 'kept');

  const second = await context.newPage();
  const wrongSecond = watch(second);
  await second.goto('./');
  await expect(notice(second, 'This tab is read-only')).toBeVisible();
  const main = second.getByRole('main');
  const before = (await download(second, () => second.keyboard.press('Control+s'))).text;
  for (const [name, controls] of CHANGES) {
    await go(second, name);
    for (const control of controls(main)) {
      await expect.soft(control, name).toHaveAttribute('aria-disabled', 'true');
      if (await control.isVisible()) {
        await control.click({ force: true });
        await control.press('Enter');
      }
    }
    await expect(second.getByRole('dialog')).toHaveCount(0);
  }
  // A handle is neither moved by keys nor pulled.
  await go(second, 'Response');
  const handle = main.getByRole('slider', { name: /, handle$/ }).first();
  const stands = await handle.getAttribute('aria-valuenow');
  await handle.focus();
  await second.keyboard.press('ArrowRight');
  await second.keyboard.press('PageUp');
  const box = (await handle.boundingBox())!;
  await second.mouse.move(box.x + 10, box.y + 10);
  await second.mouse.down();
  await second.mouse.move(box.x + 90, box.y + 10, { steps: 4 });
  await second.mouse.up();
  // What a change would offer comes a moment later; what it changed is seen after a way round.
  await second.waitForTimeout(300);
  await expect(main.getByRole('button', { name: 'Keep', exact: true })).toHaveCount(0);
  await go(second, 'Findings');
  await go(second, 'Response');
  await expect(handle).toHaveAttribute('aria-valuenow', stands!);
  await go(second, 'Settings');
  await main.getByRole('button', { name: 'Erase everything on this device…' }).click();
  const erase = main.getByRole('button', { name: 'Erase everything', exact: true });
  await expect(erase).toHaveAttribute('aria-disabled', 'true');
  await erase.click({ force: true });
  await expect(erase).toBeVisible();
  expect((await download(second, () => second.keyboard.press('Control+s'))).text).toBe(before);

  // Its meeting has a second window of its own, which shows what was there when it came, and takes nothing.
  await go(second, 'Meeting');
  const [beside] = await Promise.all([context.waitForEvent('page'), main.getByRole('button', { name: 'Second window' }).click()]);
  await expect(beside.getByRole('region', { name: 'Captured' })).toContainText('before the second tab');
  const line = beside.getByRole('textbox', { name: /^Capture/ });
  await expect(line).toHaveAttribute('aria-disabled', 'true');
  await line.focus();
  await beside.keyboard.type('x');
  await expect(line).toHaveValue('');
  await beside.close();

  // The first goes on; closed, it leaves all of that to the second.
  await capture.fill('after the second tab came');
  await capture.press('Enter');
  await expect(page.getByRole('main').getByRole('region', { name: 'Captured' })).toContainText('after the second tab came');
  await expect(state(page)).toHaveAttribute('data-state', 'kept');
  await page.close();
  await expect(notice(second, 'You can change the workspace here again')).toBeVisible();
  await expect(main.getByRole('region', { name: 'Captured' })).toContainText('after the second tab came');
  await expect(main.getByRole('textbox', { name: /^Capture/ })).not.toHaveAttribute('aria-disabled', 'true');
  await main.getByRole('textbox', { name: /^Capture/ }).fill('in the second tab');
  await main.getByRole('textbox', { name: /^Capture/ }).press('Enter');
  await expect(main.getByRole('region', { name: 'Captured' })).toContainText('in the second tab');
  await expect(state(second)).toHaveAttribute('data-state', 'kept');
  expect([...wrong, ...wrongSecond]).toEqual([]);
});

/** Does something to the journal of this device, as a program without the lock might. */
const journal = (page: Page, what: 'add' | 'clear' | 'damage') => page.evaluate((what) => new Promise<void>((done, failed) => {
  const request = indexedDB.open('floodmark');
  request.onerror = () => failed(request.error);
  request.onsuccess = () => {
    const transaction = request.result.transaction('journal', 'readwrite');
    const store = transaction.objectStore('journal');
    if (what === 'clear') store.clear();
    // As a newer version of the program may write it.
    else if (what === 'damage') store.add('{"at":"2026-03-24T10:00:00Z","command":{"change":{"of_a_newer_version":{"case":0}}}}');
    else store.getAll().onsuccess = ({ target }) => {
      const lines = (target as IDBRequest<string[]>).result;
      const renamed = lines.find((line) => line.includes('rename_case'))!;
      store.add(renamed.replace(/"title":"[^"]*"/, '"title":"Written elsewhere"'));
    };
    transaction.oncomplete = () => { request.result.close(); done(); };
    transaction.onerror = () => failed(transaction.error);
  };
}), what);

test('what another tab wrote without the lock is never overwritten, and what was cleared is said with a way out', async ({ page }) => {
  await example(page);
  await journal(page, 'add');
  await rename(page, 'Written over it');
  const told = notice(page, 'Another tab has changed this workspace');
  await expect(told).toBeVisible();
  await page.getByRole('button', { name: 'Take over here' }).first().click();
  await expect(title(page)).toHaveValue('Written elsewhere');
  await rename(page, 'Written after it');
  await expect(state(page)).toHaveAttribute('data-state', 'kept');

  await journal(page, 'clear');
  await rename(page, 'Kept nowhere');
  const gone = notice(page, 'What this device kept is gone');
  await expect(gone).toBeVisible();
  const [saved] = await Promise.all([page.waitForEvent('download'), gone.getByRole('button', { name: 'Save the workspace as a file' }).click()]);
  expect(saved.suggestedFilename()).toMatch(/\.floodmark$/);
});

test('behind a journal that cannot be read to its end nothing is kept or called saved, and the journal can be taken out', async ({ page }) => {
  await example(page);
  await rename(page, 'Before the damage');
  await expect(state(page)).toHaveAttribute('data-state', 'kept');
  await journal(page, 'damage');
  await page.reload();
  const told = notice(page, 'What this device keeps cannot be read to its end').first();
  await expect(told).toBeVisible();
  // What can be read is there; nothing is added behind what cannot.
  await expect(title(page)).toHaveValue('Before the damage');
  await rename(page, 'Written behind it');
  await expect(state(page)).not.toHaveAttribute('data-state', 'kept');
  const [saved] = await Promise.all([page.waitForEvent('download'), told.getByRole('button', { name: 'Save the journal as a file' }).click()]);
  expect(saved.suggestedFilename()).toMatch(/^journal-.*\.jsonl$/);
  const parts: Buffer[] = [];
  for await (const part of await saved.createReadStream()) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  expect(text).toContain('of_a_newer_version');
  expect(text).not.toContain('Written behind it');
  await page.reload();
  await expect(title(page)).toHaveValue('Before the damage');
});

test('a lock that nobody has and the browser is slow to give is waited for, and the file that was opened meanwhile is read', async ({ page }) => {
  const wrong = watch(page);
  // As a busy browser does: each answer comes late, in the order of the questions.
  const slow = `{
    const ask = (name) => navigator.locks[name].bind(navigator.locks);
    const [request, query] = [ask('request'), ask('query')];
    const later = (what) => (...all) => new Promise((go) => setTimeout(go, 1500)).then(() => what(...all));
    Object.assign(navigator.locks, { request: later(request), query: later(query) });
  }\n`;
  await page.route(/\/worker-[0-9a-f]+\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: slow + await response.text() });
  });
  await page.goto('./');
  await open(page, [{ name: 'events.csv', mimeType: 'text/csv', buffer: Buffer.from('message,datetime,timestamp_desc\nAn alert was raised,2026-03-01T09:00:00+00:00,Alert\n') }]);
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('An alert was raised');
  await expect(notice(page, 'This tab is read-only')).toHaveCount(0);
  expect(wrong).toEqual([]);
});
