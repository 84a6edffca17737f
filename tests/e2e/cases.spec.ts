import { expect, test } from '@playwright/test';
import { accessible, download, go, ink, open, watch } from './watch';

const PLAN = `# Response plan

Version: 1.1

## Identify and isolate

1. Switch the checkout off within 60 minutes.

## Revision history

| Version | Date | Approved by | Changes |
|---|---|---|---|
| 1.0 | 2023-02-01 | Board | First |
| 1.1 | 2024-07-01 | Board | Alerts go to the duty phone |
`;
/** Two years of incidents, one a month but for two months: slow before July 2024, quick since; two known only as “days”. */
const months = Array.from({ length: 24 }, (_, n) => n).filter((n) => n !== 4 && n !== 5);
const VERIS = months.map((n) => JSON.stringify({
  schema_version: '1.4.0', incident_id: `v-${n}`, summary: `Incident ${n}`, security_incident: 'Confirmed',
  timeline: {
    incident: { year: 2023 + Math.floor(n / 12), month: 1 + n % 12, day: 5 }, discovery: { unit: 'Hours', value: n + 1 },
    containment: n === 23 ? { unit: 'Never' } : n % 11 === 3 ? { unit: 'Days' } : { unit: 'Hours', value: n < 18 ? 30 + (n * 7) % 11 : 4 + n % 5 },
  },
  actor: { external: {} }, action: { [n % 2 ? 'error' : 'hacking']: {} }, asset: { assets: [] }, discovery_method: { unknown: true }, victim: { industry: n % 3 ? '441110' : '522110' }, plus: { created: '2025-06-01T00:00:00Z' },
})).join('\n');

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

