import { expect, test } from '@playwright/test';
import { accessible, go, open, REPORT, save, watch } from './watch';

const TIMELINE = `message,datetime,timestamp_desc,actor,host,tag
Exploit POST to the upload plug-in,2026-03-06T09:05:00+00:00,Event Logged,attacker,shop01,milestone:compromise
Operations confirms the modified file: breach detected,2026-03-16T09:05:00+00:00,Alert,operations,shop01,milestone:detected
"Checkout switched off, attacker blocked: contained",2026-03-16T09:48:30+00:00,Containment,operations,shop01,milestone:contained
`;
const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

test('an accepted finding becomes an action item with owner and day, goes to a tracker, and comes back done', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, [file('export.csv', TIMELINE)]);
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Findings');
  const main = page.getByRole('main');
  const actions = main.getByRole('region', { name: 'Action items' });
  await expect(actions).toContainText('None agreed yet');

  // Accepting asks for an action; one press agrees on it.
  const late = main.locator('#finding-detection-gap');
  await late.getByRole('button', { name: 'Accept', exact: true }).click();
  const suggested = actions.getByRole('group', { name: 'Asked for by what was accepted' });
  await expect(suggested).toContainText('A detection for this pattern');
  await late.getByRole('button', { name: 'Add an action item' }).click();
  await expect(suggested).toHaveCount(0);
  const table = actions.getByRole('table', { name: 'Action items' });
  const row = table.getByRole('row', { name: /A detection for this pattern/ });
  await expect(row).toContainText('detection-gap');
  await accessible(page, 'an action item');

  // What it lacks is said with what would mend it; owner and day are two of them.
  await row.getByRole('button', { name: /^Edit… / }).click();
  const form = actions.getByRole('form', { name: 'Change the action item' });
  await expect(form).toContainText('Set the day by which it is done.');
  await form.getByRole('textbox', { name: /^Owner/ }).fill('Shop operations');
  await form.getByLabel('Due', { exact: true }).fill('2099-04-30');
  await form.getByRole('textbox', { name: /^Expected effect/ }).fill('A changed file is seen within 15 minutes.');
  await expect(form).toContainText('Specific, measurable, assigned, relevant and time-bound.');
  await accessible(page, 'the form of an action item');
  await form.getByRole('button', { name: 'Keep the action item' }).click();
  await expect(form).toHaveCount(0);
  await expect(row).toContainText('Shop operations');
  await expect(row).toContainText('2099-04-30');

  // One by hand lacks more, and is kept all the same.
  await actions.getByRole('button', { name: 'Add an action item…' }).click();
  const fresh = actions.getByRole('form', { name: 'A new action item' });
  await fresh.getByRole('textbox', { name: 'What is to be done' }).fill('Improve monitoring');
  await expect(fresh).toContainText('Name one owner, a role or a person.');
  await fresh.getByRole('button', { name: 'Keep the action item' }).click();
  await expect(table.getByRole('row', { name: /Improve monitoring/ })).toContainText('5 points');
  await expect(actions).toContainText('2 open of 2');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/actions.png', fullPage: true });

  // To the tracker, where somebody closes one of them, and back.
  const EXPORT = 'Export the action items';
  const script = await save(page, EXPORT, 'Script for GitHub');
  expect(script.text).toContain("'A detection for this pattern");
  const calendar = await save(page, EXPORT, 'Calendar (iCalendar)');
  expect(calendar.text).toContain('DTSTART;VALUE=DATE:20990430\r\n');
  expect((await save(page, EXPORT, 'CSV for Jira')).text).toMatch(/^Summary,Issue key,Issue Type,/);
  expect((await save(page, EXPORT, 'Checklist in Markdown')).text).toContain('- [ ] A detection for this pattern');
  const issues = JSON.parse((await save(page, EXPORT, 'Issues of GitHub (JSON)')).text);
  expect(issues).toHaveLength(2);
  Object.assign(issues[0], { number: 7, state: 'CLOSED', stateReason: 'COMPLETED', closedAt: '2026-04-02T09:00:00Z' });
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), actions.getByRole('button', { name: 'Take over status…' }).click()]);
  await chooser.setFiles([file('issues.json', JSON.stringify(issues))]);
  const status = row.getByRole('combobox', { name: /^Status of / });
  await expect(status).toHaveValue('done');
  await expect(row).toContainText('#7');
  await expect(page.getByText('1 action item updated from issues.json')).toBeVisible();
  await expect(table.getByRole('row')).toHaveCount(3);

  // Undone and done again; by hand too.
  await page.keyboard.press('Control+z');
  await expect(status).toHaveValue('open');
  await page.keyboard.press('Control+Shift+z');
  await expect(status).toHaveValue('done');
  await table.getByRole('row', { name: /Improve monitoring/ }).getByRole('combobox').selectOption('dropped');
  await expect(actions).toContainText('0 open of 2');

  // Dropped on the page, it is asked whether it updates the items or is a source.
  Object.assign(issues[0], { state: 'OPEN', stateReason: '', closedAt: null });
  await open(page, [file('issues.json', JSON.stringify(issues))]);
  const asked = page.getByRole('dialog', { name: 'What was opened' });
  await expect(asked).toContainText(/It names 2 action items of this workspace, and says something new of \d\./);
  await asked.getByRole('button', { name: 'Take over their status' }).click();
  await expect(asked).toHaveCount(0);
  await expect(status).toHaveValue('open');
  await page.keyboard.press('Control+z');
  await expect(status).toHaveValue('done');

  // It stands in the report, and is there after a reload.
  await go(page, 'Report');
  await expect(page.getByRole('article', { name: 'The report as it will print' })).toContainText('A changed file is seen within 15 minutes.');
  const report = await save(page, REPORT, 'Save as Markdown');
  expect(report.text).toContain('## Findings and action items');
  const stix = JSON.parse((await save(page, REPORT, 'Save as STIX 2.1')).text);
  expect(stix.type).toBe('bundle');
  expect(JSON.parse((await save(page, REPORT, 'Save as VERIS 1.4')).text).timeline.containment).toEqual({ unit: 'Minutes', value: 43.5 });
  await page.reload();
  await go(page, 'Findings');
  await expect(status).toHaveValue('done');
  expect(wrong).toEqual([]);
});

test('a file that is no list of issues is told so, and changes nothing', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, [file('export.csv', TIMELINE)]);
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Findings');
  const actions = page.getByRole('main').getByRole('region', { name: 'Action items' });
  await actions.getByRole('button', { name: 'Add an action item…' }).click();
  await actions.getByRole('textbox', { name: 'What is to be done' }).fill('Practise taking the checkout offline');
  await page.keyboard.press('Enter');
  await expect(actions).toContainText('1 open of 1');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), actions.getByRole('button', { name: 'Take over status…' }).click()]);
  await chooser.setFiles([file('notes.csv', 'a,b\n1,2\n')]);
  await expect(page.getByText(/notes\.csv is no list of issues/)).toBeVisible();
  await expect(actions).toContainText('1 open of 1');
  expect(wrong).toEqual([]);
});
