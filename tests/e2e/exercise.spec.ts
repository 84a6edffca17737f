import { expect, test } from '@playwright/test';
import { accessible, download, go, watch } from './watch';

test('an exercise with two teams from the example to the debrief and the pack', async ({ page, context }) => {
  const wrong = watch(page);
  await page.goto('./');
  await expect(page.getByRole('region', { name: 'Try an example' }).getByRole('button')).toHaveCount(3);
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Exercise');
  const main = page.getByRole('main');

  // The set-up is proposed; an inject is changed.
  await expect(main.getByRole('heading', { level: 2, name: 'What is played' })).toBeVisible();
  const injects = main.getByRole('region', { name: 'Table of injects' });
  await expect(injects.getByRole('row')).not.toHaveCount(0);
  await accessible(page, 'the set-up');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/exercise-setup.png', fullPage: true });
  await injects.getByRole('button', { name: 'Edit “A first sign”' }).click();
  await main.getByRole('textbox', { name: 'Title' }).fill('A mail this morning');
  await main.getByRole('button', { name: 'Keep the inject' }).click();
  await expect(injects).toContainText('A mail this morning');
  await expect(main.getByRole('button', { name: 'Propose it anew' })).toBeVisible();

  // Two teams begin; nothing that was found out later is on the screen.
  await main.getByLabel('Name of the session').fill('Spring');
  await main.getByLabel('Teams, one a line').fill('Harbour\nLighthouse');
  await main.getByRole('button', { name: 'Begin the session' }).click();
  const clock = main.getByRole('timer', { name: 'Time of the exercise' });
  await expect(clock).toHaveText('2026-03-16 08:12:40 UTC');
  const inject = main.locator('.stage-card');
  await expect(inject).toContainText('A mail this morning');
  // The title of the case gives the answer away: participants see another, in the head and in the window's title.
  const head = page.getByRole('banner');
  await expect(head).toContainText('Tabletop exercise');
  await expect(head.getByRole('textbox', { name: 'Title of the case' })).toHaveCount(0);
  expect(await page.title()).toContain('Tabletop exercise');
  expect(`${await page.title()} ${await head.textContent()}`).not.toMatch(/skimmer/i);
  await expect(main.getByRole('region', { name: 'What is known' })).toContainText('Customer reports card misuse');
  for (const secret of ['cdn-metrics', 'wp_support1', 'web shell']) await expect(main).not.toContainText(secret);
  await accessible(page, 'the screen of the participants');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/exercise-play.png' });

  // The facilitator's window has what is hidden, and moves the clock.
  const [second] = await Promise.all([context.waitForEvent('page'), main.getByRole('button', { name: 'Facilitator’s window' }).click()]);
  await expect(second.getByRole('heading', { level: 1, name: 'Facilitator' })).toBeVisible();
  await expect(second.getByRole('main')).toContainText('wp_support1');
  if (process.env.SCREENS) await second.screenshot({ path: 'results/screens/exercise-facilitator.png' });
  // It hears the keys of the page.
  await second.getByRole('heading', { level: 1 }).click();
  await second.keyboard.press(' ');
  await expect(main.getByRole('button', { name: 'Halt the clock' })).toBeVisible();
  await second.keyboard.press(' ');
  await expect(main.getByRole('button', { name: 'Run the clock' })).toBeVisible();
  await second.getByRole('button', { name: 'Next inject' }).click();
  await expect(inject).toContainText('It is confirmed');
  await second.close();

  // Both teams answer; keys move the clock.
  const answer = main.getByRole('textbox', { name: /What do you do/ });
  const teams = main.getByRole('group', { name: 'Team that answers' });
  await answer.fill('The incident commander sets the severity and declares the incident');
  await page.keyboard.press('Control+Enter');
  await expect(main.getByRole('list', { name: /Answers so far/ })).toContainText('sets the severity');
  await main.getByRole('button', { name: 'We declare the incident' }).click();
  await expect(main.getByRole('button', { name: /We declare the incident/ })).toHaveAttribute('aria-pressed', 'true');
  await teams.getByRole('button', { name: 'Lighthouse' }).click();
  await expect(main.getByRole('list', { name: /Answers so far/ })).toHaveCount(0);
  await answer.fill('We wait for more signs');
  await main.getByRole('button', { name: 'Keep as a decision' }).click();
  await expect(main.getByRole('list', { name: /Answers so far/ })).toContainText('Decision');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('n');
  await expect(inject).toContainText('The team is together');
  // An answer may still be to what came before.
  await expect(main.getByLabel('Answer to').getByRole('option', { selected: true })).toHaveText('The team is together');
  await main.getByLabel('Answer to').selectOption('It is confirmed');
  await answer.fill('We called the host at once; we should have called them earlier');
  await page.keyboard.press('Control+Enter');
  await expect(main.getByRole('list', { name: /Answers so far/ })).toContainText('to “It is confirmed”');
  await expect(main.getByLabel('Answer to').getByRole('option', { selected: true })).toHaveText('The team is together');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press(' ');
  await expect(main.getByRole('button', { name: 'Halt the clock' })).toBeVisible();
  await expect(clock).not.toHaveText('2026-03-16 09:20:00 UTC');
  await page.keyboard.press(' ');
  await expect(main.getByRole('button', { name: 'Run the clock' })).toBeVisible();
  await page.keyboard.press('t');
  await expect(teams.getByRole('button', { name: 'Harbour' })).toHaveAttribute('aria-pressed', 'true');
  await main.getByRole('button', { name: 'Evidence is secured' }).click();
  await main.getByText('5.1 Contain', { exact: false }).click();
  await main.getByRole('checkbox', { name: 'Revoke all sessions of administrators.' }).check();
  await page.getByRole('heading', { level: 1 }).click();
  for (let n = 0; n < 4; n++) {
    const before = await clock.textContent();
    await page.keyboard.press('n');
    await expect(clock).not.toHaveText(before ?? '');
  }

  // Kept on this device, in the middle of the session.
  await page.reload();
  await expect(page.getByRole('main').locator('.stage-card')).toBeVisible();

  // The debrief compares with history; an evaluator's word stands over the proposal.
  await main.getByRole('button', { name: 'End the session' }).click();
  await expect(main.getByRole('heading', { level: 2, name: 'Participants against history' })).toBeVisible();
  const stretches = main.getByRole('region', { name: 'Table of stretches' });
  await expect(stretches.getByRole('row', { name: /Detected → Declared/ })).toContainText('0 s');
  await expect(main.locator('canvas').first()).toBeVisible();
  await main.locator('summary', { hasText: 'It is confirmed' }).click();
  const yes = main.getByRole('region', { name: 'Expected of Lighthouse' }).getByRole('button', { name: /^Yes:/ }).locator('visible=true').first();
  await yes.click();
  await expect(yes).toHaveAttribute('aria-pressed', 'true');
  await accessible(page, 'the debrief');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/exercise-debrief.png', fullPage: true });

  // The pack: each document as it will print, words that look for who erred marked in it, with a better question.
  await main.getByRole('button', { name: 'Show “After-action report”' }).click();
  const paper = main.getByRole('article', { name: 'The document as it will print' });
  await expect(paper).toContainText('Improvement plan');
  await expect(paper.locator('mark')).toHaveText(['should have']);
  await main.getByText(/^Words to think about before others read them/).click();
  const phrase = main.getByRole('listitem').filter({ hasText: 'we should have called them earlier' }).filter({ has: page.locator('.slip-question') });
  await expect(phrase).toContainText('What made what was done the sensible thing at that moment?');
  await phrase.getByRole('button').click();
  await expect(paper.locator('mark')).toBeFocused();
  await accessible(page, 'a document of the pack');
  await main.getByRole('button', { name: 'Show “Participant handout”' }).click();
  await expect(paper.locator('mark')).toHaveCount(0);
  await expect(main.getByText(/^Words to think about before others read them/)).toHaveCount(0);
  const handout = await download(page, () => main.getByRole('button', { name: 'Participant handout as Markdown' }).click());
  expect(handout.text).toContain('# Participant handout');
  for (const secret of ['cdn-metrics', 'wp_support1', 'web shell']) expect(handout.text).not.toContain(secret);
  const report = await download(page, () => main.getByRole('button', { name: 'After-action report as HTML' }).click());
  expect(report.text).toContain('Improvement plan');
  const list = await download(page, () => main.getByRole('button', { name: 'Master scenario events list as CSV' }).click());
  expect(list.text).toContain('A mail this morning');
  const pack = await download(page, () => main.getByRole('button', { name: 'Whole pack as Word (ZIP)' }).click());
  expect(pack.name).toContain('exercise-pack.zip');
  expect(wrong).toEqual([]);
});

test('names are replaced for an exercise, and one undo brings them back', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await page.getByRole('button', { name: 'Open the ransomware case', exact: false }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Exercise');
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'Replace names' }).click();
  // It opens in place of this workspace, as any saved one does.
  await expect(page.getByRole('heading', { level: 1, name: 'Cases' })).toBeVisible();
  await go(page, 'Timeline');
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await expect(main).toContainText('Encryption starts on the storage of rack 4');
  await expect(main).not.toContainText('Granite Racks');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Control+z');
  await expect(main).toContainText('Granite Racks');
  expect(wrong).toEqual([]);
});
