import { expect, test } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { accessible, go, open, picker, watch } from './watch';

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

const PAGERDUTY = JSON.stringify({ log_entries: [
  { id: 'R2', type: 'acknowledge_log_entry', summary: 'Acknowledged by A. Osei', created_at: '2026-03-16T09:21:10Z', agent: { summary: 'A. Osei' } },
  { id: 'R1', type: 'trigger_log_entry', summary: 'Customer reports card misuse', created_at: '2026-03-16T08:12:40Z', agent: { summary: 'Support' } },
  { id: 'R0', type: 'annotate_log_entry', summary: 'no time here' },
] });
const SLACK = JSON.stringify([
  { type: 'message', user: 'U01', ts: '1773654510.000000', text: 'Checkout disabled', reactions: [{ name: 'pushpin', users: ['U02'], count: 1 }] },
  { type: 'message', user: 'U02', ts: '1773654511.000000', text: 'thanks' },
]);
const AURORA = JSON.stringify({ storage_format_version: 7, timeline: [{ recid: 1, date_time: '2026-03-16 09:48:30', event_host: 'shop01', event_data: 'Checkout disabled' }] });
const shifts = (rows: string) => `When,What,More,Who\n${rows}`;

test('exports of several tools make one timeline, and say what they could not be read as', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, [file('a.json', PAGERDUTY), file('b.json', SLACK), file('case.fox', AURORA)]);
  const dialog = page.getByRole('dialog', { name: 'What was opened' });
  await expect(dialog).toContainText('1 refused and kept in a list');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await go(page, 'Sources');
  const main = page.getByRole('main');
  for (const label of ['PagerDuty log entries', 'Slack export', 'Aurora .fox']) await expect(main).toContainText(label);
  await accessible(page, 'several formats');
  await go(page, 'Timeline');
  const rows = main.getByRole('grid').getByRole('row');
  await expect(rows.filter({ hasText: 'Customer reports card misuse' })).toHaveCount(1);
  // The original of a record is its own object, not the line that holds the whole file.
  await rows.filter({ hasText: 'Acknowledged by A. Osei' }).click();
  await page.keyboard.press('o');
  await expect(page.getByLabel('Original row')).toContainText('{"id":"R2","type":"acknowledge_log_entry"');
  await expect(page.getByLabel('Original row')).not.toContainText('R1');
  expect(wrong).toEqual([]);
});

test('a table is mapped once, and its preset maps the next', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, [file('monday.csv', shifts('2026-03-16 10:20,War room opened,by phone,A. Osei\n2026-03-16 10:55,Malware removed,on shop01,B. Lind\n'))]);
  const mapper = page.getByRole('dialog', { name: 'Choose the columns of monday.csv' });
  const preview = page.getByRole('region', { name: 'What becomes of the first rows' });
  await expect(preview).toContainText('War room opened');
  // A second column joins the text, and a text of one's own fills a field for every row.
  await mapper.getByRole('combobox', { name: 'Text, column 2' }).selectOption('More');
  await expect(preview).toContainText('War room opened by phone');
  await mapper.getByRole('combobox', { name: 'Asset', exact: true }).selectOption({ label: 'a text of your own…' });
  await mapper.getByRole('textbox', { name: 'Asset, your text' }).fill('web shop');
  await mapper.getByRole('textbox', { name: 'Asset, your text' }).press('Tab');
  await expect(preview.getByRole('cell', { name: 'web shop' }).first()).toBeVisible();
  await accessible(page, 'mapper');
  await page.screenshot({ path: 'results/screens/import-preview.png' });
  await mapper.getByRole('textbox', { name: 'Keep these choices as' }).fill('Shift log');
  await mapper.getByRole('button', { name: 'Read the file' }).click();
  await expect(mapper).toBeHidden();
  const goOn = page.getByRole('button', { name: 'Go on' });
  await goOn.click();

  await open(page, [file('tuesday.csv', shifts('2026-03-17 07:00,Store reopened,at last,B. Lind\n'))]);
  const second = page.getByRole('dialog', { name: 'Choose the columns of tuesday.csv' });
  await expect(second).toContainText('preset “Shift log”');
  await expect(preview).toContainText('Store reopened at last');
  await second.getByRole('button', { name: 'Read the file' }).click();
  await expect(second).toBeHidden();
  await goOn.click();

  // A title above the table is left out, and how many lines it has can be said.
  await open(page, [file('wednesday.csv', `Shift log of the shop,,,\nExported by,A. Osei,,\n\n${shifts('2026-03-18 07:00,Shift handed over,calmly,B. Lind\n')}`)]);
  const third = page.getByRole('dialog', { name: 'Choose the columns of wednesday.csv' });
  const above = third.getByRole('spinbutton', { name: 'Lines above the table' });
  await expect(above).toHaveValue('3');
  await expect(preview).toContainText('Shift handed over calmly');
  await above.fill('0');
  await above.press('Tab');
  await expect(third).toContainText('has no column');
  await above.fill('3');
  await above.press('Tab');
  await expect(preview).toContainText('Shift handed over calmly');
  await third.getByRole('button', { name: 'Read the file' }).click();
  await expect(third).toBeHidden();
  await goOn.click();
  await go(page, 'Sources');
  await expect(page.getByRole('main')).toContainText('3 lines stand above the table and were not read as rows');
  expect(wrong).toEqual([]);
});

