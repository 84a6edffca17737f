import { type Page, expect, test } from '@playwright/test';
import { EXPORT, chooseFolder, dropFolder, folderIsRead, unpacked } from './slack';
import { accessible, go, open, tabTo, watch } from './watch';

test('the messages of a Slack export that become events are chosen, with exact counts beforehand', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, [{ name: 'slack.jsonl', mimeType: 'text/plain', buffer: Buffer.from(EXPORT) }]);
  await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible();
  await go(page, 'Sources');
  const main = page.getByRole('main');
  await expect(main).toContainText('Of 6 messages, 3 were taken and 3 left out');
  const opener = main.getByRole('button', { name: 'Choose messages: slack.jsonl' });
  const rows = main.getByRole('grid').getByRole('row');

  // A star on one of them goes with it, wherever its row comes to stand.
  await go(page, 'Timeline');
  await expect(rows.filter({ hasText: 'the shop is blocked' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'on my way' })).toHaveCount(0);
  await rows.filter({ hasText: 'Incident declared' }).click();
  await page.keyboard.press('Space');
  await expect(rows.filter({ hasText: 'Incident declared' })).toContainText('Starred');
  await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible();
  await go(page, 'Sources');

  // By keyboard: the button, a channel, and what is taken of the others.
  await tabTo(page, /^Choose messages: slack\.jsonl$/);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Choose messages of slack.jsonl' });
  const read = dialog.getByRole('button', { name: 'Read these messages' });
  const outcome = dialog.getByRole('status');
  await expect(outcome).toHaveText('3 of 6 messages would become events; 3 are now.');
  await expect(read).toBeDisabled();
  const channels = dialog.getByRole('region', { name: 'Channels' }).getByRole('row');
  const cells = (name: string) => channels.filter({ hasText: name }).getByRole('cell');
  await expect(cells('#inc-41').nth(1)).toHaveText('4');
  await expect(cells('#inc-41').nth(2)).toHaveText('2');
  await dialog.getByRole('checkbox', { name: '#general' }).focus();
  await page.keyboard.press('Space');
  await expect(outcome).toHaveText('2 of 6 messages would become events; 3 are now.');
  await expect(dialog.getByRole('checkbox', { name: '#general' })).toBeFocused();
  await dialog.getByRole('radio', { name: 'All', exact: true }).click();
  await expect(outcome).toHaveText('3 of 6 messages would become events; 3 are now.');
  await dialog.getByRole('checkbox', { name: 'Replies in threads' }).uncheck();
  await dialog.getByRole('checkbox', { name: 'Notices of who joined, left or renamed' }).check();
  await expect(cells('#inc-41').nth(2)).toHaveText('3');
  await expect(cells('#general').nth(2)).toHaveText('0');
  // Of some time alone: what is typed is read as everywhere, and what cannot be read holds nothing up but the button.
  const [from, until] = ['From', 'Until'].map((name) => dialog.getByRole('textbox', { name, exact: true }));
  await expect(dialog).toContainText('Empty: from the first message, 2026-03-16');
  await from.fill('2026-03-16T09:21:05Z');
  await expect(dialog).toContainText('Reads as 2026-03-16 09:21:05');
  await expect(outcome).toHaveText('2 of 6 messages would become events; 3 are now.');
  await until.fill('soon');
  await expect(until).toHaveAttribute('aria-invalid', 'true');
  await expect(read).toBeDisabled();
  await until.fill('2026-03-16T09:21:10Z');
  await expect(outcome).toHaveText('1 of 6 messages would become events; 3 are now.');
  await accessible(page, 'choose messages');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/slack-messages.png' });

  // Esc leaves all as it was, and gives the focus back.
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
  await expect(main).toContainText('3 were taken and 3 left out');

  await opener.click();
  await dialog.getByRole('button', { name: 'No channel' }).click();
  await expect(outcome).toHaveText('0 of 6 messages would become events; 3 are now.');
  await dialog.getByRole('checkbox', { name: '#inc-41' }).check();
  await dialog.getByRole('radio', { name: 'All', exact: true }).click();
  await dialog.getByRole('checkbox', { name: 'Replies in threads' }).uncheck();
  await expect(outcome).toHaveText('2 of 6 messages would become events; 3 are now.');
  await read.click();
  await expect(dialog).toBeHidden();
  await expect(main).toContainText('Of 6 messages, 2 were taken and 4 left out: 2 of channels that were not chosen');
  await go(page, 'Timeline');
  await expect(rows.filter({ hasText: 'on my way' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'the shop is blocked' })).toHaveCount(0);
  await expect(rows.filter({ hasText: 'Checkout contained' })).toHaveCount(0);
  await expect(rows.filter({ hasText: 'Incident declared' })).toContainText('Starred');
  await expect(rows.filter({ hasText: 'Starred' })).toHaveCount(1);

  // Undo reads it as before; what was chosen is kept over a reload.
  await page.keyboard.press('Control+z');
  await expect(rows.filter({ hasText: 'the shop is blocked' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'on my way' })).toHaveCount(0);
  await page.keyboard.press('Control+Shift+z');
  await expect(rows.filter({ hasText: 'on my way' })).toHaveCount(1);
  await page.reload();
  await expect(rows.filter({ hasText: 'on my way' })).toHaveCount(1);
  await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible();
  await go(page, 'Sources');
  await opener.click();
  await expect(dialog.getByRole('checkbox', { name: '#inc-41' })).toBeChecked();
  await expect(dialog.getByRole('checkbox', { name: '#general' })).not.toBeChecked();
  await expect(read).toBeDisabled();
  expect(wrong).toEqual([]);
});

