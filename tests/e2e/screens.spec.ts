import { test } from '@playwright/test';
import { go } from './watch';

// Every page in both themes and three widths, for looking at. `make screens` runs it; the README shows one of them.
const sizes = { wide: { width: 1440, height: 900 }, projector: { width: 1280, height: 720 }, narrow: { width: 390, height: 844 } };

for (const theme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test(`${theme}, ${size}`, async ({ page }) => {
      test.skip(!process.env.SCREENS, 'set SCREENS=1 to take them');
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize(viewport);
      await page.goto('./');
      await page.waitForTimeout(800);
      await page.screenshot({ path: `results/screens/start-${theme}-${size}.png` });
      await page.getByRole('button', { name: /Try an example/ }).first().click();
      await page.waitForTimeout(1500);
      for (const name of ['Sources', 'Timeline', 'Response', 'Obligations', 'Findings', 'Plan', 'Report', 'Cases', 'Meeting', 'Exercise', 'Help', 'Settings']) {
        await go(page, name);
        await page.waitForTimeout(500);
        await page.screenshot({ path: `results/screens/${name.toLowerCase()}-${theme}-${size}.png` });
        if (name === 'Report' && size === 'wide' && theme === 'light') await page.pdf({ path: 'results/screens/report.pdf', format: 'A4' });
      }
    });
  }
}
