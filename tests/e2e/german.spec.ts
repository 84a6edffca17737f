import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { accessible, download, go, watch } from './watch';

const catalogue: Record<string, string> = JSON.parse(readFileSync(new URL('../../locale/de.json', import.meta.url), 'utf8'));
/** English texts that read otherwise in German, and are nothing that German says. */
const german = new Set(Object.values(catalogue).map((text) => text.trim()));
const english = Object.entries(catalogue).filter(([key, text]) => key !== text).map(([key]) => key.replace(/^kept\|/, '').trim()).filter((key) => !german.has(key));

/** Goes to a page by the rail, in German. */
async function gehe(page: Page, name: string): Promise<void> {
  const link = page.getByRole('navigation', { name: 'Seiten' }).getByRole('link', { name: new RegExp(`^${name}`) });
  await link.click();
  await expect(link).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
}

/** Texts and names on the page that are English although the catalogue has German for them. */
const left = (page: Page) => page.evaluate((keys) => {
  const known = new Set(keys);
  const found: string[] = [];
  // Documents are English, plans and events are somebody's own.
  const foreign = '[lang="en"], [lang=""], code, pre, kbd';
  for (const place of document.querySelectorAll('main, nav, header')) {
    const nodes = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const text = nodes.currentNode.nodeValue?.trim() ?? '';
      if (known.has(text) && !nodes.currentNode.parentElement?.closest(foreign)) found.push(text);
    }
    for (const element of place.querySelectorAll('[aria-label], [title], [placeholder], [data-label]')) {
      if (element.closest(foreign)) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'data-label']) {
        const text = element.getAttribute(name)?.trim() ?? '';
        if (known.has(text)) found.push(`${name}: ${text}`);
      }
    }
  }
  return [...new Set(found)];
}, english);

test('the page speaks German when it is chosen, on every page, and documents stay English', async ({ page }) => {
  test.setTimeout(180_000);
  const wrong = watch(page);
  await page.goto('./');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await go(page, 'Settings');
  await page.getByRole('radiogroup', { name: 'Language of this page' }).getByRole('radio', { name: 'Deutsch' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('heading', { level: 1, name: 'Einstellungen' })).toBeVisible();
  expect.soft(await left(page), 'Einstellungen').toEqual([]);

  await page.goto('./#/start');
  await expect(page.getByRole('heading', { level: 1, name: 'Legen Sie hier den Export eines Vorfalls ab' })).toBeVisible();
  expect.soft(await left(page), 'Start').toEqual([]);
  await accessible(page, 'Start');
  await page.getByRole('button', { name: /Ein Beispiel ansehen/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Zeitachse' })).toBeVisible();

  for (const name of ['Quellen', 'Zeitachse', 'Reaktion', 'Meldepflichten', 'Befunde', 'Plan', 'Bericht', 'Fälle', 'Nachbesprechung', 'Übung', 'Hilfe', 'Einstellungen']) {
    await gehe(page, name);
    await page.waitForTimeout(500);
    expect.soft(await left(page), name).toEqual([]);
    await accessible(page, name);
    // Nothing of the longer words is cut off or pushes the page aside.
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect.soft(wide, `${name}: wider than the window`).toBeLessThanOrEqual(0);
    await page.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });
  }

  // What the rules saw is said as it is found, and each rule tells what it looks at.
  await gehe(page, 'Befunde');
  await expect(page.locator('#finding-identify-and-isolate .claim')).toContainText('43 min 30 s nach der Erkennung');
  await expect(page.locator('#rule-preserve-evidence-name')).toContainText('Beweise sichern');
  // What the engine says is German too.
  await gehe(page, 'Meldepflichten');
  await expect(page.getByText(/von \d+ Regeln gelten, .* sind nicht ausgewählt/)).toBeVisible();
  await gehe(page, 'Reaktion');
  await expect(page.getByText('Von der Erkennung bis zur Eindämmung, Strecke für Strecke')).toBeVisible();

  // What leaves the page is English.
  await gehe(page, 'Bericht');
  await page.getByRole('button', { name: 'Bericht und Daten exportieren' }).click();
  const report = await download(page, () => page.getByRole('button', { name: 'Als Markdown sichern' }).click());
  expect(report.text).toContain('Executive summary');
  expect(report.text).not.toMatch(/Zusammenfassung|Zeitachse|Eindämmung/);

  // And back, with the case still there.
  await gehe(page, 'Einstellungen');
  await page.getByRole('radiogroup', { name: 'Sprache dieser Seite' }).getByRole('radio', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await go(page, 'Timeline');
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  expect(wrong).toEqual([]);
});

test.describe('a browser whose first language is German', () => {
  test.use({ locale: 'de-AT' });
  test('is met in German at the first visit', async ({ page }) => {
    const wrong = watch(page);
    await page.goto('./');
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await expect(page.getByRole('navigation', { name: 'Seiten' }).getByRole('link', { name: /^Zeitachse/ })).toBeVisible();
    expect(wrong).toEqual([]);
  });
});
