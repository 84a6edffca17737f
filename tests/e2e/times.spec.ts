import { expect, test } from '@playwright/test';
import { accessible, go, open, watch } from './watch';

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
const timesketch = (rows: string) => `message,datetime,timestamp_desc\n${rows}`;
const SHARED = timesketch('Web shell written,2026-03-13 00:02:51 CST,Creation\nCheckout switched off,2026-03-16T09:48:30Z,Containment\n');
const FIGURES = timesketch('Alert raised,03/04/2026 10:00:00 UTC,a\nShop offline,05/04/2026 11:00:00 UTC,a\nAll clear,2026-05-06T00:00:01Z,a\n');
const TABLE = 'When,What\n2026-03-16 10:20,War room opened\n2026-03-16 10:55,Malware removed\n';

test('what only a person can say of times is asked, shown before and after, and undone', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, [file('shared.csv', SHARED), file('figures.csv', FIGURES)]);
  const dialog = page.getByRole('dialog', { name: 'What was opened' });
  await expect(dialog).toContainText('1 row with CST for a zone wait');
  await expect(dialog).toContainText('nothing tells which figure is the day');
  await dialog.getByRole('button', { name: 'Say what it means' }).click();
  const main = page.getByRole('main');
  const questions = main.getByRole('list', { name: 'Questions' });
  await expect(questions).toContainText('1 row of shared.csv is in CST.');
  await accessible(page, 'questions about times');

  // An abbreviation: each meaning with the first row in it, then the rows before and after.
  await questions.getByRole('button', { name: 'Say what CST means…' }).click();
  const meanings = main.getByRole('list', { name: 'What CST may mean' });
  await expect(meanings).toContainText('2026-03-13 06:02:51');
  await meanings.getByRole('button', { name: 'China, +08:00' }).click();
  await expect(main.getByRole('region', { name: 'The first rows before and after' })).toContainText('2026-03-13 00:02:51 CST');
  await expect(main.getByRole('region', { name: 'The first rows before and after' })).toContainText('2026-03-12 16:02:51');
  await accessible(page, 'abbreviation');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/times-abbreviation.png', fullPage: true });
  await main.getByRole('button', { name: 'Read CST as +08:00' }).click();
  await expect(main).toContainText('CST is +08:00');

  // Day or month first: both readings, and the file is read again.
  await questions.getByRole('button', { name: 'Choose day or month first…' }).click();
  const both = main.getByRole('region', { name: 'The first rows both ways' });
  await expect(both).toContainText('2026-04-03 10:00');
  await expect(both).toContainText('2026-03-04 10:00');
  await accessible(page, 'day or month first');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/times-dates.png', fullPage: true });
  await main.getByRole('button', { name: 'Month first', exact: true }).click();
  await expect(main).toContainText('Dates with the month first');
  await expect(questions).toBeHidden();
  await go(page, 'Timeline');
  const rows = main.getByRole('grid').getByRole('row');
  await expect(rows.filter({ hasText: 'Web shell written' })).toContainText('16:02:51');
  await expect(rows.filter({ hasText: 'Alert raised' })).toHaveCount(1);

  // Undo reads it the old way; what is kept is the same after a reload.
  await page.keyboard.press('Control+z');
  await expect(rows.filter({ hasText: 'Alert raised' })).toHaveCount(0);
  await page.keyboard.press('Control+Shift+z');
  await expect(rows.filter({ hasText: 'Alert raised' })).toHaveCount(1);
  await page.reload();
  await expect(rows.filter({ hasText: 'Alert raised' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'Web shell written' })).toContainText('16:02:51');
  expect(wrong).toEqual([]);
});

test('a source is read another way, and a zone chosen with the columns is asserted', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, [file('notes.csv', TABLE)]);
  const mapper = page.getByRole('dialog', { name: 'Choose the columns of notes.csv' });
  await mapper.getByRole('combobox', { name: 'The clock ran in' }).fill('Europe/Berlin');
  await mapper.getByRole('button', { name: 'Read the file' }).click();
  await expect(mapper).toBeHidden();
  // The page turns to what was read; only then does a person turn to another.
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Sources');
  const main = page.getByRole('main');
  await expect(main).toContainText('Europe/Berlin');
  await expect(main).toContainText('asserted by you');

  // The mapper with what there is now; another column becomes the text.
  await main.getByRole('button', { name: 'Read it another way: notes.csv' }).click();
  const dialog = page.getByRole('dialog', { name: 'Read it another way' });
  await accessible(page, 'another way');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/times-another.png' });
  await dialog.getByRole('button', { name: 'Read it as Table, mapped' }).click();
  await expect(mapper.getByRole('combobox', { name: 'Text', exact: true })).toHaveValue('What');
  await mapper.getByRole('combobox', { name: 'Actor', exact: true }).selectOption('What');
  await mapper.getByRole('button', { name: 'Read the file' }).click();
  await expect(mapper).toBeHidden();
  await expect(main).toContainText('asserted by you');
  await go(page, 'Timeline');
  const rows = main.getByRole('grid').getByRole('row');
  await expect(rows.filter({ hasText: 'War room opened' })).toContainText('09:20');
  await expect(rows.filter({ hasText: 'War room opened' })).toHaveCount(1);
  await go(page, 'Sources');

  // Each row a case of its own: two cases take the place of the one. Undo takes it back.
  await main.getByRole('button', { name: 'Read it another way: notes.csv' }).click();
  await dialog.getByRole('button', { name: 'Read it as Table, mapped' }).click();
  await mapper.getByRole('radio', { name: 'One incident' }).click();
  await mapper.getByRole('combobox', { name: 'Detected', exact: true }).selectOption('When');
  await mapper.getByRole('button', { name: 'Read the file' }).click();
  await expect(mapper).toBeHidden();
  await expect(page.getByRole('heading', { level: 1, name: 'Cases' })).toBeVisible();
  await expect(main.getByRole('rowheader')).toHaveCount(2);
  // The zone that was asserted before is that of both, so that nothing waits.
  await page.keyboard.press('Control+z');
  await expect(main.getByRole('rowheader')).toHaveCount(1);
  expect(wrong).toEqual([]);
});

