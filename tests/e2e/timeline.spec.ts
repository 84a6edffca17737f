import { expect, test } from '@playwright/test';
import { accessible, download, go, open, watch } from './watch';

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
const SKETCH = [
  ['First exploit request', '2026-03-12T23:41:07Z', 'a'],
  ['Skimmer injected into checkout.js', '2026-03-13T00:02:51Z', 'milestone:exposure'],
  ['Ops confirm the modified file', '2026-03-16T09:05:00Z', 'milestone:detection'],
  ['Checkout disabled', '2026-03-16T09:48:30Z', 'milestone:containment'],
  ['Store reopened', '2026-03-17T06:00:00Z', 'milestone:recovery'],
].map(([message, datetime, tag]) => `${message},${datetime},Log,${tag}\n`).join('');
const FILES = [
  file('sketch.csv', `message,datetime,timestamp_desc,tag\n${SKETCH}`),
  file('skimmer-timeline-export.csv', '"Time (in UTC)","Description","Owner"\n"2026-03-16T09:48:30.000Z","Checkout disabled","A. Osei"\n'),
  file('timeline.json', '{"events":[{"date":1773654510000,"kind":"customEvent","entity":"CustomEvent","entityId":"~1","details":{"title":"Checkout disabled"}}]}'),
];

test('what several sources tell is one row that opens, and the histogram shows the phases', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, FILES);
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  const main = page.getByRole('main');
  await expect(main.getByRole('status').filter({ hasText: 'events' })).toHaveText('7 events in 5 rows');
  const rows = main.getByRole('grid').getByRole('row').filter({ hasText: 'Checkout disabled' });
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Contained');
  await accessible(page, 'closed group');

  // By the pointer, then by the keys; the cursor stays with its event.
  const fold = rows.first().getByRole('button', { name: 'also in' });
  await fold.click();
  await expect(rows).toHaveCount(3);
  await expect(fold).toHaveAttribute('aria-expanded', 'true');
  await accessible(page, 'open group');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/timeline-group.png' });
  const list = main.getByRole('grid');
  await list.focus();
  await page.keyboard.press('j');
  await expect(rows.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowLeft');

  // A filter that keeps one of them shows it alone.
  await main.getByRole('button', { name: 'Source, filter' }).click();
  await main.getByRole('checkbox', { name: /timeline\.json/ }).check();
  await expect(rows).toHaveCount(1);
  await expect(main.getByRole('status').filter({ hasText: 'events' })).toHaveText('1 of 7 events');
  await main.getByRole('button', { name: 'Clear all' }).click();

  // The phases of the response, as on Response.
  await main.getByRole('radio', { name: 'Phase' }).check();
  const phases = main.getByRole('list', { name: 'Phases' });
  await expect(phases.getByRole('listitem')).toHaveText(['Exposure', 'Containment', 'Recovery']);
  await accessible(page, 'phases');
  if (process.env.SCREENS) {
    await page.screenshot({ path: 'results/screens/timeline-phases.png' });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.screenshot({ path: 'results/screens/timeline-phases-dark.png' });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.screenshot({ path: 'results/screens/timeline-phases-narrow.png' });
  }
  expect(wrong).toEqual([]);
});

test('where the event under the cursor is gone, a press on the row that took its place opens that', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, [FILES[0]]);
  const main = page.getByRole('main');
  const rows = main.getByRole('grid').getByRole('row');
  await expect(rows.nth(1)).toContainText('First exploit request');
  await open(page, [file('scan.csv', 'message,datetime,timestamp_desc,tag\nScan of the shop,2026-03-12T20:00:00Z,Log,\n')]);
  await rows.filter({ hasText: 'Scan of the shop' }).click();
  await page.keyboard.press('o');
  const event = page.getByRole('complementary', { name: 'Event' });
  await expect(event).toContainText('Scan of the shop');
  await page.getByRole('button', { name: /^Undo: open/ }).click();
  await expect(rows.nth(1)).toContainText('First exploit request');
  await expect(rows.nth(1)).toHaveAttribute('aria-selected', 'true');
  await rows.nth(1).click();
  await expect(event).toContainText('First exploit request');
  expect(wrong).toEqual([]);
});

test('when the responders knew is corrected, and what people wrote is filtered by', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, FILES);
  const main = page.getByRole('main');
  const rows = main.getByRole('grid').getByRole('row');
  await expect(rows.filter({ hasText: 'Skimmer injected' })).toHaveCount(1);
  await rows.filter({ hasText: 'Skimmer injected' }).dblclick();
  const drawer = page.getByRole('complementary', { name: 'Event' });
  await drawer.getByRole('button', { name: 'Correct…' }).click();
  await drawer.getByRole('textbox', { name: 'Known to the responders at' }).fill('2026-03-16T09:05:00Z');
  await drawer.getByRole('button', { name: 'Keep the correction' }).click();
  await expect(drawer).toContainText('Known at');
  await expect(drawer).toContainText('Corrected by hand');
  await drawer.getByRole('button', { name: 'Close the event' }).click();

  // An event of this moment.
  await main.getByRole('button', { name: 'Add an event…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add an event' });
  await dialog.getByRole('button', { name: 'Now, for “Time”' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Time', exact: true })).toHaveValue(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);
  await dialog.getByRole('textbox', { name: 'What happened' }).fill('Review begun');
  await dialog.getByRole('button', { name: 'Add the event' }).click();
  await expect(dialog).toBeHidden();

  await main.getByRole('button', { name: 'Corrected or written by hand' }).click();
  await expect(main.getByRole('status').filter({ hasText: 'events' })).toContainText('2 of 8 events');
  await expect(rows.filter({ hasText: 'Skimmer injected' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'Review begun' })).toHaveCount(1);
  expect(wrong).toEqual([]);
});

