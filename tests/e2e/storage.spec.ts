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

test('what there is no room for is said with a way out, and what was kept stays', async ({ page, baseURL }) => {
  await example(page);
  const before = await title(page).inputValue();
  const session = await page.context().newCDPSession(page);
  const origin = new URL(baseURL!).origin;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await title(page).fill('There is no room for this');
  await title(page).press('Enter');
  const told = notice(page, 'Not saved on this device');
  await expect(told).toBeVisible();
  const [saved] = await Promise.all([page.waitForEvent('download'), told.getByRole('button', { name: 'Save the workspace as a file' }).click()]);
  expect(saved.suggestedFilename()).toMatch(/\.floodmark$/);
  // Nothing that was acknowledged is lost, and with room again the work goes on.
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await page.reload();
  await expect(title(page)).toHaveValue(before);
  await title(page).fill('There is room again');
  await title(page).press('Enter');
  await expect(state(page)).toHaveAttribute('data-state', 'kept');
  await page.reload();
  await expect(title(page)).toHaveValue('There is room again');
});
