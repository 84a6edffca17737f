import { expect, test } from '@playwright/test';
import { truncateSync, writeFileSync } from 'node:fs';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { accessible, download, go, ink, open, REPORT, save, tabTo, watch } from './watch';

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

test('the whole job: open, settle, conclude, take away, keep', async ({ page, browser }) => {
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
  // Its program may be asked for once more, as the second reader of large files.
  expect([...new Set(asked.filter((path) => engine.test(path)))]).toHaveLength(3);
  // The second file waits for its columns, with what each choice does.
  const readIt = page.getByRole('button', { name: 'Read the file' });
  await expect(page.getByRole('region', { name: 'What becomes of the first rows' })).toContainText('War room opened');
  await readIt.click();
  // One of the files has a refused row, so what became of both is told, however long the reading takes.
  await page.getByRole('button', { name: 'Go on' }).click();

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
  const rows = main.getByRole('grid').getByRole('row');
  const search = page.getByRole('searchbox', { name: 'Search events' });
  await search.fill('skimmer');
  await expect(rows.filter({ hasText: 'Skimmer injected' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'Customer reports' })).toHaveCount(0);
  await search.fill('');
  await expect(rows.filter({ hasText: 'Customer reports' })).toHaveCount(1);

  // The brush narrows the list by keyboard, and its filter is taken away again.
  const brush = page.getByRole('slider', { name: 'Start of the range' });
  await brush.focus();
  for (let n = 0; n < 3; n += 1) await page.keyboard.press('ArrowRight');
  await expect(rows.filter({ hasText: 'web shell written' })).toHaveCount(0);
  await page.getByRole('button', { name: /^Remove the filter/ }).first().click();
  await expect(rows.filter({ hasText: 'web shell written' })).toHaveCount(1);

  // Times in any zone at a switch, and back.
  const zones = page.getByRole('button', { name: /is the zone of times$/ });
  await zones.click();
  await page.getByRole('button', { name: 'Another zone…' }).click();
  await page.getByRole('combobox', { name: 'Time zone' }).fill('europe/berlin');
  await page.getByRole('button', { name: 'Show times in this zone' }).click();
  await expect(zones).toHaveAccessibleName('Europe/Berlin is the zone of times');
  await expect(rows.filter({ hasText: 'Checkout switched off' })).toContainText('10:48:30');
  await zones.click();
  await page.getByRole('button', { name: 'UTC', exact: true }).click();
  await expect(rows.filter({ hasText: 'Checkout switched off' })).toContainText('09:48:30');

  // The original row is one key away.
  await rows.filter({ hasText: 'Skimmer injected' }).click();
  await page.keyboard.press('o');
  await expect(page.getByLabel('Original row')).toContainText('Skimmer injected into checkout.js: card data exposed,2026-03-13T00:02:51+00:00');
  await page.keyboard.press('Escape');

  // By hand: an event, and pasted lines; the words stay as their origin.
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Time', exact: true }).fill('2026-03-16 09:30');
  await page.getByRole('textbox', { name: 'What happened' }).fill('Customers told by e-mail that card data may be stolen');
  await page.getByRole('button', { name: 'Add the event' }).click();
  await expect(rows.filter({ hasText: 'Customers told by e-mail' })).toHaveCount(1);
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '2026-03-16 11:15 Logs copied to the evidence store\n2026-03-16 11:40 Keys rotated');
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole('region', { name: 'As they would be read' })).toContainText('Keys rotated');
  await page.getByRole('button', { name: /^Add 2 events/ }).click();
  await expect(rows.filter({ hasText: 'Logs copied to the evidence store' })).toHaveCount(1);

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
  // A typed time stays as imprecise as it was typed.
  await page.getByRole('group', { name: /^Closed:/ }).focus();
  await page.keyboard.press('e');
  await page.getByRole('textbox', { name: 'Closed: time' }).fill('2026-03-20');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: /^Closed: .*2026-03-20.*confirmed/ })).toBeVisible();
  // What if: the record stays what it is, and the hypothetical stands beside it.
  const what = page.getByRole('region', { name: 'What if' });
  await what.getByLabel('Milestone').selectOption('contained');
  await what.getByLabel('Had come at').fill('2026-03-16T09:15:00Z');
  await what.getByRole('button', { name: 'Show what changes' }).click();
  await expect(what).toContainText('Hypothetical. Nothing here is kept');
  await expect(what.getByRole('row', { name: /^Time to contain/ })).toContainText('33 min 30 s shorter');
  await expect(what.getByRole('row', { name: /^Time to contain/ })).toContainText('43 min 30 s');
  await accessible(page, 'what if');
  await what.getByRole('button', { name: 'Back to the record' }).click();
  await expect(what.getByRole('row', { name: /^Time to contain/ })).toHaveCount(0);
  // Severity: a range until every factor is answered, then a number.
  const severity = page.getByRole('region', { name: 'Severity for the people affected' });
  await expect(severity).toContainText('while 7 of 7 factors have no answer');
  const answers: [string, string][] = [
    ['What is the gravest kind of data?', '12'], ['What does the context change?', '0'], ['How easily do the data identify a person?', '4'],
    ['Who may have seen the data?', '2'], ['Were data altered?', '0'], ['Were data out of reach?', '0'], ['Was there malicious intent?', '2'],
  ];
  for (const [question, answer] of answers) await severity.getByLabel(question).selectOption(answer);
  await expect(severity).toContainText('Severity 4.00 (very high)');
  await accessible(page, 'response');

  // Obligations: each answer shows its effect, and a rule opens to its sources.
  await go(page, 'Obligations');
  await expect(main).toContainText('not legal advice');
  await page.getByLabel('Where do affected people live?').fill('DE');
  await page.keyboard.press('Enter');
  await page.getByRole('group', { name: 'Were personal data affected?' }).getByLabel('Yes').check();
  await page.getByRole('group', { name: 'Is a risk to people unlikely?' }).getByLabel('No', { exact: true }).check();
  const gdpr = main.getByRole('article', { name: 'GDPR: the controller tells the supervisory authority' });
  await expect(gdpr).toContainText('72 hours');
  await gdpr.getByText('The rule, its sources, how sure it is').click();
  await expect(gdpr).toContainText('eur-lex.europa.eu');
  await accessible(page, 'obligations');

  // A plan joins; its gaps become amendments; accepted ones are written; a second run adds nothing.
  await open(page, [file('our-plan.md', PLAN)]);
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /^Plan/ })).toHaveAttribute('aria-current', 'page');
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
  const html = await save(page, REPORT, 'Save as HTML');
  expect(html.text).toContain('<svg');
  expect(html.text).toContain('43 min 30 s');
  expect(html.text).not.toMatch(/<script|onerror=alert|<img/);
  const markdown = await save(page, REPORT, 'Save as Markdown');
  expect(markdown.text).toContain('not legal advice');
  const csv = await save(page, REPORT, 'Save timeline as CSV');
  expect(csv.text.split('\n')[0]).toMatch(/,floodmark$/);
  expect(csv.text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
  const json = JSON.parse((await save(page, REPORT, 'Save analysis.json')).text);
  expect(json.schema).toBe('floodmark/analysis/1');
  expect(json.incidents[0].metrics.time_to_contain).toMatchObject({ kind: 'exact', min_seconds: 2610, basis: 'confirmed' });

  // Kept on the device: closing the tab and opening it again brings back the same.
  await page.reload();
  await go(page, 'Response');
  await expect(main.getByRole('row', { name: /^Time to contain/ })).toContainText('43 min 30 s');
  await expect(main.getByRole('row', { name: /^Time to contain/ })).toContainText('confirmed');

  // Plan against actual: two columns with lines between them, the same as a table, and each side lights up its partner.
  const followed = page.getByRole('region', { name: 'Plan against actual' });
  const planned = followed.getByRole('list', { name: 'The plan asks for' });
  await expect(planned.getByRole('button', { name: /Switch the checkout off/ })).toBeVisible();
  const steps = await planned.getByRole('listitem').count();
  const happened = followed.getByRole('list', { name: 'What happened, in order of time' }).getByRole('button');
  const unplanned = await happened.filter({ hasText: 'Not in the plan' }).count();
  await happened.first().focus();
  await expect(happened.first()).toHaveClass(/\blit\b/);
  await expect(followed.getByRole('table')).toBeHidden();
  await accessible(page, 'plan against actual');
  const asTable = followed.getByRole('button', { name: 'Table (plan against actual)' });
  await asTable.click();
  await expect(followed.getByRole('table')).toBeVisible();
  await expect(planned).toBeHidden();
  // The head, a row for each step, and one for each thing that is not in the plan.
  await expect(followed.getByRole('table').getByRole('row')).toHaveCount(1 + steps + unplanned);
  await asTable.click();

  // Many incidents: one case each, with their distribution; undo takes them all back.
  await go(page, 'Cases');
  const dropped = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'fleet.json'));
    return data;
  }, VERIS);
  await page.dispatchEvent('body', 'dragover', { dataTransfer: dropped });
  await expect(page.getByText('Drop to open as a new case')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
  await expect(main).toContainText('13 incidents');
  expect(await ink(page, /^Half were contained within [^,]*\(95 %/)).toBeGreaterThan(1000);
  await accessible(page, 'cases');
  await page.getByRole('button', { name: /^Undo: open fleet\.json/ }).click();
  await expect(main).toContainText('1 incident');

  for (const name of ['Help', 'Settings']) {
    await go(page, name);
    await accessible(page, name);
  }

  // A saved workspace opens as it was.
  const saved = await download(page, () => page.keyboard.press('Control+s'));
  expect(saved.name).toMatch(/\.floodmark$/);
  expect(JSON.parse(saved.text).format).toBe('floodmark/workspace');
  expect(wrong).toEqual([]);
  const elsewhere = await (await browser.newContext({ baseURL: 'http://127.0.0.1:4173' })).newPage();
  const wrongThere = watch(elsewhere);
  await elsewhere.goto('./');
  await open(elsewhere, [file('ours', saved.text)]);
  await expect(elsewhere.getByRole('main')).toContainText('1 incident');
  await go(elsewhere, 'Timeline');
  await expect(elsewhere.getByRole('main')).toContainText('Customers told by e-mail');
  await go(elsewhere, 'Response');
  await expect(elsewhere.getByRole('main').getByRole('row', { name: /^Time to contain/ })).toContainText('43 min 30 s');
  expect(wrongThere).toEqual([]);
});

