import { expect, test } from '@playwright/test';
import { REPORT, accessible, go, open, save, watch } from './watch';

test('a section of the report is left out, moved and written, and a template says it in other words', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Report');
  const main = page.getByRole('main');
  const paper = main.getByRole('article', { name: 'The report as it will print' });
  const headings = () => paper.locator('.section-head h3').allTextContents();
  await expect(paper).toContainText('Executive summary');
  await accessible(page, 'the report');

  // Left out, and taken in again by undo.
  await main.getByRole('checkbox', { name: '“Legal ledger” in the report' }).uncheck();
  await expect(paper.getByRole('heading', { name: 'Legal ledger' })).toHaveCount(0);

  // Moved, and the focus stays on what was pressed.
  const up = main.getByRole('button', { name: 'Move “Time metrics” up' });
  await up.focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await headings()).indexOf('Time metrics')).toBe(2);
  await expect(main.getByRole('button', { name: 'Move “Time metrics” up' })).toBeFocused();

  // Written in place.
  await paper.getByRole('button', { name: 'Edit “Executive summary”…' }).click();
  // It begins with what the section says.
  await expect(main.getByLabel('In your own words')).toHaveValue(/\S/);
  await expect(main.getByLabel('In place of what is computed, not after it')).toBeChecked();
  await main.getByLabel('In your own words').fill('Skimmed for **five days**. <img src=x> Operations should have seen it.');
  await main.getByRole('button', { name: 'Keep these words' }).click();
  const own = paper.getByRole('group', { name: 'In the reviewers’ words' });
  await expect(own).toContainText('Skimmed for five days. <img src=x>');
  await expect(own.locator('strong')).toHaveText('five days');
  await accessible(page, 'a report with own words');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/report-own.png', fullPage: true });

  // Words that look for who erred are marked where they stand, and listed with a better question; the words stay.
  await expect(own.locator('mark')).toHaveText('should have');
  const wording = main.getByText(/^Words to think about before others read them/);
  await wording.click();
  const phrase = main.getByRole('listitem').filter({ hasText: 'Operations should have seen it' });
  await expect(phrase).toContainText('What made what was done the sensible thing at that moment?');
  await expect(phrase).toContainText('in “Executive summary”');
  await phrase.getByRole('button').click();
  await expect(own.locator('mark')).toBeFocused();
  await wording.click();

  // As a file it is the same.
  const { text } = await save(page, REPORT, 'Save as Markdown');
  expect(text).toContain('**five days**');
  expect(text).not.toContain('## Legal ledger');

  // A template with an error is told by its line, and changes nothing.
  const drop = (name: string, content: string) => open(page, [{ name, mimeType: 'text/plain', buffer: Buffer.from(content) }]);
  await drop('broken.md.jinja', '{# floodmark template: report #}\n# {{ titel }}\n');
  await expect(page.getByText(/line 2: there is no field “titel”; the nearest is “title”/)).toBeVisible();
  await page.keyboard.press('Escape');
  await go(page, 'Report');
  await expect(paper).toContainText('Skimmed for five days');

  // A good one writes the report.
  await drop('ours.md.jinja', '{# floodmark template: report #}\n# Review of {{ case }}\n\n## In our house style\n\n{{ section("impact") }}\n');
  await expect(page.getByText(/Its document is written by this template now|is the template of its document now/).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await go(page, 'Report');
  await expect(paper).toContainText('In our house style');
  await expect(paper).toContainText('What was affected');
  await main.getByRole('button', { name: 'Use the built-in template' }).click();
  await expect(paper).toContainText('Skimmed for five days');
  expect(wrong).toEqual([]);
});
