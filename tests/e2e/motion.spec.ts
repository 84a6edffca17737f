import { expect, test, type Page } from '@playwright/test';
import { go, watch } from './watch';

/** What moved on a page since it was loaded: the name of each animation or the property of each transition, and its milliseconds. */
const moved = (page: Page) => page.evaluate(() => (self as unknown as { moved: [string, number][] }).moved);

async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const moved: [string, number][] = [];
    Object.assign(self, { moved });
    const hear = (event: Event) => {
      const name = (event as AnimationEvent).animationName ?? (event as TransitionEvent).propertyName;
      // What is told late of a page that does not come moves nothing.
      if (name === 'boot-late') return;
      // By its style: on a slow machine it is over by the time that this is heard.
      const { animationDuration, transitionDuration } = getComputedStyle(event.target as Element);
      moved.push([name, 1000 * parseFloat('animationName' in event ? animationDuration : transitionDuration)]);
    };
    addEventListener('animationstart', hear, true);
    addEventListener('transitionrun', hear, true);
  });
}

/** Opens whatever opens: a notice, a menu, dialogs, the drawer, folded parts, each page. */
async function tour(page: Page): Promise<void> {
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await expect(page.getByRole('log').getByRole('listitem')).not.toHaveCount(0);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  // What is closed before the next frame was never seen to open.
  await page.waitForTimeout(300);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More commands' }).click();
  await expect(page.getByRole('button', { name: /Find a command/ })).toBeVisible();
  await page.waitForTimeout(300);
  await page.keyboard.press('Escape');
  for (const name of ['Sources', 'Response', 'Obligations', 'Findings', 'Plan', 'Report', 'Cases', 'Meeting', 'Exercise', 'Help', 'Settings']) {
    await go(page, name);
    for (const folded of (await page.getByRole('main').locator('summary').all()).slice(0, 2)) {
      if (await folded.isVisible()) await folded.click();
    }
  }
  await page.waitForTimeout(200);
}

test('what opens takes an eighth of a second, and nothing else moves', async ({ page }) => {
  const wrong = watch(page);
  await listen(page);
  await tour(page);
  const found = await moved(page);
  expect(found.length).toBeGreaterThan(2);
  expect(found.filter(([name, took]) => name !== 'open' || took !== 120)).toEqual([]);
  expect(wrong).toEqual([]);
});

test('nothing moves where a person wants less motion', async ({ page }) => {
  const wrong = watch(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await listen(page);
  await tour(page);
  expect(await moved(page)).toEqual([]);
  // Nor would anything that is on the pages, whatever is done with it.
  const would = await page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => {
    const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element);
    return animationName !== 'none' || transitionDuration.split(', ').some((time) => parseFloat(time) > 0) || scrollBehavior !== 'auto';
  }).map((element) => element.outerHTML.slice(0, 80)));
  expect(would).toEqual([]);
  expect(wrong).toEqual([]);
});