/** A ZIP file of these files, deflated. */
function zip(files: [string, string | Buffer][]): Buffer {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const [name, content] of files) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const path = Buffer.from(name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x800, 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(path.length, 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(at, 10);
    list.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), shared, entry, path);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), shared, path, packed);
    at += 30 + path.length + packed.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(Buffer.concat(list).length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, ...list, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

const XML = 'http://schemas.openxmlformats.org';
/** A workbook with one sheet, whose first column holds dates by their number format. */
const BOOK = zip([
  ['[Content_Types].xml', `<Types xmlns="${XML}/package/2006/content-types"/>`],
  ['_rels/.rels', `<Relationships xmlns="${XML}/package/2006/relationships"><Relationship Id="a" Type="${XML}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
  ['xl/workbook.xml', `<workbook xmlns="${XML}/spreadsheetml/2006/main" xmlns:r="${XML}/officeDocument/2006/relationships"><sheets><sheet name="War room" sheetId="1" r:id="b"/></sheets></workbook>`],
  ['xl/_rels/workbook.xml.rels', `<Relationships xmlns="${XML}/package/2006/relationships"><Relationship Id="b" Type="${XML}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="c" Type="${XML}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`],
  ['xl/styles.xml', `<styleSheet xmlns="${XML}/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>`],
  ['xl/worksheets/sheet1.xml', `<worksheet xmlns="${XML}/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>When</t></is></c><c r="B1" t="inlineStr"><is><t>What happened</t></is></c></row><row r="2"><c r="A2" s="1"><v>46097.430555555555</v></c><c r="B2" t="inlineStr"><is><t>War room opened</t></is></c></row></sheetData></worksheet>`],
]);

test('packed files are opened, each file in them is a source, and bombs are refused', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog');
  await expect(main.getByRole('heading', { level: 1 })).toContainText('Drop the export');
  const row = (message: string, datetime: string) => JSON.stringify({ message, datetime, timestamp_desc: 'Event Logged' });
  await open(page, [
    file('case.zip', zip([['logs/shop01.csv', TIMELINE], ['logs/shop02.csv', TIMELINE.replace('Skimmer injected', 'Second skimmer')], ['shot.png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')], ['inner.zip', zip([['deep.zip', zip([['a.csv', TIMELINE]])]])]])),
    file('proxy.jsonl.gz', gzipSync(`${row('Beacon to the attacker', '2026-03-14T10:00:00Z')}\n${row('Last beacon', '2026-03-16T09:40:00Z')}\n`)),
    file('notes.xlsx', BOOK),
  ]);
  // The sheet is a table, and its dates are dates.
  const readIt = page.getByRole('button', { name: 'Read the file' });
  await expect(dialog).toBeVisible();
  await expect(page.getByRole('region', { name: 'What becomes of the first rows' })).toContainText('2026-03-16 10:20');
  await readIt.click();
  // What does not come is told, with its reason.
  await expect(dialog).toContainText('case.zip › inner.zip › deep.zip');
  await expect(dialog).toContainText('2 deep');
  await expect(dialog).toContainText('1 picture');
  await accessible(page, 'what was opened');
  await page.getByRole('button', { name: 'Go on' }).click();
  await go(page, 'Sources');
  for (const name of ['case.zip › logs/shop01.csv', 'case.zip › logs/shop02.csv', 'proxy.jsonl.gz › proxy.jsonl', 'notes.xlsx › War room']) await expect(main).toContainText(name);
  await go(page, 'Timeline');
  const rows = main.getByRole('grid').getByRole('row');
  await rows.filter({ hasText: 'Second skimmer' }).click();
  await page.keyboard.press('o');
  await expect(page.getByLabel('Original row')).toContainText('Second skimmer into checkout.js: card data exposed,2026-03-13T00:02:51+00:00');
  await page.keyboard.press('Escape');

  // Bombs, a cut file and a Word document: each is refused with its remedy, and nothing else is lost.
  await open(page, [
    file('bomb.gz', gzipSync(Buffer.alloc(64_000_000, ' '), { level: 9 })),
    file('cut.zip', zip([['a.csv', TIMELINE]]).subarray(0, 200)),
    file('plan.docx', zip([['word/document.xml', '<a/>']])),
  ]);
  await expect(dialog).toContainText('more than 1000 times its size');
  await expect(dialog).toContainText('cut short or damaged');
  await expect(dialog).toContainText('Word document');
  await page.getByRole('button', { name: 'Go on' }).click();

  // Kept on this device by its own hash, the member is there after a reload.
  await page.reload();
  await go(page, 'Timeline');
  await expect(rows.filter({ hasText: 'Second skimmer' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'Last beacon' })).toHaveCount(1);
  expect(wrong).toEqual([]);
});

