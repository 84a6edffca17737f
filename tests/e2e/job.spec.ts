import { expect, test } from '@playwright/test';
import { accessible, download, go, ink, open, watch } from './watch';

const TIMELINE = `message,datetime,timestamp_desc,actor,host,tag
"Exploit POST to the upload plug-in, web shell written",2026-03-12T23:41:07+00:00,Event Logged,attacker,shop01,initial-access
Skimmer injected into checkout.js: card data exposed,2026-03-13T00:02:51+00:00,Event Logged,attacker,shop01,
Customer reports card misuse,2026-03-16T08:12:40+00:00,Report,customer,support,
Operations confirms the modified file: breach detected,2026-03-16T09:05:00+00:00,Alert,operations,shop01,
Incident declared; incident response team engaged,2026-03-16T09:20:00+00:00,Decision,operations,,
"Checkout switched off, attacker blocked: contained",2026-03-16T09:48:30+00:00,Containment,operations,shop01,
=HYPERLINK("http://evil.example"),2026-03-16T10:00:00+00:00,<img src=x onerror=alert(1)>,<script>,shop01,
broken row without a time,not a time,Event Logged,,,
`;
const TABLE = `When;What happened;Who
16.03.2026 10:20;War room opened;A. Osei
16.03.2026 10:55;Malware removed: eradicated;A. Osei
17.03.2026 07:00;Store reopened: recovered;B. Lind
`;
const PLAN = `# Response plan

Version: 1.4

## Identify and isolate

1. Look at the logs.
2. Switch the checkout off.

## Post-incident review

* Hold a review.

## Revision history

| Version | Date | Approved by | Changes |
|---|---|---|---|
| 1.4 | 2025-11-02 | Board | Contacts |
`;
const VERIS = Array.from({ length: 12 }, (_, n) => JSON.stringify({
  schema_version: '1.4.0', incident_id: `v-${n}`, summary: `Incident ${n}`, security_incident: 'Confirmed',
  timeline: { incident: { year: 2024, month: 1 + n }, discovery: { unit: 'Days', value: n + 1 }, containment: n === 11 ? { unit: 'Never' } : { unit: 'Hours', value: 2 * (n + 1) } },
  actor: { external: {} }, action: { hacking: {} }, asset: { assets: [] }, discovery_method: { unknown: true }, plus: { created: '2025-06-01T00:00:00Z' },
})).join('\n');

const file = (name: string, text: string | Buffer, mimeType = 'text/plain') =>
  ({ name, mimeType, buffer: typeof text === 'string' ? Buffer.from(text) : text });