test('many incidents: figures that open, two groups, before and after the plan, a filter, and groups in the table', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, [file('fleet.json', VERIS), file('our-plan.md', PLAN)]);
  await go(page, 'Cases');
  const main = page.getByRole('main');
  await expect(main.getByRole('heading', { level: 2, name: 'Time to contain over 22 incidents' })).toBeVisible();

  // Each figure opens to its definition, its n, and what is censored or left out.
  const median = main.locator('.figure-item', { hasText: 'Median' }).first();
  await expect(median.getByText('From detection until the harm stopped spreading')).toBeHidden();
  await median.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(median.getByText('From detection until the harm stopped spreading')).toBeVisible();
  await expect(median).toContainText('n = 20: 19 ended, 1 not ended by the end of the record');
  await expect(median).toContainText('Left out: 2 known only within a range');
  await expect(main.locator('.figure-item', { hasText: /^Mean up to/ })).toBeVisible();
  await expect(main.locator('.figure-item', { hasText: 'Median, ranges included' })).toContainText('Turnbull’s estimate, n = 22');
  // The interval of ten thousand resamples, and an answer to “Could this be noise?” on each chart.
  await expect(main).toContainText('10,000 resamples of n = 20, seeded');
  await expect(main.getByText('Could this be noise?')).toHaveCount(3);
  await expect(main).toContainText('2 months had none');
  // A figure opens to its incidents too, and a sentence as a whole to what its numbers mean and rest on.
  await expect(median.getByRole('button', { name: /^Incident 0: / })).toBeVisible();
  const sentence = main.locator('.sentence');
  await sentence.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(sentence).toContainText('Half took longer: where Kaplan and Meier’s curve meets one half.');
  await expect(sentence).toContainText('It rests on');
  const noise = main.locator('.noise').last();
  await noise.locator('summary').click();
  await expect(noise).toContainText('Individuals chart (XmR)');
  await expect(noise.getByRole('button', { name: /^Incident 0: / })).toBeVisible();

  // Each chart draws, has its table, keys, a logarithmic axis, and files.
  for (const [name, title] of [['survival', /^Half were contained within [^,]*\(95 %/], ['strip', /ranged from/], ['distribution', /nine in ten within/], ['course', /from case to case|no trend can be told from noise/]] as const) {
    const figure = main.getByRole('figure', { name: title }).filter({ has: page.getByRole('group', { name: `Chart ${name}` }) });
    expect(await ink(page, title)).toBeGreaterThan(1000);
    const log = figure.getByRole('button', { name: `Log axis (${name})` });
    const before = await log.getAttribute('aria-pressed');
    await log.focus();
    await page.keyboard.press('Enter');
    await expect(log).toHaveAttribute('aria-pressed', before === 'true' ? 'false' : 'true');
    await figure.getByRole('button', { name: `Table (${name})` }).click();
    await expect(figure.getByRole('table').getByRole('row')).not.toHaveCount(1);
    const csv = await download(page, () => figure.getByRole('button', { name: `Save as CSV (${name})` }).click());
    const rows = await figure.getByRole('table').getByRole('row').count();
    expect(csv.text.trim().split('\r\n')).toHaveLength(rows);
    // Each number of the table opens to what it means and to the incidents that it rests on.
    const opens = figure.getByRole('table').getByRole('button').first();
    await opens.focus();
    await page.keyboard.press('Enter');
    await expect(opens).toHaveAttribute('aria-expanded', 'true');
    await expect(figure).toContainText('It rests on');
    await page.keyboard.press('Enter');
    await expect(figure).not.toContainText('It rests on');
    await figure.getByRole('button', { name: `Table (${name})` }).click();
    await figure.locator('canvas').focus();
    await page.keyboard.press('End');
    await expect(figure.locator('.chart-tooltip')).toBeVisible();
    await page.keyboard.press('Escape');
  }

  // Did the plan change work? One press.
  const compare = page.getByRole('region', { name: 'Compare two groups' });
  await compare.getByRole('button', { name: /^Plan 1\.1, from 2024-07-01/ }).click();
  await expect(compare).toContainText('the median of “since 1.1” is 1 d');
  await expect(compare).toContainText('shorter');
  await expect(compare).toContainText('Log-rank over the whole curves');
  await expect(compare).toContainText('no experiment');
  await expect(compare.getByRole('row', { name: /^since 1\.1/ })).toBeVisible();
  expect(await ink(page, /before 1\.1 within/)).toBeGreaterThan(1500);
  // Each number opens to what it means and to the incidents that it rests on.
  const number = compare.getByRole('row', { name: /^since 1\.1/ }).getByRole('button').first();
  await number.focus();
  await page.keyboard.press('Enter');
  await expect(number).toHaveAttribute('aria-expanded', 'true');
  await expect(compare).toContainText('Incidents of the group with an exact value');
  await expect(compare).toContainText('It rests on');
  await accessible(page, 'cases');
  // Fewer than five: no test, and why.
  await compare.getByRole('button', { name: /^Plan 1\.0/ }).click();
  await expect(compare).toContainText('No test: before 1.0 has 1 incident');
  await expect(compare).not.toContainText('Log-rank');
  // Any fact that the records state.
  await compare.getByLabel('Group by').selectOption({ label: 'Threat action' });
  await expect(compare.getByLabel('first', { exact: true })).toHaveValue('error');
  // A group is not compared with itself.
  await expect(compare.getByLabel('against', { exact: true }).locator('option[value="error"]')).toBeDisabled();
  await expect(compare).toContainText('may well be chance');
  await expect(compare).toContainText('no evidence that there is no difference');

  // The statistics follow the filter, and say what it leaves out.
  const which = page.getByRole('group', { name: 'Which incidents are looked at' });
  await which.getByLabel('only where').selectOption({ label: 'Industry' });
  await which.getByLabel('Industry is').selectOption('522110');
  await expect(which).toContainText('Of 22 incidents 8 are looked at, where Industry is “522110”; 14 are left out by this filter.');
  await expect(main.getByRole('heading', { level: 2, name: 'Time to contain over 8 incidents' })).toBeVisible();
  await which.getByRole('button', { name: 'Remove the filter Industry: 522110' }).click();
  await which.getByLabel('Filter').fill('incident 2');
  await expect(which).toContainText('5 are looked at');
  await which.getByLabel('Filter').fill('');
  await expect(main.getByRole('heading', { level: 2, name: 'Time to contain over 22 incidents' })).toBeVisible();

  // The table: grouped, sorted and walked by keys.
  const table = page.getByRole('region', { name: 'All incidents' });
  await table.getByLabel('Grouped by').selectOption({ label: 'Plan in effect' });
  await expect(table.getByRole('row', { name: /^Plan in effect: 1\.1/ })).toContainText('6 incidents');
  await expect(table).toContainText('22 shown in 3 groups');
  await table.getByRole('button', { name: 'Time to contain' }).focus();
  await page.keyboard.press('Enter');
  await expect(table.getByRole('columnheader', { name: 'Time to contain' })).toHaveAttribute('aria-sort', 'descending');
  await table.getByRole('button', { name: 'Only these: Plan in effect: 1.1' }).click();
  await expect(table).toContainText('6 of 22 shown');
  // The line of a group opens to what its median means and how many it is over.
  const group = table.getByRole('row', { name: /^Plan in effect: 1\.1/ });
  await group.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(group).toContainText('n = 6: 5 ended, 1 not ended by the end of the record.');
  await page.keyboard.press('Enter');
  const line = (n: number) => table.getByRole('row').nth(n).getByRole('button');
  await line(2).first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(line(3).first()).toBeFocused();
  // To the right stand its numbers, each of which leads to where it is explained.
  await page.keyboard.press('ArrowRight');
  await expect(line(3).nth(1)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(line(3).first()).toBeFocused();
  await page.emulateMedia({ colorScheme: 'dark' });
  await accessible(page, 'cases, dark');
  // On paper the charts are those of paper, at once, whatever the theme on screen.
  const ground = () =>
    main.locator('.chart-canvas').first().evaluate((canvas: HTMLCanvasElement) => {
      // A copy is read: of a canvas that is read again and again the browser warns.
      const copy = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
      copy?.drawImage(canvas, -1, -1);
      return [...(copy?.getImageData(0, 0, 1, 1).data.slice(0, 3) ?? [])];
    });
  const [dark, paper] = [[0x12, 0x18, 0x20], [0xff, 0xff, 0xff]];
  await expect.poll(ground).toEqual(dark);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  expect(await ground()).toEqual(paper);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await expect.poll(ground).toEqual(dark);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect.poll(ground).toEqual(paper);
  expect(wrong).toEqual([]);
});