test('the example, in the dark theme, without a serious violation', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  const wrong = watch(page);
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /^Timeline \d+ events/ })).toBeVisible();
  for (const name of ['Sources', 'Timeline', 'Response', 'Obligations', 'Findings', 'Plan', 'Report', 'Cases', 'Help', 'Settings']) {
    await go(page, name);
    await expect(page.getByRole('main').getByRole('heading', { level: 1 }).first()).toBeVisible();
    await page.waitForTimeout(300);
    await accessible(page, `${name}, dark`);
  }
  expect(wrong).toEqual([]);
});

test('help is there for the page that one comes from, with the keys, the formats and the sources of the rules', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await go(page, 'Obligations');
  await go(page, 'Help');
  const guides = page.getByRole('region', { name: 'The pages' });
  await expect(guides.getByText('Answer the questions; each says how many rules wait for it.')).toBeVisible();
  await expect(guides.getByText('Set or estimate the offset of a clock that was wrong.')).toBeHidden();
  await guides.getByText('Sources', { exact: true }).click();
  await expect(guides.getByText('Set or estimate the offset of a clock that was wrong.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Keys' })).toContainText('After M, on an event');
  const formats = page.getByRole('region', { name: 'What can be opened' });
  await expect(formats).toContainText('DFIR-IRIS');
  // What is read of a format, what is lost, where its zone comes from, and what names milestones.
  await expect(formats).toContainText('Lost: indicators, authors and raw text stay in the original row');
  await expect(formats).toContainText('Time zone: stated');
  await expect(formats).toContainText('Milestones it names: categories Initial Access and Exfiltration');
  await expect(formats.getByText('.fox', { exact: true })).toBeVisible();
  await page.getByText('All rules', { exact: true }).click();
  const rules = page.getByRole('table', { name: /^157 rules\. Pack / });
  await expect(rules.getByRole('row')).toHaveCount(158);
  await expect(rules).toContainText('GDPR');
  await accessible(page, 'Help with everything open');
  expect(wrong).toEqual([]);
});

