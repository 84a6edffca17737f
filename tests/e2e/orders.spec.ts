import { expect, test } from '@playwright/test';
import { accessible, download, go, open, watch } from './watch';

const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
const HEADER = 'Order Number,Order Date,First Name (Billing),Email (Billing),Country Code (Billing),Payment Method Title\n';
// Wall clocks of a shop in Berlin: the second order is placed in the first second of the example's exposure.
const ORDERS = `${HEADER}70001,2026-03-13 01:02:50,Zoe,zoe@shop.example,DE,Credit card
70002,2026-03-13 01:02:51,Zoe,zoe@shop.example,DE,Visa ending in 4242
70003,2026-03-14 12:00:00,Zoe,zoe@shop.example,AT,PayPal
70004,2026-03-15 09:30:00,Bodo,bodo@shop.example,DE,PayPal
70005,yesterday,Cyra,cyra@shop.example,DE,PayPal
`;
const FIGURES = `${HEADER}1,03/04/2026 10:00:00 UTC,Zoe,zoe@shop.example,DE,Card\n`;

test('the orders of a shop are counted inside the exposure, and nothing else of them is kept', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');

  // Without a case there is nothing to count for; the dialog says so, and nothing is lost.
  await open(page, [file('orders.csv', ORDERS)]);
  const dialog = page.getByRole('dialog', { name: 'Count the orders of orders.csv' });
  await expect(dialog).toContainText('No case is open');
  await expect(dialog.getByRole('button', { name: 'Count orders' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Do not count' }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole('button', { name: /Try an example/ }).first().click();
  // The example goes to its own page once it is there.
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Response');
  const main = page.getByRole('main');
  const affected = main.getByRole('region', { name: 'Affected customers' });
  await expect(affected).toContainText('The file is not kept');

  // The window of the case is told; the zone is asked, since the dates state none.
  await open(page, [file('orders.csv', ORDERS)]);
  await expect(dialog).toContainText('2026-03-13 00:02:51 UTC');
  await expect(dialog).toContainText('2026-03-16 09:48:30 UTC');
  await expect(dialog).toContainText('4 orders with a clock time and no zone');
  await accessible(page, 'orders dialog');
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/orders-dialog.png' });
  await dialog.getByRole('combobox', { name: "The shop's clock ran in" }).fill('Europe/Berlin');
  await dialog.getByRole('button', { name: 'Count orders' }).click();
  await expect(dialog).toBeHidden();

  const figures = affected.getByRole('table', { name: 'Orders and customers inside the exposure window' });
  const counted = async () => {
    await expect(affected).toContainText('3 orders of 2 customers');
    await expect(figures.getByRole('row', { name: /^All\s+3 2$/ })).toBeVisible();
    await expect(figures.getByRole('row', { name: 'Country DE 2 2' })).toBeVisible();
    await expect(figures.getByRole('row', { name: 'Payment method PayPal 2 2' })).toBeVisible();
    await expect(affected.getByRole('table', { name: 'What became of each row' })).toContainText('Refused');
    await expect(affected).toContainText('Times without a zone were read in Europe/Berlin');
  };
  await counted();
  await accessible(page, 'affected customers');
  if (process.env.SCREENS) await affected.screenshot({ path: 'results/screens/orders-response.png' });

  // The same stands in the report.
  await go(page, 'Report');
  await expect(main.getByRole('heading', { name: 'Affected customers' })).toBeVisible();
  await expect(main).toContainText('3 orders of 2 customers');

  // Kept over a reload; the file is not, and nothing of a customer.
  await page.reload();
  await go(page, 'Response');
  await counted();
  await expect(main).not.toContainText('shop.example');
  const saved = await download(page, () => page.keyboard.press('Control+s'));
  expect(saved.name).toContain('.floodmark');
  expect(saved.text).toContain('"countries"');
  for (const person of ['shop.example', 'Zoe', 'Bodo', 'Cyra', '70002', 'ending in']) expect(saved.text).not.toContain(person);

  // Undo takes the figures away, redo brings them back.
  await page.keyboard.press('Control+z');
  await expect(figures).toBeHidden();
  await expect(affected).toContainText('The file is not kept');
  await page.keyboard.press('Control+Shift+z');
  await counted();

  // Dates that fit both orders of day and month are asked; without an answer nothing is counted.
  await open(page, [file('figures.csv', FIGURES)]);
  const second = page.getByRole('dialog', { name: 'Count the orders of figures.csv' });
  await expect(second).toContainText('2026-04-03 10:00:00 with the day first');
  await expect(second.getByRole('button', { name: 'Count orders' })).toBeDisabled();
  await second.getByRole('radio', { name: 'Day first' }).click();
  await second.getByRole('button', { name: 'Count orders' }).click();
  await expect(affected).toContainText('0 orders of 0 customers');
  await expect(affected).toContainText('were read with the day first');
  expect(wrong).toEqual([]);
});