test('what several sources tell is one press away, what a filter keeps is a file, and what is hidden comes back', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, FILES);
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  const main = page.getByRole('main');
  const count = main.getByRole('status').filter({ hasText: 'events' });
  const rows = main.getByRole('grid').getByRole('row');

  // From the sentence on Sources that says how many there are.
  await go(page, 'Sources');
  await main.getByRole('button', { name: 'Show them on the timeline' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await expect(count).toHaveText('3 of 7 events in 1 row');
  await expect(main.getByRole('button', { name: 'Told by several sources', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await accessible(page, 'told by several sources');

  const part = await download(page, () => main.getByRole('button', { name: 'Save these 3 events' }).click());
  expect(part.name).toMatch(/-timeline-3-of-7-events\.csv$/);
  expect(part.text.trim().split('\n')).toHaveLength(4);
  await main.getByRole('button', { name: 'Remove the filter Told by several sources' }).click();
  await expect(count).toHaveText('7 events in 5 rows');
  await expect(main.getByRole('button', { name: /^Save these/ })).toHaveCount(0);

  // Hidden, and back again.
  await expect(main.getByRole('button', { name: 'Hidden: 1, filter' })).toHaveCount(0);
  await rows.filter({ hasText: 'Store reopened' }).dblclick();
  await page.getByRole('complementary', { name: 'Event' }).getByRole('button', { name: 'Hide' }).click();
  await expect(rows.filter({ hasText: 'Store reopened' })).toHaveCount(0);
  await main.getByRole('button', { name: 'Hidden: 1, filter' }).click();
  await expect(main.getByRole('list', { name: 'Hidden events' }).getByRole('listitem')).toContainText('Store reopened');
  await accessible(page, 'hidden events');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/timeline-hidden.png' });
  await main.getByRole('button', { name: 'Show again: Store reopened' }).click();
  // Nothing is left in the list, which closes: the focus is on the timeline.
  await expect(main.getByRole('grid')).toBeFocused();
  await expect(rows.filter({ hasText: 'Store reopened' })).toHaveCount(1);
  await expect(main.getByRole('button', { name: 'Hidden: 1, filter' })).toHaveCount(0);
  expect(wrong).toEqual([]);
});

test('the original of a burst has every line of it and no other', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  const line = (second: number, path: string) =>
    `203.0.113.66 - - [12/Mar/2026:23:41:${String(second).padStart(2, '0')} +0000] "GET ${path} HTTP/1.1" 200 43 "-" "curl/8"\n`;
  await open(page, [file('access.log', line(1, '/feed/') + line(2, '/about/') + line(3, '/feed/') + line(4, '/feed/'))]);
  const rows = page.getByRole('main').getByRole('grid').getByRole('row');
  await rows.filter({ hasText: '3 × GET /feed/' }).click();
  await page.keyboard.press('o');
  const drawer = page.getByRole('complementary', { name: 'Event' });
  await expect(drawer).toContainText('3 lines of the file, of which this event was put together.');
  await expect(drawer.getByLabel('Original row')).not.toContainText('/about/');
  expect(wrong).toEqual([]);
});

test('a word that is typed is looked for at once where nothing else is asked, and its first letter a moment later', async ({ page }) => {
  const wrong = watch(page);
  await page.clock.install();
  await page.goto('./');
  await open(page, FILES);
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await expect(page.locator('.saved')).toHaveAttribute('data-state', 'kept');
  const events = page.getByRole('main').getByRole('status').filter({ hasText: 'events' });
  await expect(events).toHaveText('7 events in 5 rows');
  const box = page.getByRole('searchbox', { name: 'Search events' });
  // From here on no moment passes by itself.
  await page.clock.pauseAt(Date.now() + 600_000);
  await box.fill('skimmer');
  await expect(events).toHaveText('1 of 7 events');
  await box.fill('');
  // The histogram may still be asked for when the list is there.
  await page.clock.runFor(200);
  await expect(events).toHaveText('7 events in 5 rows');
  await box.fill('k');
  // For whoever tests time passes, and a list that was asked for would come.
  await page.waitForTimeout(500);
  await expect(events).toHaveText('7 events in 5 rows');
  await page.clock.runFor(200);
  await expect(events).toContainText('of 7 events');
  await expect(box).toHaveValue('k');
  // What is taken back before it was looked for does not come after all.
  await box.fill('');
  await page.clock.runFor(200);
  await expect(events).toHaveText('7 events in 5 rows');
  await box.fill('k');
  await box.press('Escape');
  await page.clock.runFor(200);
  await expect(box).toHaveValue('');
  await expect(events).toHaveText('7 events in 5 rows');
  expect(wrong).toEqual([]);
});
