import { expect, test, type Page } from '@playwright/test';
import { accessible, go, open, watch } from './watch';

const PAGES = ['Sources', 'Timeline', 'Response', 'Obligations', 'Findings', 'Plan', 'Report', 'Cases', 'Meeting', 'Exercise', 'Help', 'Settings'];
const SIZES = { desk: { width: 1440, height: 900 }, projector: { width: 1280, height: 720 }, narrow: { width: 390, height: 844 } };

/** What does not fit: the page beside the window, and controls whose words are cut off. */
const misfits = (page: Page) => page.evaluate(() => {
  const found: string[] = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  // What is read out and not seen is a pixel wide.
  if (scrollWidth > clientWidth + 1) found.push(`the page is ${scrollWidth} wide in ${clientWidth}`);
  for (const control of document.querySelectorAll<HTMLElement>('button, summary, .button, h1, h2, h3')) {
    if (!control.checkVisibility() || control.closest('.visually-hidden, dialog:not([open])')) continue;
    const { overflowX, textOverflow } = getComputedStyle(control);
    // What ends in “…” says itself that there is more.
    const cut = overflowX !== 'visible' && textOverflow !== 'ellipsis' && control.scrollWidth > control.clientWidth + 1;
    const box = control.getBoundingClientRect();
    const scrolls = control.parentElement?.closest('.table-scroll, [role="region"], nav, pre, .canvas-scroll');
    const out = !scrolls && box.width > 0 && (box.left < -1 || box.right > clientWidth + 1);
    if (cut || out) found.push(`${cut ? 'cut off' : 'outside'}: ${control.outerHTML.slice(0, 120)}`);
  }
  return found;
});

/** Controls whose focus is not seen, of those that Tab reaches first. */
async function unseen(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (let n = 0; n < 25; n += 1) {
    await page.keyboard.press('Tab');
    const hidden = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      if (!element || element === document.body) return null;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) && boxShadow === 'none' ? element.outerHTML.slice(0, 120) : null;
    });
    if (hidden) found.push(hidden);
  }
  return found;
}

/** Waits until what the page shows is there, and no longer on its way from the engine. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(300);
  await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
}

/** Fills a page that was just loaded. */
const STATES: Record<string, (page: Page) => Promise<void>> = {
  empty: async () => {},
  'one event': async (page) => {
    const buffer = Buffer.from('datetime,message,timestamp_desc\n2026-03-16T10:00:00+00:00,The only thing that is known,seen\n');
    await open(page, [{ name: 'one.csv', mimeType: 'text/csv', buffer }]);
    await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  },
  'broken files': async (page) => {
    await open(page, [
      { name: 'cut off.json', mimeType: 'application/json', buffer: Buffer.from('{"a": [1, 2') },
      { name: `${'a-name-without-any-break'.repeat(8)}.bin`, mimeType: 'application/octet-stream', buffer: Buffer.from([0, 1, 2, 3, 0, 255]) },
      { name: 'times.csv', mimeType: 'text/csv', buffer: Buffer.from(`datetime,message,timestamp_desc\nnever,${'word'.repeat(80)},seen\n2026-03-16T10:00:00+00:00,one row of it,seen\n`) },
    ]);
    await expect(page.getByRole('dialog')).toBeVisible();
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      expect.soft(await misfits(page), `what was opened, ${size}`).toEqual([]);
    }
    await accessible(page, 'what was opened', 'target-size');
    await page.getByRole('button', { name: 'Go on' }).click();
  },
  'the example': async (page) => {
    await page.getByRole('button', { name: /Try an example/ }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  },
};

for (const [state, fill] of Object.entries(STATES)) {
  test(`every page fits with ${state}: at a desk, on a projector, narrow and on paper`, async ({ page }) => {
    test.setTimeout(300_000);
    const wrong = watch(page);
    await page.goto('./');
    await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      expect.soft(await misfits(page), `Start, ${size}`).toEqual([]);
    }
    await fill(page);
    for (const name of PAGES) {
      await page.setViewportSize(SIZES.desk);
      await go(page, name);
      await settled(page);
      for (const [size, viewport] of Object.entries(SIZES)) {
        await page.setViewportSize(viewport);
        await page.waitForTimeout(150);
        expect.soft(await misfits(page), `${name}, ${size}`).toEqual([]);
        if (size === 'projector') expect.soft(await unseen(page), `${name}: focus`).toEqual([]);
      }
      // A sheet of A4 without its margins.
      await page.setViewportSize({ width: 673, height: 979 });
      await page.emulateMedia({ media: 'print' });
      expect.soft(await misfits(page), `${name}, on paper`).toEqual([]);
      await page.emulateMedia({ media: 'screen' });
    }
    expect(wrong).toEqual([]);
  });
}

for (const [colorScheme, size] of [['light', 'projector'], ['dark', 'narrow']] as const) {
  test(`every page is accessible in the ${colorScheme} theme, ${size}, and every target can be hit`, async ({ page }) => {
    test.setTimeout(600_000);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(SIZES.projector);
    await page.goto('./');
    await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
    await accessible(page, 'Start', 'target-size');
    await STATES['the example'](page);
    for (const name of PAGES) {
      // The pages are named in the rail where there is room for it.
      await page.setViewportSize(SIZES.projector);
      await go(page, name);
      await page.setViewportSize(SIZES[size]);
      await settled(page);
      await accessible(page, name, 'target-size');
    }
  });
}

test.describe('in German', () => {
  test.use({ locale: 'de-DE' });
  const SEITEN = ['Quellen', 'Zeitachse', 'Reaktion', 'Meldepflichten', 'Befunde', 'Plan', 'Bericht', 'Fälle', 'Nachbesprechung', 'Übung', 'Hilfe', 'Einstellungen'];

  test('every page fits with the longest words', async ({ page }) => {
    test.setTimeout(300_000);
    await page.goto('./');
    const pages = page.getByRole('navigation', { name: 'Seiten' });
    await expect(pages).toBeVisible();
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      expect.soft(await misfits(page), `Start, ${size}`).toEqual([]);
    }
    await page.setViewportSize(SIZES.desk);
    await page.getByRole('button', { name: /Ein Beispiel ansehen/ }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: 'Zeitachse' })).toBeVisible();
    for (const name of SEITEN) {
      await page.setViewportSize(SIZES.desk);
      await pages.getByRole('link', { name: new RegExp(`^${name}`) }).click();
      await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
      await settled(page);
      for (const [size, viewport] of Object.entries(SIZES)) {
        await page.setViewportSize(viewport);
        await page.waitForTimeout(150);
        expect.soft(await misfits(page), `${name}, ${size}`).toEqual([]);
      }
    }
  });
});
