import { expect, test } from '@playwright/test';
import { accessible, go, watch } from './watch';

test('a notice is pre-filled, what is missing is said once and stands in every notice, and the rules are held against it', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Report');
  await page.getByRole('radio', { name: 'Notices' }).check();
  const main = page.getByRole('main');
  const notice = main.getByRole('article', { name: 'The notice as it will print' });
  await expect(notice).toContainText('Notice to the authority');
  await expect(notice).toContainText('Contained: 2026-03-16 09:48:30 UTC');
  await expect(notice).toContainText('[To be said: who writes]');
  await expect(main).toContainText('Missing in this notice: who writes');
  await accessible(page, 'a notice');

  // Said once, it stands here and in the others.
  await main.getByLabel('The organisation, with its address').fill('Kestrel Outfitters, 1 Quay Street');
  await main.getByLabel('The organisation, with its address').blur();
  await expect(notice).toContainText('Kestrel Outfitters, 1 Quay Street');
  // Words that look for who erred are marked where they stand, and listed with a better question.
  const happened = main.getByRole('textbox', { name: 'What happened, in plain words' });
  await happened.fill('An engineer failed to patch the shop.');
  await happened.blur();
  await expect(notice.locator('mark').first()).toHaveText('failed to');
  await main.getByText(/^Words to think about before others read them/).click();
  const phrase = main.getByRole('listitem').filter({ hasText: 'An engineer failed to patch the shop' }).first();
  await expect(phrase).toContainText('What made what was done the sensible thing at that moment?');
  await phrase.getByRole('button').click();
  await expect(notice.locator('mark').first()).toBeFocused();
  await happened.fill('The shop was changed by somebody from outside.');
  await happened.blur();
  await expect(notice.locator('mark')).toHaveCount(0);
  await main.getByRole('button', { name: 'Notice to the people affected' }).click();
  await expect(notice).toContainText('What information was involved');
  await expect(notice).toContainText('Kestrel Outfitters, 1 Quay Street');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/notices.png', fullPage: true });

  // Where a state wants something kept out, a version of its own is offered.
  await go(page, 'Obligations');
  const places = page.getByRole('main').getByLabel(/Where do affected people live/);
  await places.fill('US-MA');
  await places.press('Enter');
  await page.getByRole('main').getByRole('group', { name: 'Were personal data affected?' }).getByLabel('Yes').check();
  await go(page, 'Report');
  await page.getByRole('radio', { name: 'Notices' }).check();
  await main.getByRole('button', { name: 'Notice to the people affected: US-Massachusetts' }).click();
  await expect(notice).toContainText('US-Massachusetts');
  await expect(main.getByRole('table', { name: /What the rules ask/ })).toContainText('kept out');

  // As a file of each kind.
  const [download] = await Promise.all([page.waitForEvent('download'), main.getByRole('button', { name: 'Save as Word' }).click()]);
  expect(download.suggestedFilename()).toMatch(/notice-to-the-people-affected-us-massachusetts\.docx$/);
  const [text] = await Promise.all([page.waitForEvent('download'), main.getByRole('button', { name: 'Save as Markdown' }).click()]);
  expect(text.suggestedFilename()).toMatch(/\.md$/);
  expect(wrong).toEqual([]);
});
