import { expect, test } from '@playwright/test';
import { createWriteStream, mkdirSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, watch } from './watch';

const ROWS = 1_000_000;
const START = Date.UTC(2026, 2, 12, 23, 41, 7);

/** A Timesketch CSV of a million rows, a second apart but for the night in which nothing happened. */
async function timeline(): Promise<string> {
  const folder = join(tmpdir(), 'floodmark-e2e');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'million.csv');
  const out = createWriteStream(path);
  out.write('message,datetime,timestamp_desc,host\n');
  for (let n = 0; n < ROWS; n += 1) {
    const at = new Date(START + (n + (n > ROWS / 2 ? 36_000 : 0)) * 1000).toISOString();
    const row = `Event number ${n} on shop0${n % 7},${at},${['Log', 'File changed', 'Login'][n % 3]},shop0${n % 7}\n`;
    if (!out.write(row)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  return path;
}

test('a timeline of a million events is seen and scrolled', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, await timeline());
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible({ timeout: 120_000 });
  const main = page.getByRole('main');
  await expect(main.getByRole('status').filter({ hasText: 'events' })).toContainText('1,000,000 events', { timeout: 60_000 });
  const list = main.getByRole('grid');
  const rows = list.getByRole('row');
  await expect(rows.filter({ hasText: 'Event number 0 on shop00' })).toHaveCount(1);
  // As many rows as fit, not a million.
  expect(await rows.count()).toBeLessThan(100);
  await page.screenshot({ path: 'results/screens/timeline-million.png' });

  // The wheel, the keys, and the far end.
  await list.hover();
  await page.mouse.wheel(0, 30_000);
  await expect(rows.filter({ hasText: 'Event number 0 on shop00' })).toHaveCount(0);
  await expect(rows.filter({ hasText: /Event number \d{3,4} on/ }).first()).toBeVisible();
  await page.screenshot({ path: 'results/screens/timeline-million-scrolled.png' });
  await list.focus();
  await page.keyboard.press('End');
  await expect(rows.filter({ hasText: 'Event number 999999 on' })).toHaveCount(1);
  await page.screenshot({ path: 'results/screens/timeline-million-end.png' });

  // A word finds one of them.
  await page.keyboard.press('/');
  await expect(main.getByRole('searchbox', { name: 'Search events' })).toBeFocused();
  await page.keyboard.type('number 500001');
  await expect(rows.filter({ hasText: 'Event number 500001 on' })).toHaveCount(1);
  await expect(main.getByRole('status').filter({ hasText: 'events' })).toContainText('1 of 1,000,000 events');
  expect(wrong).toEqual([]);
});