test('whoever goes to another page while a file is read stays there', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  const rows = Array.from({ length: 120_000 }, (_, n) => `Request ${n} of the shop,2026-03-16T09:${String(n % 60).padStart(2, '0')}:30Z,Event Logged,web-${n % 9}`);
  const csv = ['message,datetime,timestamp_desc,hostname', ...rows].join('\n');
  await open(page, [{ name: 'requests.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }]);
  await go(page, 'Help');
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /^Timeline 120 k events/ })).toBeVisible({ timeout: 60_000 });
  await page.waitForTimeout(500);
  await expect(page.getByRole('heading', { level: 1, name: 'Help' })).toBeVisible();
  expect(wrong).toEqual([]);
});

test('a question about columns is still asked when one goes to another page while the file is read', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  const link = page.getByRole('navigation', { name: 'Pages', includeHidden: true }).getByRole('link', { name: 'Help', includeHidden: true });
  await open(page, [file('shifts.csv', 'What,When\nNight watch begins,2026-03-16 20:00Z\nNight watch ends,2026-03-17 06:00Z\n')]);
  // As fast as a finger can be: the question may stand already, and then the rail is beneath it.
  await link.evaluate((element: HTMLElement) => element.click());
  const asked = page.getByRole('dialog', { name: 'Choose the columns of shifts.csv' });
  await expect(asked).toBeVisible();
  await page.waitForTimeout(1500);
  await expect(asked).toBeVisible();
  await asked.getByRole('button', { name: 'Read the file' }).click();
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /^Timeline 2 events/ })).toBeVisible();
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
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

  // A gigabyte of zeros is refused by its first bytes, not read.
  const zeros = test.info().outputPath('zeros.bin');
  writeFileSync(zeros, '');
  truncateSync(zeros, 1_000_000_000);
  await open(page, zeros);
  await expect(page.getByRole('dialog')).toContainText('zero bytes');
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  expect(wrong).toEqual([]);
});

