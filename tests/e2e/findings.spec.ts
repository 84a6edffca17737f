import { expect, test } from '@playwright/test';
import { accessible, go, open, REPORT, save, watch } from './watch';

const TIMELINE = `message,datetime,timestamp_desc,actor,host,tag
"Exploit POST to the upload plug-in, web shell written (T1505.003)",2026-03-06T09:05:00+00:00,Event Logged,attacker,shop01,"milestone:compromise,attack.persistence"
PowerShell starts (T1059.001),2026-03-06T10:05:00+00:00,Event Logged,attacker,shop01,attack.execution
Operations confirms the modified file: breach detected,2026-03-16T09:05:00+00:00,Alert,operations,shop01,milestone:detected
"Checkout switched off, attacker blocked: contained",2026-03-16T09:48:30+00:00,Containment,operations,shop01,milestone:contained
Customers notified by e-mail,2026-03-18T10:00:00+00:00,Message sent,support,customers,milestone:individuals_notified
`;
const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

test('a threshold is changed, decides, is said wherever its finding stands, and is undone', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, [file('export.csv', TIMELINE)]);
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Findings');
  const main = page.getByRole('main');
  const late = main.getByRole('article', { name: /^Detected 2026-03-16 09:05:00 UTC, 10 d/ });
  await expect(late).toContainText('Dwell time from which detection counts as late: 7 days, the default');

  // Its claim opens with the keyboard: to what the rule looks at, and to the events with their times in full.
  const claim = late.locator('.claim');
  await claim.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(claim).toContainText('The dwell time (compromise or exposure until detection) against the thresholds');
  await expect(claim.getByRole('button', { name: /^2026-03-16 09:05:00 UTC: Operations confirms/ })).toBeVisible();
  await accessible(page, 'a claim that is open');
  await claim.locator('summary').press('Enter');
  // A finding opens to its rule: what it looks at, why, and what it is held against.
  await late.getByRole('button', { name: 'rule detection-gap' }).click();
  const rules = main.getByRole('region', { name: 'Rules and thresholds' });
  await expect(rules).toContainText('The dwell time (compromise or exposure until detection) against the thresholds');
  await expect(rules.getByText('Detection by others, or late')).toBeVisible();
  for (const family of ['Detection', 'Escalation', 'Containment', 'Evidence', 'Communication', 'Obligations', 'Recovery', 'Learning', 'Data quality', 'Recurrence']) {
    await expect(rules.getByRole('region', { name: family, exact: true })).toBeVisible();
  }
  await accessible(page, 'the catalogue of rules');

  // What is no number is refused with what would be right; nothing changes.
  const dwell = rules.getByRole('textbox', { name: 'Dwell time from which detection counts as late', exact: true });
  await dwell.fill('soon');
  await dwell.press('Tab');
  await expect(rules).toContainText('Write a whole number from 1 to 3,650; “soon” is none.');
  await expect(dwell).toHaveAttribute('aria-invalid', 'true');

  // Twenty days: ten are not late any more, and the finding is gone.
  await dwell.fill('20');
  await dwell.press('Tab');
  await expect(late).toHaveCount(0);
  await expect(main).toContainText('1 threshold changed in this workspace.');
  await expect(rules).toContainText('Changed. Default: 7 days.');

  // Nine days: late again, and that a person said so stands with it, on paper too.
  await dwell.fill('9');
  await dwell.press('Tab');
  await expect(late).toContainText('9 days, changed in this workspace; by default 7 days');
  await accessible(page, 'a changed threshold');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/findings-threshold.png', fullPage: true });
  await go(page, 'Report');
  await expect(main).toContainText('Dwell time from which detection counts as late: 9 days, changed in this workspace; by default 7 days.');
  const report = await save(page, REPORT, 'Save as Markdown');
  expect(report.text).toContain('Thresholds set in this workspace');

  // Undone twice, it is as it was; done again, it survives a reload.
  await go(page, 'Findings');
  await page.keyboard.press('Control+z');
  await expect(late).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(late).toContainText('7 days, the default');
  await page.keyboard.press('Control+Shift+z');
  await expect(late).toHaveCount(0);
  await page.reload();
  await expect(rules).toContainText('Changed. Default: 7 days.');
  await rules.getByText('Detection by others, or late').click();
  await rules.getByRole('button', { name: 'Use the default: Dwell time from which detection counts as late' }).click();
  await expect(late).toContainText('7 days, the default');
  expect(wrong).toEqual([]);
});

test('what the notice said is asked on Obligations and stands among the findings', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, [file('export.csv', TIMELINE)]);
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Findings');
  const main = page.getByRole('main');
  await expect(main).toContainText('nobody has said whether it told what happened');
  await go(page, 'Obligations');
  const said = main.getByRole('region', { name: 'What the notice to people said' });
  for (const part of ['what happened', 'which data', 'what it may mean for them', 'what was done about it', 'where they can ask']) {
    await said.getByRole('group', { name: `Did it say ${part}?` }).getByRole('radio', { name: 'Yes' }).check();
  }
  await said.getByRole('group', { name: 'Did it say what they can do?' }).getByRole('radio', { name: 'No', exact: true }).check();
  await accessible(page, 'what the notice said');
  await go(page, 'Findings');
  await expect(main).toContainText('did not say what they can do.');
  expect(wrong).toEqual([]);
});

test('the timeline is filtered by an ATT&CK technique', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, [file('export.csv', TIMELINE)]);
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Timeline');
  const main = page.getByRole('main');
  const rows = main.getByRole('grid').getByRole('row');
  await main.getByRole('button', { name: 'Technique, filter' }).click();
  await page.getByRole('checkbox', { name: /T1059\.001 · Execution/ }).check();
  await page.keyboard.press('Escape');
  await expect(rows.filter({ hasText: 'PowerShell starts' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'web shell written' })).toHaveCount(0);
  await accessible(page, 'a technique as a filter');
  await main.getByRole('button', { name: 'Remove the filter Technique: T1059.001' }).click();
  await expect(rows.filter({ hasText: 'web shell written' })).toHaveCount(1);
  expect(wrong).toEqual([]);
});
