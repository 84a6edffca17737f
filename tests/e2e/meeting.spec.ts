import { expect, test, type Page } from '@playwright/test';
import { accessible, download, go, watch } from './watch';

/** Types a line and waits until it is among what was captured. */
async function say(page: Page, line: string, shown: string, kind: string): Promise<void> {
  const field = page.getByRole('textbox', { name: /^Capture/ });
  await expect(field).toBeFocused();
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
  const first = page.getByRole('region', { name: 'Captured' }).getByRole('listitem').first();
  await expect(first).toContainText(shown);
  await expect(first).toContainText(kind);
  await expect(field).toHaveValue('');
}

test('a meeting of a whole case by keyboard: walk, captures, silent vote, plan, minutes', async ({ page, context }) => {
  const wrong = watch(page);
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Meeting');
  const main = page.getByRole('main');
  await expect(main.getByRole('heading', { level: 2, name: 'Before the meeting' })).toBeVisible();
  await expect(main.getByRole('region', { name: 'Who is here' }).getByRole('checkbox').first()).toBeVisible();
  await main.getByRole('region', { name: 'Who is here' }).getByRole('checkbox').first().check();
  await accessible(page, 'before the meeting');

  await main.getByRole('button', { name: 'Begin the meeting' }).click();
  await expect(main.getByRole('list', { name: 'Agenda' }).getByRole('button', { name: /^Prepare/ })).toHaveAttribute('aria-current', 'step');
  await expect(main.getByRole('timer')).toContainText(/4:\d\d left/);
  // On the shared screen people are roles, until somebody says otherwise.
  await expect(main.getByLabel('Show roles instead of names')).toBeChecked();
  await main.getByRole('button', { name: 'Next: Timeline walk' }).click();

  // The walk, event by event from the capture line.
  const card = main.locator('.stage-card');
  await expect(card).toHaveCount(1);
  const first = await card.textContent();
  await expect(page.getByRole('textbox', { name: /^Capture/ })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(card).not.toHaveText(first ?? '');
  await say(page, '* nobody knew that the page was live', 'nobody knew', 'Surprise');
  await say(page, '& Night shift', 'Night shift', 'Here');
  await say(page, 'Ops should have seen it', 'Ops should have seen it', 'Note');
  // The better question is offered, the words stay.
  await expect(main.getByRole('region', { name: 'Captured' })).toContainText('What made what was done the sensible thing at that moment?');
  await accessible(page, 'the walk');
  // Other words are typed into the field that opens for them.
  await main.getByRole('region', { name: 'Captured' }).getByRole('button', { name: /^Reword “Ops should/ }).click();
  await expect(main.getByRole('textbox', { name: 'Other words' })).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.type(' earlier');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: /^Capture/ })).toBeFocused();
  await expect(page.getByRole('textbox', { name: /^Capture/ })).toHaveValue('');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/meeting-walk.png' });

  // The second window tells what comes next on the walk, and what is to be asked.
  const [beside] = await Promise.all([context.waitForEvent('page'), main.getByRole('button', { name: 'Second window' }).click()]);
  await expect(beside.getByRole('heading', { level: 1, name: 'Timeline walk' })).toBeVisible();
  const coming = beside.getByRole('list', { name: 'Events to come' }).getByRole('listitem');
  await expect(coming).toHaveCount(4);
  await expect(beside.getByRole('list', { name: 'Questions to come' }).getByRole('listitem')).toHaveCount(3);
  const after = await coming.nth(1).textContent();
  await page.keyboard.press('ArrowDown');
  await expect(coming.first()).toHaveText(after ?? '');
  await beside.close();

  // What cannot be taken says why and loses nothing.
  await page.keyboard.type('@Dana');
  await page.keyboard.press('Enter');
  await expect(main.getByRole('alert')).toContainText('write what is to be done behind the name');
  await expect(page.getByRole('textbox', { name: /^Capture/ })).toHaveValue('@Dana');
  await page.keyboard.type(' alert on changes of payment code in 2 weeks');
  await page.keyboard.press('Enter');
  await expect(main.getByRole('region', { name: 'Captured' }).getByRole('listitem').first()).toContainText('alert on changes of payment code');

  // Findings and the silent vote.
  await main.getByRole('button', { name: /^Findings/ }).click();
  await expect(main.locator('.stage-place')).toContainText(/1 of \d+/);
  for (const voter of ['DO', 'AB']) {
    await main.getByRole('button', { name: 'Vote…' }).click();
    // What is typed next goes into the field that was opened, not into the line that everybody sees.
    await expect(main.getByLabel('Your name or initials')).toBeFocused();
    await page.keyboard.type(voter);
    await expect(main.getByLabel('Your name or initials')).toHaveValue(voter);
    await main.getByRole('spinbutton').first().fill('4');
    await main.getByRole('spinbutton').nth(1).fill('1');
    await expect(main.getByRole('form', { name: 'Your vote' })).toContainText('0 of 5 points left');
    await main.getByRole('button', { name: 'Count my vote' }).click();
  }
  await expect(main).toContainText('2 people have voted.');
  // Somebody else with the same initials is asked, and takes nobody's vote away.
  await main.getByRole('button', { name: 'Vote…' }).click();
  await expect(main.getByLabel('Your name or initials')).toBeFocused();
  await page.keyboard.type('do');
  await main.getByRole('spinbutton').first().fill('1');
  await main.getByRole('button', { name: 'Count my vote' }).click();
  await expect(main.getByRole('alert')).toContainText('Somebody has voted as “do” already');
  await main.getByRole('button', { name: 'Cancel' }).click();
  await expect(main).toContainText('2 people have voted.');
  await expect(main.getByRole('list', { name: 'Findings by their points' })).toHaveCount(0);
  await main.getByRole('button', { name: 'Show the result' }).click();
  await expect(main.getByRole('list', { name: 'Findings by their points' }).getByRole('listitem').first()).toContainText(/^8/);
  await accessible(page, 'the vote');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/meeting-vote.png' });

  // The facilitator's second window is drawn by the first.
  const [second] = await Promise.all([context.waitForEvent('page'), main.getByRole('button', { name: 'Second window' }).click()]);
  await expect(second.getByRole('heading', { level: 1, name: 'Findings' })).toBeVisible();
  await expect(second.getByRole('region', { name: 'Captured' })).toContainText('alert on changes');
  await expect(second.getByRole('timer')).toContainText(/left|over/);
  await second.getByRole('textbox', { name: /^Capture/ }).fill('? is the backup whole');
  await second.keyboard.press('Enter');
  await expect(second.getByRole('region', { name: 'Captured' })).toContainText('is the backup whole');
  await expect(main.getByRole('region', { name: 'Captured' })).toContainText('is the backup whole');

  await main.getByRole('button', { name: /^Decisions/ }).click();
  await expect(second.getByRole('heading', { level: 1, name: 'Decisions' })).toBeVisible();
  await say(page, '! The host may take the checkout offline', 'The host may take', 'Decision');
  await second.close();
  await main.getByRole('button', { name: /^Plan changes/ }).click();
  await main.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(main.locator('.stage-card').getByRole('status')).toHaveText('Accepted');
  await page.keyboard.press('ArrowDown');
  await expect(main.locator('.stage-place')).toContainText(/2 of \d+/);
  await main.getByRole('button', { name: 'End the meeting' }).click();
  const asRoles = await download(page, () => main.getByRole('button', { name: 'Save the minutes as Markdown' }).click());
  expect(asRoles.text).toContain('Alert on changes of payment code');
  expect(asRoles.text).not.toContain('Dana');
  await main.getByLabel('Show roles instead of names').uncheck();

  // What belongs together is one file.
  const [bundle] = await Promise.all([page.waitForEvent('download'), main.getByRole('button', { name: 'Save the evidence bundle' }).click()]);
  expect(bundle.suggestedFilename()).toMatch(/-evidence\.zip$/);

  const minutes = await download(page, () => main.getByRole('button', { name: 'Save the minutes as Markdown' }).click());
  expect(minutes.name).toMatch(/-minutes\.md$/);
  for (const said of ['## Decisions', 'The host may take the checkout offline', 'Alert on changes of payment code', 'Dana', 'Nobody knew that the page was live', 'What matters most', 'Changes of the plan that were accepted']) {
    expect(minutes.text).toContain(said);
  }
  // Kept on this device.
  await page.reload();
  await expect(page.getByRole('main').getByRole('heading', { level: 2, name: 'After the meeting' })).toBeVisible();
  expect(wrong).toEqual([]);
});