const FLEET = JSON.stringify({ incidents: [
  { incident_number: 41, title: 'Skimmer', created_at: '2026-03-16T09:20:00Z', status: 'resolved', urgency: 'high', resolved_at: '2026-03-17T06:00:00Z' },
  { incident_number: 42, title: 'Phish', created_at: '2026-04-01T08:00:00Z', status: 'resolved', urgency: 'high', resolved_at: '2026-04-01T12:00:00Z' },
], more: false });

test('a list of incidents is read as events and as incidents again', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, [file('incidents.json', FLEET)]);
  const main = page.getByRole('main');
  await expect(page.getByRole('heading', { level: 1, name: 'Cases' })).toBeVisible();
  await main.getByRole('button', { name: 'Skimmer' }).click();
  await go(page, 'Sources');
  await expect(main).toContainText('PagerDuty incidents');

  // As a table whose rows are events of one case.
  const another = main.getByRole('button', { name: 'Read it another way: incidents.json' });
  await another.click();
  const dialog = page.getByRole('dialog', { name: 'Read it another way' });
  await expect(dialog).toContainText('the cases follow their records');
  await dialog.getByRole('button', { name: 'Read it as Table, mapped' }).click();
  const mapper = page.getByRole('dialog', { name: 'Choose the columns of incidents.json' });
  await mapper.getByRole('radio', { name: 'One event' }).click();
  await mapper.getByRole('combobox', { name: 'Time', exact: true }).selectOption('resolved_at');
  await mapper.getByRole('combobox', { name: 'Text', exact: true }).selectOption('title');
  await mapper.getByRole('button', { name: 'Read the file' }).click();
  await expect(mapper).toBeHidden();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  const rows = main.getByRole('grid').getByRole('row');
  await expect(rows.filter({ hasText: 'Phish' })).toContainText('2026-04-01');
  await expect(rows.filter({ hasText: 'Skimmer' })).toHaveCount(1);

  // As PagerDuty's incidents again.
  await go(page, 'Sources');
  await another.click();
  await dialog.getByRole('button', { name: 'Read it as PagerDuty incidents' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Cases' })).toBeVisible();
  await expect(main.getByRole('rowheader')).toHaveCount(2);
  await page.reload();
  await expect(main.getByRole('rowheader')).toHaveCount(2);
  await page.keyboard.press('Control+z');
  await expect(main.getByRole('rowheader')).toHaveCount(1);
  expect(wrong).toEqual([]);
});

const INCIDENTS = 'Id,Name,Severity,Detected,Contained,Note,Note\n'
  + '7,Skimmer,high,2026-03-16 10:05,2026-03-16 10:48,a,b\n8,Phish,low,2026-04-01 10:00,2026-04-01 12:00,c,d\n';

test('a table of incidents is mapped as its names suggest, and its zone is said once for all cases', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, [file('incidents.csv', INCIDENTS)]);
  const mapper = page.getByRole('dialog', { name: 'Choose the columns of incidents.csv' });
  // Columns of one name are told apart by their place.
  await mapper.getByRole('combobox', { name: 'Text', exact: true }).selectOption({ label: 'Note (column 7)' });
  const made = page.getByRole('region', { name: 'What becomes of the first rows' });
  await expect(made.getByRole('cell', { name: 'd', exact: true })).toBeVisible();
  await mapper.getByRole('radio', { name: 'One incident' }).click();
  await expect(mapper.getByRole('combobox', { name: 'Detected', exact: true })).toHaveValue('Detected');
  await expect(mapper.getByRole('combobox', { name: 'Contained', exact: true })).toHaveValue('Contained');
  await expect(mapper.getByRole('combobox', { name: 'Groups', exact: true })).toHaveValue('Severity');
  await expect(made).toContainText('Skimmer');
  await expect(made).toContainText('Severity: high');
  await expect(mapper).toContainText('These times have no zone.');
  await accessible(page, 'mapper of incidents');
  await mapper.getByRole('button', { name: 'Read the file' }).click();
  await expect(mapper).toBeHidden();
  await page.getByRole('dialog', { name: 'What was opened' }).getByRole('button', { name: 'Go on' }).click();
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'Skimmer' }).click();
  await go(page, 'Sources');
  await main.getByRole('button', { name: 'Choose the zone…' }).click();
  const form = main.getByRole('form', { name: 'Zone of the file' });
  await expect(form.getByRole('checkbox', { name: 'For all 2 cases of this file' })).toBeChecked();
  await form.getByRole('combobox', { name: 'The clock of this file ran in' }).fill('Europe/Berlin');
  await form.getByRole('button', { name: 'Assert Europe/Berlin' }).click();
  await expect(main).toContainText('asserted by you');
  await go(page, 'Cases');
  await main.getByRole('button', { name: 'Phish' }).click();
  await go(page, 'Sources');
  await expect(main).toContainText('asserted by you');
  expect(wrong).toEqual([]);
});