test('a file that two tools may have written is read as the one that is chosen', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  const both = 'message,datetime,timestamp_desc,incident_number,service_name,created_on,resolved_on,seconds_to_first_ack,seconds_to_resolve\n'
    + 'Card misuse,2026-03-16T08:12:40Z,Reported,41,shop,2026-03-16T09:20:00Z,2026-03-16T10:00:00Z,70,2400\n';
  await open(page, [file('both.csv', both)]);
  const dialog = page.getByRole('dialog', { name: 'What was opened' });
  await expect(dialog).toContainText('nothing in it tells them apart');
  await dialog.getByRole('button', { name: 'Read it as PagerDuty incidents' }).click();
  await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Acknowledged: 41');
  await go(page, 'Sources');
  await expect(page.getByRole('main')).toContainText('PagerDuty incidents');
  expect(wrong).toEqual([]);
});

test('files that are being chosen while the whole page comes are opened', async ({ page }) => {
  let arrive = () => {};
  const held = new Promise<void>((resolve) => { arrive = resolve; });
  await page.context().route(/\/whole-[^/]*\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  page.on('filechooser', () => {});
  await page.goto('./');
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /^Cases/ }).click();
  const chooser = await picker(page);
  const came = page.waitForResponse(/\/whole-[^/]*\.wasm$/);
  arrive();
  await (await came).finished();
  // As long as a person looks for a file; the page could have changed many times.
  await page.waitForTimeout(2_000);
  await chooser.setFiles([file('a.json', PAGERDUTY)]);
  const dialog = page.getByRole('dialog', { name: 'What was opened' });
  await expect(dialog).toContainText('a.json');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Customer reports card misuse');
});

test('a large file is read by two: cells over several lines, and each row at its place', async ({ page }, info) => {
  const wrong = watch(page);
  const rows = 170_000;
  let text = 'message,datetime,timestamp_desc,host\n';
  const lines: number[] = [];
  for (let n = 0, line = 2; n < rows; n += 1) {
    lines.push(line);
    const long = 'x'.repeat(200);
    const cell = n % 7 === 3 ? `"event ${n}, ""in"" two\nlines ${long}"` : `event ${n} ${long}`;
    const time = n === rows - 5 ? 'nonsense' : new Date(Date.UTC(2026, 2, 12) + n * 1000).toISOString();
    text += `${cell},${time},Log,shop0${n % 5}\n`;
    line += n % 7 === 3 ? 2 : 1;
  }
  const path = info.outputPath('large.csv');
  writeFileSync(path, text);
  await page.goto('./');
  // A person is there; the engine comes, practises, and starts the second reader.
  await expect(page.getByRole('button', { name: /Open files/ }).first()).toBeVisible();
  await page.mouse.move(300, 300);
  await page.mouse.move(320, 320);
  await expect.poll(() => page.workers().length, { timeout: 60_000 }).toBeGreaterThanOrEqual(3);
  await page.waitForTimeout(1_500);
  await open(page, path);
  // One row is refused, so what became of the file is told.
  const dialog = page.getByRole('dialog', { name: 'What was opened' });
  await expect(dialog).toContainText('1 refused', { timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Go on' }).click();
  const main = page.getByRole('main');
  await expect(main.getByRole('status').filter({ hasText: 'events' })).toContainText('169,999 events', { timeout: 60_000 });
  const list = main.getByRole('grid').getByRole('row');
  await main.getByRole('searchbox', { name: 'Search events' }).fill('event 169998');
  await expect(list.filter({ hasText: 'event 169998' })).toHaveCount(1);
  await list.filter({ hasText: 'event 169998' }).click();
  await page.keyboard.press('o');
  await expect(page.getByLabel('Original row')).toContainText('event 169998');
  await go(page, 'Sources');
  await main.getByRole('button', { name: /1 refused, show the rows/ }).click();
  await expect(main.getByRole('group', { name: /Refused rows/ })).toContainText(lines[rows - 5].toLocaleString('en-GB'));
  expect(wrong).toEqual([]);
});
