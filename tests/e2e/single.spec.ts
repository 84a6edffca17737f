import { expect, test } from '@playwright/test';
import { statSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chooseFolder, folderIsRead, unpacked } from './slack';
import { download, go, ink, open, save, REPORT } from './watch';

const path = fileURLToPath(new URL('../../dist-single/floodmark.html', import.meta.url));

test.use({ offline: true });

test('one file does the whole job from a file address without a network', async ({ page, context }) => {
  test.setTimeout(120_000);
  expect(statSync(path).size).toBeLessThan(4_000_000);
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(`error: ${error}`));
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) wrong.push(`console: ${message.text()}`); });
  context.on('request', (request) => {
    const { protocol } = new URL(request.url());
    if (request.url() !== pathToFileURL(path).href && !['blob:', 'data:', 'about:'].includes(protocol)) wrong.push(`request: ${request.url()}`);
  });
  const from = performance.now();
  await page.goto(pathToFileURL(path).href);
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  console.log(`one file: ${statSync(path).size} bytes, its first page after ${Math.round(performance.now() - from)} ms`);

  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Response');
  const main = page.getByRole('main');
  await expect(main.getByRole('row', { name: /^Time to contain/ })).toBeVisible();
  await page.getByRole('button', { name: 'Confirm contained', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Confirm contained', exact: true })).toHaveCount(0);
  expect(await ink(page, /undetected|contained/)).toBeGreaterThan(2000);

  // Documents, also one that the program for packed files makes, which opens it again.
  await go(page, 'Report');
  const markdown = await save(page, REPORT, 'Save as Markdown');
  expect(markdown.text).toContain('# ');
  await page.getByRole('button', { name: REPORT }).click();
  const [word] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as Word' }).click()]);
  expect(word.suggestedFilename()).toMatch(/\.docx$/);

  // The second window of the meeting is drawn with the styles that this page has inside.
  await go(page, 'Meeting');
  const [second] = await Promise.all([context.waitForEvent('page'), main.getByRole('button', { name: 'Second window' }).click()]);
  await expect(second.getByRole('heading', { level: 1, name: 'Before the meeting' })).toBeVisible();
  const rules = await second.evaluate(() => {
    // Layers hold the rules.
    const all = (rules: CSSRuleList): number => [...rules].reduce((n, rule) => n + 1 + ('cssRules' in rule ? all((rule as CSSGroupingRule).cssRules) : 0), 0);
    return [...document.styleSheets].reduce((n, sheet) => n + all(sheet.cssRules), 0);
  });
  expect(rules).toBeGreaterThan(100);
  await second.close();
  // And a share is made.
  await go(page, 'Report');
  await page.getByRole('radio', { name: 'Share', exact: true }).check();
  await expect(main.getByRole('heading', { name: 'What leaves' })).toBeVisible();

  // A large file: without the workers that read ahead and hash beside, which a file page may not start.
  const rows = Array.from({ length: 100_000 }, (_, n) => `2026-03-${String(1 + n % 28).padStart(2, '0')}T${String(n % 24).padStart(2, '0')}:00:00+00:00,Event Logged,"Request ${n} of a long night, with a few words more so that it is large"`);
  await open(page, [{ name: 'large.csv', mimeType: 'text/csv', buffer: Buffer.from(`datetime,timestamp_desc,message\n${rows.join('\n')}\n`) }]);
  await expect(page.getByText(/large\.csv: 100,000 rows/).first()).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('.saved')).toHaveAttribute('data-state', 'kept', { timeout: 60_000 });

  await go(page, 'Settings');
  await expect(main).toContainText('This copy is one file with everything inside');
  // Everything is there after a reload, the original rows too.
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Title of the case' })).toHaveValue(/skimmer/i);
  await go(page, 'Timeline');
  await page.getByRole('searchbox', { name: 'Search events' }).fill('skimmer');
  await main.getByRole('grid').getByRole('row').filter({ hasText: /skimmer/i }).first().click();
  await page.keyboard.press('o');
  await expect(page.getByLabel('Original row')).toContainText(/skimmer/i);
  const file = await download(page, () => page.keyboard.press('Control+s'));
  expect(file.name).toMatch(/\.floodmark$/);
  expect(wrong).toEqual([]);
});

// Chromium hands a page from a file no folder that is dropped; one that is chosen it does.
test('one file reads a folder that is chosen', async ({ page }) => {
  const wrong: string[] = [];
  page.on('filechooser', () => {});
  page.on('pageerror', (error) => wrong.push(`error: ${error}`));
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) wrong.push(`console: ${message.text()}`); });
  const { folder, clear } = unpacked();
  try {
    await page.goto(pathToFileURL(path).href);
    await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
    await page.waitForFunction(() => 'gather' in window);
    await chooseFolder(page, folder);
    await folderIsRead(page);
  } finally {
    clear();
  }
  expect(wrong).toEqual([]);
});