test('files of participants are merged, what is said differently is chosen, and undo takes it back', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  const saved = await download(page, () => page.keyboard.press('Control+s'));
  const file = JSON.parse(saved.text);
  const [theirs] = file.workspace.cases;
  theirs.facts.review_teams = ['Legal'];
  theirs.facts.records_affected = 1204;
  theirs.notes = { 'preserve-evidence': 'We had a snapshot, nobody asked for it.' };
  const other = structuredClone(file);
  other.workspace.cases[0].facts.records_affected = 1300;
  await go(page, 'Meeting');
  const main = page.getByRole('main');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), main.getByRole('button', { name: 'Merge files of participants…' }).click()]);
  const asFile = (name: string, content: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
  await chooser.setFiles([asFile('ana.floodmark', JSON.stringify(file)), asFile('bo.floodmark', JSON.stringify(other)), asFile('torn.floodmark', '{')]);
  const section = main.getByRole('region', { name: 'What people prepared apart' });
  await expect(section).toContainText('1 thing is said differently');
  await expect(section).toContainText('torn.floodmark was left out');
  await section.getByRole('group', { name: /records affected/ }).getByLabel('bo.floodmark: 1300').check();
  await accessible(page, 'merging');
  // What is captured while the files lie on the table stays.
  const line = page.getByRole('textbox', { name: /^Capture/ });
  await line.fill('The host was slow');
  await line.press('Enter');
  await expect(line).toHaveValue('');
  await section.getByRole('button', { name: 'Take over' }).click();
  await expect(section).not.toContainText('would be taken over');
  await expect(main.getByRole('region', { name: 'Who is here' }).getByLabel('Legal')).toBeChecked();
  await page.getByRole('heading', { level: 1 }).click();
  await go(page, 'Findings');
  await expect(main).toContainText('We had a snapshot, nobody asked for it.');
  await page.getByRole('heading', { level: 1 }).click();
  const after = JSON.parse((await download(page, () => page.keyboard.press('Control+s'))).text);
  expect(after.workspace.cases[0].meeting.entries.map(({ text }: { text: string }) => text)).toEqual(['The host was slow']);
  await page.keyboard.press('Control+z');
  await expect(main).not.toContainText('We had a snapshot, nobody asked for it.');
  expect(wrong).toEqual([]);
});

test('words to think about outside the meeting lead to where they stand', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  const title = page.getByRole('textbox', { name: 'Title of the case' });
  await title.fill('The night shift should have seen it');
  await title.press('Enter');
  await go(page, 'Report');
  const main = page.getByRole('main');
  await page.getByRole('radio', { name: 'Notices' }).check();
  const told = main.getByRole('textbox', { name: 'What happened, in plain words' });
  await told.fill('It was human error.');
  await told.blur();
  await go(page, 'Meeting');
  const list = main.getByRole('region', { name: 'Words to think about before others read them' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await list.getByRole('button', { name: 'Title of the case' }).click();
  await expect(title).toBeFocused();
  await list.getByRole('button', { name: 'Notices: What happened, in plain words' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Report' })).toBeVisible();
  await expect(told).toBeFocused();
  await expect(told).toHaveValue('It was human error.');
  expect(wrong).toEqual([]);
});
