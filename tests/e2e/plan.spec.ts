import { expect, test } from '@playwright/test';
import { accessible, download, go, open, watch } from './watch';

const PLAN = `# Response plan

Version: 1.4

Last reviewed: 2024-01-15

Next review: 2025-01-15

## Contain

1. Look at the logs.
2. Switch the checkout off within 30 minutes of detection.

## Appendix D

- Breathe.

## Notify the authorities

- Notify the supervisory authority without undue delay.
`;

test('what the plan covers, corrected sections, and work on amendments as a reviewer does', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  // The example is there before another plan takes the place of its own.
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Findings');
  await expect(page.getByRole('region', { name: 'The eleven duties' }).getByRole('listitem')).toHaveCount(11);
  await open(page, [{ name: 'our-plan.md', mimeType: 'text/markdown', buffer: Buffer.from(PLAN) }]);
  await go(page, 'Plan');
  const main = page.getByRole('main');
  await expect(main).toContainText('version 1.4');

  // What it covers.
  const summary = main.getByText(/^What the plan covers: has \d+, lacks \d+, \d+ out of date$/);
  await summary.click();
  await expect(main.getByRole('region', { name: 'Review and exercise' })).toContainText('Due on 2025-01-15, which has passed.');
  await expect(main.getByRole('region', { name: 'Templates' })).toContainText('No text is ready to be sent.');
  await main.getByLabel('Show what it has, too').check();
  await expect(main.getByRole('region', { name: 'Duties' })).toContainText('In “Contain”.');
  await accessible(page, 'what the plan covers');

  // A section is about something else than its words say; it is undone and done again.
  const outline = main.getByRole('navigation', { name: 'Outline of the plan' });
  await outline.getByRole('button', { name: '“Appendix D” is about…' }).click();
  await outline.getByRole('combobox', { name: '“Appendix D” is about' }).selectOption({ label: 'Preserve evidence' });
  await expect(outline).toContainText('covers: preserve evidence');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Control+z');
  await expect(outline).not.toContainText('covers: preserve evidence');
  await page.keyboard.press('Control+Shift+z');
  await expect(outline).toContainText('covers: preserve evidence');

  // By keys from amendment to amendment: comment on the first, accept it; reject the second.
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('j');
  const first = page.locator('.amendment:focus');
  await expect(first).toHaveCount(1);
  const id = await first.getAttribute('id');
  await page.keyboard.press('c');
  const card = page.locator(`[id="${id}"]`);
  await card.getByLabel('Comment, for those who read the change').fill('Agreed in the review meeting');
  await card.getByRole('button', { name: 'Keep comment' }).click();
  await expect(card).toContainText('Agreed in the review meeting');
  await expect(card).toBeFocused();
  await page.keyboard.press('o');
  await card.getByLabel('Owner: a role or a name; empty for the one that is proposed').fill('Head of payments');
  await page.keyboard.press('Enter');
  await expect(card).toContainText('Head of payments');
  await expect(card).toBeFocused();
  await page.keyboard.press('a');
  await expect(card).toHaveAttribute('data-state', 'accepted');
  // In words of one's own: A leaves them, and what puts them aside says so.
  await page.keyboard.press('e');
  await card.getByLabel('Wording, in Markdown').fill('Words of our own.');
  await card.getByRole('button', { name: 'Accept this wording' }).click();
  await expect(card).toContainText('Accepted in your wording');
  await expect(card).toBeFocused();
  await page.keyboard.press('a');
  await expect(card).toContainText('Accepted in your wording');
  await page.keyboard.press('x');
  await expect(card).toHaveAttribute('data-state', 'rejected');
  await expect(page.getByText('Your wording is put aside')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(card).toContainText('Accepted in your wording');
  await card.focus();
  await page.keyboard.press('j');
  const second = await page.locator('.amendment:focus').getAttribute('id');
  expect(second).not.toBe(id);
  await page.keyboard.press('x');
  await expect(page.locator(`[id="${second}"]`)).toHaveAttribute('data-state', 'rejected');
  await page.keyboard.press('k');
  await expect(card).toBeFocused();

  // The list by section says how each stands, and leads to it.
  const listed = main.locator('details.plan-list');
  await listed.getByText(/^Amendments by section: \d+ to decide, 1 accepted in your wording, 1 rejected$/).click();
  await accessible(page, 'amendments by section');
  await listed.getByRole('combobox', { name: 'Show' }).selectOption({ label: 'rejected' });
  await expect(listed.getByRole('listitem')).toHaveCount(1);
  await listed.getByRole('listitem').getByRole('button').click();
  await expect(page.locator(`[id="${second}"]`)).toBeFocused();
  await listed.locator('summary').click();

  await accessible(page, 'amendments');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/plan-work.png', fullPage: true });

  // On paper: the case and the page at the head, and nothing that is pressed.
  const heads = await page.evaluate(() => [...document.adoptedStyleSheets].flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).join(' '));
  expect(heads).toMatch(/@page[^]*Plan/);
  await page.emulateMedia({ media: 'print' });
  await expect(outline).toBeHidden();
  await expect(card).toBeVisible();
  await expect(card.getByRole('button', { name: 'Edit' })).toHaveCount(0);
  await page.emulateMedia({ media: null });

  // The next version, the two side by side, and the change log.
  await page.getByRole('textbox', { name: /Approved by/ }).fill('Head of operations');
  // A preview says the version that was chosen, and goes when that changes.
  const version = main.getByRole('textbox', { name: 'Version', exact: true });
  await version.fill('2.0');
  await page.getByRole('button', { name: 'Preview the new plan' }).click();
  const preview = main.getByRole('region', { name: 'The new plan against the current one' });
  await expect(preview).toContainText('Version 2.0');
  await version.fill('');
  await expect(preview).toHaveCount(0);
  await page.getByRole('button', { name: 'Write the new plan' }).click();
  await expect(main).toContainText(/version 1\.5, in effect since \d{4}-\d\d-\d\d, approved by Head of operations/);
  await main.getByText('2 versions kept').click();
  await main.getByRole('button', { name: 'Compare versions' }).click();
  const compared = main.getByRole('region', { name: 'Two versions side by side' });
  await expect(compared.locator('ins').first()).toBeVisible();
  const log = await download(page, () => main.getByRole('button', { name: 'Save the change log' }).click());
  expect(log.name).toBe('our-plan-changes.md');
  expect(log.text).toContain('## Version 1.5');
  expect(log.text).toContain('Approved by Head of operations.');
  expect(log.text).toContain('Owner: Head of payments');
  expect(log.text).toContain('Comment: Agreed in the review meeting');
  // What was said of the section is remembered for the next version.
  await expect(outline).toContainText('covers: preserve evidence');
  expect(wrong).toEqual([]);
});