// A folder as a drop hands it over; the browser makes none for a script. A file without a text cannot be read.
type Tree = { [name: string]: string | null | Tree };

// What `gather` makes of dropped folders.
const gather = (page: Page, tree: Tree) => page.evaluate(async (tree) => {
  type Node = { isFile: boolean; isDirectory: boolean; name: string; fullPath: string };
  const entry = (path: string, inside: string | object | null): Node => {
    const own = { name: path.split('/').pop() ?? '', fullPath: path };
    if (inside === null || typeof inside === 'string') {
      const file = (done: (file: File) => void, failed: (error: Error) => void) =>
        inside === null ? failed(new Error('not readable')) : done(new File([inside], own.name));
      return { ...own, isFile: true, isDirectory: false, file } as Node;
    }
    const children = Object.entries(inside).map(([name, more]) => entry(`${path}/${name}`, more));
    // As browsers do: some at a time, then none.
    const createReader = () => ({ readEntries: (done: (some: Node[]) => void) => done(children.splice(0, 2)) });
    return { ...own, isFile: false, isDirectory: true, createReader } as Node;
  };
  const items = Object.entries(tree).map(([name, inside]) => ({ webkitGetAsEntry: () => entry(`/${name}`, inside) }));
  type Gathered = File[] & { unread: string[]; left: string[] };
  const gather = (window as unknown as { gather: (from: object) => Promise<Gathered> }).gather;
  const files = await gather({ items, files: [] });
  const texts = await Promise.all(files.map(async (file) => [file.name, await file.text()]));
  return { texts, unread: files.unread, left: files.left };
}, tree);

