import { expect, test, type Locator, type Page } from '@playwright/test';
import { accessible, go, open, watch } from './watch';

const TIMELINE = `message,datetime,timestamp_desc,actor,host,tag
Operations confirms the modified file: breach detected,2026-03-16T09:05:00+00:00,Alert,operations,shop01,milestone:detected
"Checkout switched off, attacker blocked: contained",2026-03-16T09:48:30+00:00,Containment,operations,shop01,milestone:contained
Supervisory authority informed through its portal,2026-03-18T09:00:00+00:00,Message sent,counsel,portal,milestone:authority_notified
Customers notified by e-mail,2026-03-18T10:00:00+00:00,Message sent,support,customers,milestone:individuals_notified
Review held,2026-05-20T10:00:00+00:00,Meeting,operations,room,milestone:review_held
`;

async function place(page: Page, code: string): Promise<void> {
  const places = page.getByRole('main').getByLabel('Where do affected people live?');
  await places.fill(code);
  await places.press('Enter');
  await expect(page.getByRole('button', { name: new RegExp(`^Remove ${code}`) })).toBeVisible();
}

/** Keeps a time in the form that is open within some part of the page. */
async function keep(within: Locator, time: string): Promise<void> {
  await within.getByRole('textbox', { name: /: time$/ }).fill(time);
  await within.getByRole('button', { name: 'Keep this time' }).click();
  await expect(within.getByRole('button', { name: 'Keep this time' })).toHaveCount(0);
}

test('awareness is set on Obligations and moves the clocks; a notice that may have served a rule is asked about', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, [{ name: 'export.csv', mimeType: 'text/plain', buffer: Buffer.from(TIMELINE) }]);
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Obligations');
  const main = page.getByRole('main');
  await place(page, 'DE');
  await main.getByRole('group', { name: 'Were personal data affected?' }).getByLabel('Yes').check();
  await main.getByRole('group', { name: 'Is a risk to people unlikely?' }).getByLabel('No', { exact: true }).check();
  const gdpr = main.getByRole('article', { name: 'GDPR: the controller tells the supervisory authority' });

  // At the top, for all rules that start there.
  const aware = main.getByRole('group', { name: 'Aware since' });
  await aware.getByRole('button', { name: 'Set when you were aware…' }).click();
  await keep(aware, '2026-03-16T10:00:00Z');
  await expect(aware).toContainText('2026-03-16');
  await expect(gdpr).toContainText('2026-03-19 10:00:00');
  await expect(gdpr).toContainText('On time');
  // At the rule itself; the form opens there alone.
  await gdpr.getByRole('button', { name: /^Set when its clock started/ }).click();
  await expect(main.getByRole('button', { name: 'Keep this time' })).toHaveCount(1);
  await keep(gdpr, '2026-03-16T11:00:00Z');
  await expect(gdpr).toContainText('2026-03-19 11:00:00');

  // A second rule to an authority: the one notice may have served either, and neither is called missed.
  await place(page, 'GB');
  await expect(gdpr).toContainText('A notice is on record; say which rule it served');
  await expect(gdpr).toHaveAttribute('data-verdict', 'open');
  await expect(main.getByRole('figure', { name: /0 kept, 0 not kept/ })).toBeVisible();
  await gdpr.getByRole('button', { name: /^This notice is “Authority notified”/ }).click();
  await expect(gdpr).toContainText('On time');
  await expect(gdpr).toHaveAttribute('data-verdict', 'good');

  // Whom Maryland wants told first can be set here.
  await place(page, 'US-MD');
  const maryland = main.getByRole('article', { name: 'Maryland: residents are told' });
  await maryland.getByRole('button', { name: /^Set when it was sent/ }).click();
  await keep(maryland, '2026-03-18T10:00:00Z');
  await maryland.getByRole('button', { name: /^Set when “Attorney general notified” happened/ }).click();
  await keep(maryland, '2026-03-19T09:00:00Z');
  await expect(maryland).toContainText('Too early');
  await accessible(page, 'awareness and order');
  expect(wrong).toEqual([]);
});

test('a metric and a chart open to what they rest on, and an answer of the severity is tied to an event', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await open(page, [{ name: 'export.csv', mimeType: 'text/plain', buffer: Buffer.from(TIMELINE) }]);
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Response');
  const main = page.getByRole('main');
  const contain = main.getByRole('row', { name: /^Time to contain/ });
  await contain.getByText('How it is counted').click();
  await expect(contain).toContainText('time of “Contained” less time of “Detected”');
  await expect(contain).toContainText('2610 s');
  await expect(contain).toContainText('VERIS 1.4');
  await main.getByRole('button', { name: 'Definition (phases)' }).click();
  await expect(main).toContainText('Each phase runs from one milestone to the next');
  // A number of its table opens to the events at the ends of its phase.
  const phases = main.getByRole('figure').filter({ has: page.getByRole('group', { name: 'Chart phases' }) });
  await expect(phases.locator('.chart-definition')).toContainText('It rests on');
  await phases.getByRole('button', { name: 'Table (phases)' }).click();
  await phases.getByRole('row', { name: /^Phase/ }).first().getByRole('button').last().click();
  await expect(phases).toContainText('From the start of the phase to its end');
  await expect(phases).toContainText('It rests on');
  // The event behind an end opens beside the page, and an answer of the severity is tied to it.
  await contain.getByRole('button', { name: /breach detected/ }).click();
  const severity = main.getByRole('region', { name: 'Severity for the people affected' });
  await severity.getByRole('button', { name: /^Rests on the open event .*: Was there malicious intent\?/ }).click();
  await expect(severity.getByRole('list', { name: 'Events that it rests on: Was there malicious intent?' })).toBeVisible();
  await expect(severity).toContainText('rests on event 1');
  await accessible(page, 'metrics that open');
  expect(wrong).toEqual([]);
});