test('two files: the clock is estimated, known times have lanes, refused rows are listed by reason', async ({ page }) => {
  const wrong = watch(page);
  const head = 'message,datetime,timestamp_desc,known_at\n';
  const shop = `${head}Exploit of the upload form,2026-03-12T23:41:07Z,Log,2026-03-16T09:05:00Z
Web shell written to disk,2026-03-13T00:02:51Z,Log,2026-03-16T09:40:00Z
Alert raised for shop01,2026-03-16T08:57:47Z,Log,2026-03-16T09:00:00Z
Checkout switched off,2026-03-16T09:46:17Z,Log,
Store reopened,2026-03-17T07:00:00Z,Log,
${Array.from({ length: 300 }, (_, n) => `Row ${n},not a time,Log,`).join('\n')}
`;
  const siem = `${head}Web shell written to disk,2026-03-13T00:05:04Z,Log,
"alert raised for shop01",2026-03-16T09:00:00Z,Log,
Checkout switched off.,2026-03-16T09:48:30Z,Log,
Row without a zone,2026-03-16 10:00:00,Log,
`;
  await page.goto('./');
  await open(page, [file('shop.csv', shop), file('siem.csv', siem)]);
  await page.getByRole('button', { name: 'Go on' }).click();
  await go(page, 'Sources');
  const main = page.getByRole('main');

  // The refused rows: by reason, in parts, as a file.
  await main.getByRole('button', { name: '300 refused, show the rows of shop.csv' }).click();
  const refused = main.getByRole('group', { name: 'Refused rows of shop.csv' });
  await expect(refused.getByRole('button', { name: /^300/ })).toBeVisible();
  await expect(refused.getByRole('row').filter({ hasText: 'Row 0,not a time' })).toHaveCount(1);
  expect(await refused.getByRole('row').count()).toBeLessThan(60);
  const saved = await download(page, () => refused.getByRole('button', { name: 'Save as CSV' }).click());
  expect(saved.name).toBe('shop-refused.csv');
  expect(saved.text.trim().split('\r\n')).toHaveLength(301);
  await refused.getByRole('grid').focus();
  await page.keyboard.press('End');
  await expect(refused.getByRole('row').filter({ hasText: 'Row 299,not a time' })).toHaveCount(1);
  await accessible(page, 'refused rows');
  await page.screenshot({ path: 'results/screens/import-refused.png' });
  await refused.getByRole('button', { name: 'Close' }).click();

  // The clock: an estimate with its pairs, offered; the preview follows; nothing moves until it is said.
  await main.getByRole('button', { name: /^Clock of shop.csv: on time/ }).click();
  const clock = main.getByRole('form', { name: 'Clock of the file' });
  await clock.getByRole('button', { name: 'Estimate from the same events in other files' }).click();
  await expect(clock).toContainText('this clock was 2 min 13 s slow');
  await expect(clock).toContainText('3 of 3 pairs of events agree within ± 1 s');
  await clock.getByText('The pairs').click();
  await expect(clock.getByRole('region', { name: 'Events in this file and in siem.csv' })).toContainText('Checkout switched off');
  await expect(main.getByRole('button', { name: /^Clock of shop.csv: on time/ })).toBeVisible();
  await clock.getByRole('button', { name: /^Try \+2 min 13 s/ }).click();
  await expect(clock.getByRole('region', { name: 'The first rows before and after the offset' })).toContainText('2026-03-12 23:43:20');
  await accessible(page, 'clock of a file');
  await clock.getByRole('button', { name: 'Shift the times' }).click();
  await expect(main.getByRole('button', { name: /^Clock of shop.csv: \+2 min 13 s/ })).toBeVisible();
  await expect(main).toContainText('3 events stand in more than one file');

  // The timeline: two lanes, and the gap as a chart whose title states the result.
  await go(page, 'Timeline');
  await expect(main.getByRole('grid').getByRole('row').filter({ hasText: 'also in B' })).toHaveCount(3);
  await expect(main.getByRole('img', { name: /^3 events have both a time/ })).toBeVisible();
  await main.getByRole('button', { name: /^Half of 3 events were known within 3 d/ }).click();
  expect(await ink(page, /were known within/)).toBeGreaterThan(1000);
  const gaps = await download(page, () => page.getByRole('button', { name: 'Save as CSV (awareness)' }).click());
  expect(gaps.text).toContain('Exploit of the upload form');
  await accessible(page, 'awareness');
  expect(wrong).toEqual([]);
});