test('the whole job: open, settle, conclude, take away, keep', async ({ page }) => {
  const wrong = watch(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('./');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Drop the export');
  await accessible(page, 'start');
  // The engine comes when there is something to read: .ci/size.sh counts the first load without it.
  const engine = /engine-|worker/;
  expect(asked.filter((path) => engine.test(path))).toEqual([]);

  // Open: two files at once, one of them needs a mapping; detection is by content.
  await open(page, [file('export.dat', TIMELINE), file('notes.txt', TABLE)]);
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(asked.filter((path) => engine.test(path))).toHaveLength(3);
  // The second file waits for its columns, with what each choice does.
  const readIt = page.getByRole('button', { name: 'Read the file' });
  if (!(await readIt.isVisible())) await page.getByRole('dialog').getByRole('button', { name: /map|columns/i }).first().click();
  await expect(page.getByRole('region', { name: 'What becomes of the first rows' })).toContainText('War room opened');
  await readIt.click();
  await expect(page.getByRole('button', { name: 'Read the file' })).toBeHidden();
  const goOn = page.getByRole('button', { name: 'Go on' });
  if (await goOn.isVisible()) await goOn.click();

  // Sources: counts add up, refusals name line and reason, the naive file asks for its zone.
  await go(page, 'Sources');
  const main = page.getByRole('main');
  await expect(main).toContainText('export.dat');
  await expect(main).toContainText('Timesketch CSV');
  await expect(main).toContainText(/8\s*(rows)?.*7.*1/s);
  await accessible(page, 'sources');

  // Timeline: one order, hostile text is text.
  await go(page, 'Timeline');
  await expect(main).toContainText('Skimmer injected into checkout.js');
  await expect(main).toContainText('=HYPERLINK');
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  await accessible(page, 'timeline');

  // Response: proposed, then confirmed by keyboard; the numbers are those of the story.
  await go(page, 'Response');
  await expect(main.getByRole('row', { name: /^Time to contain/ })).toContainText('43 min 30 s');
  expect(await ink(page, /undetected|contained/)).toBeGreaterThan(2000);
  const contained = page.getByRole('button', { name: 'Confirm contained', exact: true });
  await contained.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: /^Contained: .*confirmed/ })).toBeVisible();
  await page.getByRole('button', { name: /^Confirm all proposed/ }).click();
  await expect(main.getByRole('row', { name: /^Time to contain/ })).toContainText('confirmed');
  await accessible(page, 'response');

  // A plan joins; its gaps become amendments; accepted ones are written; a second run adds nothing.
  await open(page, [file('our-plan.md', PLAN)]);
  if (await goOn.isVisible({ timeout: 3000 }).catch(() => false)) await goOn.click();
  await go(page, 'Findings');
  await expect(page.getByRole('region', { name: 'The eleven duties' }).getByRole('listitem')).toHaveCount(11);
  await accessible(page, 'findings');
  await go(page, 'Plan');
  await page.getByRole('button', { name: /^Accept all \(\d+\)/ }).click();
  await page.getByRole('textbox', { name: /Approved by/ }).fill('Head of operations');
  await accessible(page, 'plan');
  await page.getByRole('button', { name: 'Write the new plan' }).click();
  await expect(main).toContainText('version 1.5');
  const plan = await download(page, () => page.getByRole('button', { name: 'Save plan as Markdown' }).click());
  expect(plan.text).toContain('| 1.4 | 2025-11-02 | Board | Contacts |');
  expect(plan.text).toContain('1. Look at the logs.\n2. Switch the checkout off.\n');
  expect(plan.text).toMatch(/\| 1\.5 \| \d{4}-\d\d-\d\d \| Head of operations \|/);
  for (const line of PLAN.split('\n')) if (!line.startsWith('Version')) expect(plan.text.split('\n')).toContain(line);
  await expect(main).toContainText(/0 amendments|no change|nothing/i);

  // Report: on the page, as HTML, Markdown, CSV, JSON.
  await go(page, 'Report');
  await expect(page.getByRole('article', { name: 'The report as it will print' })).toContainText('43 min 30 s');
  await accessible(page, 'report');
  const html = await download(page, () => page.getByRole('button', { name: 'Save as HTML' }).click());
  expect(html.text).toContain('<svg');
  expect(html.text).toContain('43 min 30 s');
  expect(html.text).not.toMatch(/<script|onerror=alert|<img/);
  const markdown = await download(page, () => page.getByRole('button', { name: 'Save as Markdown' }).click());
  expect(markdown.text).toContain('not legal advice');
  const csv = await download(page, () => page.getByRole('button', { name: 'Save timeline as CSV' }).click());
  expect(csv.text.split('\n')[0]).toMatch(/,floodmark$/);
  expect(csv.text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
  const json = JSON.parse((await download(page, () => page.getByRole('button', { name: 'Save analysis.json' }).click())).text);
  expect(json.schema).toBe('floodmark/analysis/1');
  expect(json.incidents[0].metrics.time_to_contain).toMatchObject({ kind: 'exact', min_seconds: 2610, basis: 'confirmed' });

  // Kept on the device: closing the tab and opening it again brings back the same.
  await page.reload();
  await go(page, 'Response');
  await expect(main.getByRole('row', { name: /^Time to contain/ })).toContainText('43 min 30 s');
  await expect(main.getByRole('row', { name: /^Time to contain/ })).toContainText('confirmed');

  // Many incidents: one case each, with their distribution; undo takes them all back.
  await go(page, 'Cases');
  await open(page, [file('fleet.json', VERIS)]);
  if (await goOn.isVisible({ timeout: 3000 }).catch(() => false)) await goOn.click();
  await go(page, 'Cases');
  await expect(main).toContainText('13 incidents');
  expect(await ink(page, /were contained within/)).toBeGreaterThan(1000);
  await accessible(page, 'cases');
  await page.getByRole('button', { name: /^Undo: open fleet\.json/ }).click();
  await expect(main).toContainText('1 incident');

  // A saved workspace opens as it was.
  const saved = await download(page, () => page.keyboard.press('Control+s'));
  expect(saved.name).toMatch(/\.floodmark$/);
  expect(JSON.parse(saved.text).format).toBe('floodmark/workspace');
  expect(wrong).toEqual([]);
});

test('the example, in the dark theme, without a serious violation', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  const wrong = watch(page);
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /^Timeline \d+ events/ })).toBeVisible();
  for (const name of ['Sources', 'Timeline', 'Response', 'Findings', 'Plan', 'Report', 'Cases', 'Help', 'Settings']) {
    await go(page, name);
    await expect(page.getByRole('main').getByRole('heading', { level: 1 }).first()).toBeVisible();
    await page.waitForTimeout(300);
    await accessible(page, `${name}, dark`);
  }
  expect(wrong).toEqual([]);
});

test('broken files each get their message, and the rest still loads', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Drop the export');
  await open(page, [
    file('empty.csv', ''),
    file('picture.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])),
    file('zeros.bin', Buffer.alloc(5_000_000)),
    file('good.csv', TIMELINE),
  ]);
  await expect(page.getByRole('dialog')).toContainText('The file is empty');
  await expect(page.getByRole('dialog')).toContainText('PNG picture');
  await expect(page.getByRole('dialog')).toContainText('zero bytes');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Timeline 7 events' })).toBeVisible();
  expect(wrong).toEqual([]);
});
