import { expect, test, type Page } from '@playwright/test';
import { watch } from './watch';

const title = (page: Page) => page.getByRole('textbox', { name: 'Title of the case' });
const notice = (page: Page, text: string) => page.getByRole('log').getByRole('listitem').filter({ hasText: text });
const state = (page: Page) => page.locator('.saved');

async function example(page: Page): Promise<void> {
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await expect(state(page)).toHaveAttribute('data-state', 'kept');
}

test('that room on this device is short is said while there is still enough to save a file', async ({ page }) => {
  const wrong = watch(page);
  await page.addInitScript(() => {
    navigator.storage.estimate = async () => ({ usage: 950_000_000, quota: 1_000_000_000 });
  });
  await example(page);
  const told = notice(page, 'Room on this device is short');
  await expect(told).toContainText('95 %');
  const [saved] = await Promise.all([page.waitForEvent('download'), told.getByRole('button', { name: 'Save the workspace as a file' }).click()]);
  expect(saved.suggestedFilename()).toMatch(/\.floodmark$/);
  expect(wrong).toEqual([]);
});