test('an export that was unpacked is read as a whole, from its folder or file by file', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await page.waitForFunction(() => 'gather' in window);
  const users = JSON.stringify([{ id: 'U1', name: 'osei', real_name: 'A. Osei' }]);
  const channels = JSON.stringify([{ id: 'C1', name: 'inc-41' }]);
  const day = JSON.stringify([{ type: 'message', user: 'U1', ts: '1773652860.000000', text: 'Incident declared' }]);
  const json = (name: string, text: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await open(page, [json('users.json', users), json('channels.json', channels), json('2026-03-16.json', day)]);
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  const row = page.getByRole('main').getByRole('grid').getByRole('row').filter({ hasText: 'Incident declared' });
  await expect(row).toContainText('A. Osei');

  const tree: Tree = { export: { 'users.json': users, 'channels.json': channels, 'inc-41': { '2026-03-16.json': day }, 'canvases.json': '[]' }, 'other.csv': 'a,b' };
  const { texts: gathered, left } = await gather(page, tree);
  expect(left).toEqual(['export/canvases.json']);
  expect(gathered.map(([name]) => name)).toEqual(['export › Slack messages', 'other.csv']);
  const lines = gathered[0][1].trim().split('\n').map((text) => JSON.parse(text));
  expect(lines[0]).toEqual({ slack_users: JSON.parse(users), slack_channels: JSON.parse(channels) });
  expect(lines[1]).toMatchObject({ channel: 'inc-41', user: 'U1', text: 'Incident declared' });
  expect(wrong).toEqual([]);
});

test('what lies beside or inside an unpacked export is opened too, and what could not be read is named', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await page.waitForFunction(() => 'gather' in window);
  const users = JSON.stringify([{ id: 'U1', name: 'osei', real_name: 'A. Osei' }]);
  const channels = JSON.stringify([{ id: 'C1', name: 'inc-41' }]);
  const day = (text: string) => JSON.stringify([{ type: 'message', user: 'U1', ts: '1773652860.000000', text }]);
  const one: Tree = { 'users.json': users, 'channels.json': channels, 'inc-41': { '2026-03-16.json': day('first'), '2026-03-17.json': '[]' } };
  const two: Tree = { 'users.json': users, 'channels.json': channels, 'inc-41': { '2026-03-16.json': day('second') } };
  const found = await gather(page, {
    one: { ...one, 'notes.csv': 'a,b', metrics: { '2026-03-16.json': '[{"value":1}]' }, '.env': 'KEY=1', '.DS_Store': '', '.git': { HEAD: 'x' }, 'locked.log': null },
    two,
  });
  expect(found.texts.map(([name]) => name)).toEqual([
    'one › Slack messages', 'two › Slack messages', 'notes.csv', '2026-03-16.json', '.env',
  ]);
  expect(found.unread).toEqual(['one/locked.log']);
  expect(found.left).toEqual([]);
  // Each export has its own messages alone.
  for (const [n, text] of ['first', 'second'].entries()) {
    const lines = found.texts[n][1].trim().split('\n').map((line) => JSON.parse(line));
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatchObject({ channel: 'inc-41', text });
  }
  // The messages of one channel alone tell what they are.
  const alone = await gather(page, { 'inc-41': { '2026-03-16.json': day('alone') } });
  expect(alone.texts.map(([name]) => name)).toEqual(['Slack messages']);
  expect(wrong).toEqual([]);
});

for (const [how, bring] of [['chosen', chooseFolder], ['dropped', dropFolder]] as const) {
  test(`an unpacked export is read from a folder of the disk that is ${how}`, async ({ page }) => {
    const wrong = watch(page);
    const { folder, clear } = unpacked();
    try {
      await page.goto('./');
      await page.waitForFunction(() => 'gather' in window);
      await bring(page, folder);
      await folderIsRead(page);
      await go(page, 'Sources');
      const main = page.getByRole('main');
      await expect(main).toContainText('Of 6 messages, 3 were taken and 3 left out');
      await main.getByRole('button', { name: 'Choose messages: slack-export › Slack messages' }).click();
      const channels = page.getByRole('dialog', { name: /^Choose messages of / }).getByRole('region', { name: 'Channels' });
      await expect(channels.getByRole('checkbox', { name: '#general' })).toBeVisible();
      await expect(channels.getByRole('checkbox', { name: '#inc-41' })).toBeVisible();
    } finally {
      clear();
    }
    expect(wrong).toEqual([]);
  });
}