test('the main path by keyboard alone', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  const main = page.getByRole('main');
  await expect(main.getByRole('heading', { level: 1 })).toContainText('Drop the export');
  await open(page, [file('export.csv', TIMELINE)]);
  await expect(page.getByRole('dialog')).toBeVisible();
  await tabTo(page, /^Go on$/);
  await page.keyboard.press('Enter');

  // Timeline: down the list, into an event, to its milestone, and back.
  await page.keyboard.press('2');
  await expect(main.getByRole('grid')).toBeVisible();
  for (let n = 0; n < 6; n += 1) await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Event in full' })).toContainText('contained');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Event in full' })).toBeHidden();

  // Response: what is proposed, confirmed in its group.
  await page.keyboard.press('3');
  await expect(main.getByRole('row', { name: /^Time to contain/ })).toContainText('43 min 30 s');
  await tabTo(page, /^Confirm all proposed/);
  await page.keyboard.press('Enter');
  await expect(main.getByRole('row', { name: /^Time to contain/ })).toContainText('confirmed');

  // Findings, then a plan from the template with every amendment in it.
  await page.keyboard.press('5');
  await expect(page.getByRole('region', { name: 'The eleven duties' })).toBeVisible();
  await page.keyboard.press('6');
  await tabTo(page, /^Start from the template/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^Accept all/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^Write the new plan/);
  await page.keyboard.press('Enter');
  const plan = await download(page, async () => {
    await tabTo(page, /^Save plan as Markdown/);
    await page.keyboard.press('Enter');
  });
  expect(plan.text).toContain('# ');
  await page.keyboard.press('7');
  const report = await download(page, async () => {
    await tabTo(page, /^Export the report/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^Save as HTML/);
    await page.keyboard.press('Enter');
  });
  expect(report.text).toContain('43 min 30 s');
  expect(wrong).toEqual([]);
});

test('without a network the engine is asked for again, and once it is there the network is not needed', async ({ page, context }) => {
  await page.goto('./');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Drop the export');
  await context.setOffline(true);
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByText('The engine could not be loaded')).toBeVisible();
  await expect(page.getByRole('alertdialog')).toBeHidden();
  await context.setOffline(false);
  await go(page, 'Help');
  await page.getByRole('button', { name: 'Load the engine now' }).click();
  await expect(page.getByText('It is loaded; you can disconnect.')).toBeVisible();
  await context.setOffline(true);
  await open(page, [file('export.csv', TIMELINE)]);
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Timeline 7 events' })).toBeVisible();
});
