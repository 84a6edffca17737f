import { expect, test } from '@playwright/test';
import { accessible, download, go, watch } from './watch';

const NAMES = /Lindqvist|Adeyemi|Okafor/;

test('roles stand in the place of names everywhere, a role is given, and names come back', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  const main = page.getByRole('main');
  const search = main.getByRole('searchbox', { name: 'Search events' });
  // What is looked for stands above them, as it was typed.
  const events = main.getByRole('grid');
  await search.fill('Lindqvist');
  await expect(main).toContainText('J. Lindqvist');

  // The switch stands with the other commands of the case.
  await page.getByRole('button', { name: 'More commands' }).click();
  await page.getByRole('button', { name: 'Show roles instead of names' }).click();
  await expect(events).not.toContainText(NAMES);
  // The name still finds its events.
  await expect(events).toContainText('operations');
  await search.fill('');
  await expect(main).not.toContainText(NAMES);
  await accessible(page, 'the timeline with roles');

  await go(page, 'Findings');
  await expect(main.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(main).not.toContainText(NAMES);

  await go(page, 'Meeting');
  await expect(main.getByRole('heading', { level: 2, name: 'Before the meeting' })).toBeVisible();
  const people = main.getByRole('region', { name: 'Names and roles', exact: true });
  await expect(people.getByRole('checkbox')).toBeChecked();
  await people.getByRole('button', { name: 'Names and roles' }).click();
  const role = people.getByRole('textbox', { name: 'Role of J. Lindqvist' });
  await expect(role).toHaveValue('operations');
  await role.fill('the administrator');
  await role.press('Tab');
  await expect(role).toHaveValue('the administrator');
  await accessible(page, 'names and roles');

  await go(page, 'Report');
  await expect(main.getByRole('article').getByRole('heading').first()).toBeVisible();
  await expect(main.getByRole('article')).not.toContainText(NAMES);
  await main.getByRole('button', { name: /^Export/ }).click();
  await expect(main).toContainText('files for other tools keep the names');
  const report = await download(page, () => main.getByRole('button', { name: /Save as Markdown/ }).click());
  expect(report.text).not.toMatch(NAMES);
  expect(report.text).not.toContain('\u2060');

  // A correction under the switch is about the person.
  await go(page, 'Timeline');
  await search.fill('administrator');
  await expect(main).toContainText('the administrator');
  await expect(main).not.toContainText(NAMES);
  await search.fill('');

  await page.getByRole('button', { name: 'More commands' }).click();
  await page.getByRole('button', { name: 'Show names again' }).click();
  await search.fill('Lindqvist');
  await expect(main).toContainText('J. Lindqvist');
  await page.getByRole('button', { name: 'Undo: show names again' }).click();
  await expect(events).not.toContainText(NAMES);
  await page.getByRole('button', { name: 'Undo: set a role' }).click();
  await page.getByRole('button', { name: 'Undo: show roles instead of names' }).click();
  await expect(events).toContainText('J. Lindqvist');
  expect(wrong).toEqual([]);
});

test('votes come out of the files of participants, and undo takes them back', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Meeting');
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'Begin the meeting' }).click();
  // A meeting begins with roles; who votes is to be read here. It is not checked before the meeting has begun.
  const roles = main.getByLabel('Show roles instead of names');
  await expect(roles).toBeChecked();
  await roles.uncheck();
  await expect(roles).not.toBeChecked();
  await main.getByRole('button', { name: /^Findings/ }).click();
  // A participant votes in a copy of the case.
  await main.getByRole('button', { name: 'Vote…' }).click();
  await main.getByLabel('Your name or initials').fill('Ana');
  await main.getByRole('spinbutton').first().fill('3');
  await main.getByRole('button', { name: 'Count my vote' }).click();
  await expect(main).toContainText('1 person has voted.');
  const saved = await download(page, () => page.keyboard.press('Control+s'));
  await page.getByRole('button', { name: 'Undo: count the vote of Ana' }).click();
  await expect(main).toContainText('Nobody has voted yet.');
  const bo = JSON.parse(saved.text);
  bo.workspace.cases[0].meeting.ballots = { Bo: { 'no-such-finding': 3 } };
  const asFile = (name: string, content: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), main.getByRole('button', { name: 'Count votes from files…' }).click()]);
  await chooser.setFiles([
    asFile('ana.floodmark', saved.text),
    asFile('bo.floodmark', JSON.stringify(bo)),
    asFile('torn.floodmark', '{'),
  ]);
  const vote = main.getByRole('region', { name: /Silent vote/ });
  await expect(vote).toContainText('1 vote is found.');
  await expect(vote).toContainText('no-such-finding');
  await expect(vote).toContainText('torn.floodmark was left out');
  await vote.getByRole('button', { name: 'Count them' }).click();
  await expect(vote).toContainText('1 person has voted.');
  await vote.getByRole('button', { name: 'Show the result' }).click();
  await expect(main.getByRole('list', { name: 'Findings by their points' }).getByRole('listitem').first()).toContainText(/^3/);
  await page.getByRole('button', { name: 'Undo: count a vote from a file' }).click();
  await expect(vote).toContainText('Nobody has voted yet.');
  expect(wrong).toEqual([]);
});
