import { expect, test, type Page } from '@playwright/test';
import { deflateRawSync, inflateRawSync, crc32 } from 'node:zlib';
import { accessible, download, go, open, watch } from './watch';

const NAMES = ['Kestrel', 'kestrel', 'shop01', 'wp_support1', 'cdn-metrics', 'backup01', 'OPS-311'];

/** The example, on the view of shares. */
async function sharing(page: Page) {
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  await go(page, 'Report');
  await page.getByRole('radio', { name: 'Share', exact: true }).check();
  const main = page.getByRole('main');
  await expect(main.getByRole('heading', { name: 'What leaves' })).toBeVisible();
  return main;
}

/** Names of files and bytes of what a click downloads. */
async function bytes(page: Page, click: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), click()]);
  const parts: Buffer[] = [];
  for await (const part of await file.createReadStream()) parts.push(part as Buffer);
  return { name: file.suggestedFilename(), bytes: Buffer.concat(parts) };
}

/** The metrics of the open case as the page Response has them. */
async function metrics(page: Page): Promise<string[]> {
  await go(page, 'Response');
  // What the metric is called, and how long it took.
  const rows = page.locator('.metrics-table tbody tr');
  await expect(rows.nth(1)).toBeVisible();
  return rows.evaluateAll((all) => all.map((row) => [...row.children].slice(0, 2).map((cell) => (cell as HTMLElement).innerText.trim()).join(': ')));
}

test('one case is shared for three audiences, and the training version names nobody and has the same intervals', async ({ page }) => {
  const wrong = watch(page);
  const main = await sharing(page);
  await expect(main.getByRole('status').first()).toContainText('every interval is as it was');
  await accessible(page, 'a share');

  // Regulator: organisations and the attacker's addresses stay, hosts do not.
  await main.getByRole('radio', { name: 'Regulator' }).check();
  await expect(main.getByRole('status').first()).toContainText('dates stay');
  const regulator = await download(page, () => main.getByRole('button', { name: 'Report as Markdown' }).click());
  expect(regulator.text).toContain('Kestrel Outfitters');
  expect(regulator.text).toContain('203.0.113.66');
  expect(regulator.text).not.toContain('shop01');

  await main.getByRole('radio', { name: 'Internal' }).check();
  await expect(main).toContainText('systems, organisations and dates stay');
  const internal = await download(page, () => main.getByRole('button', { name: 'Report as Markdown' }).click());
  expect(internal.text).toContain('shop01');

  // Training: a replacement of one's own, one thing kept, and all files without a name.
  await main.getByRole('radio', { name: 'Training' }).check();
  await expect(main.getByRole('status').first()).toContainText('dates move by');
  const own = main.getByRole('textbox', { name: 'Replacement of shop01' });
  await own.fill('the web server');
  await own.blur();
  await expect(main.getByRole('textbox', { name: 'Replacement of shop01' })).toHaveValue('the web server');
  await main.getByRole('checkbox', { name: 'Replace backup01' }).uncheck();
  await expect(main.getByRole('region', { name: 'Still in there', exact: true })).toContainText('backup01');
  // What is left can be replaced where it is told, and so can what no program finds.
  await main.getByRole('region', { name: 'Still in there', exact: true }).getByRole('button', { name: 'Replace backup01' }).click();
  await expect(main.getByRole('checkbox', { name: 'Replace backup01' })).toBeChecked();
  await main.getByRole('textbox', { name: 'Replace something else' }).fill('card fields');
  await page.keyboard.press('Enter');
  await expect(main.getByRole('textbox', { name: 'Replacement of card fields' })).toHaveValue(/^Name \d+$/);
  if (process.env.SCREENS) await page.screenshot({ path: 'results/screens/share.png', fullPage: true });

  const files = [];
  for (const button of ['Save the case', 'Report as HTML', 'Report as Markdown', 'Timeline as CSV']) {
    files.push(await download(page, () => main.getByRole('button', { name: button }).click()));
  }
  for (const { name, text } of files) {
    for (const word of NAMES) expect(text.includes(word), `${word} in ${name}`).toBe(false);
  }
  const share = files[0]!;
  expect(share.name).toMatch(/training\.floodmark$/);
  expect(share.text).toContain('the web server');
  const key = await download(page, () => main.getByRole('button', { name: 'Save the key' }).click());
  expect(JSON.parse(key.text).replacements['the web server']).toBe('shop01');

  // Opened again it is a case, with the same intervals.
  const before = await metrics(page);
  await open(page, [{ name: 'training.floodmark', mimeType: 'application/json', buffer: Buffer.from(share.text) }]);
  await expect(page.getByRole('heading', { level: 1, name: 'Cases' })).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Exercise', exact: true }).click();
  expect(await metrics(page)).toEqual(before);
  expect(wrong).toEqual([]);
});

test('an encrypted share opens with its passphrase alone', async ({ page }) => {
  const wrong = watch(page);
  const main = await sharing(page);
  await main.getByRole('button', { name: 'Save under a passphrase…' }).click();
  await main.getByLabel('Passphrase', { exact: true }).fill('correct horse');
  await main.getByLabel('The same again').fill('correct hors');
  await expect(main.getByRole('button', { name: 'Save encrypted' })).toBeDisabled();
  await main.getByLabel('The same again').fill('correct horse');
  const saved = await bytes(page, () => main.getByRole('button', { name: 'Save encrypted' }).click());
  expect(saved.bytes.subarray(0, 8).toString()).toBe('FLOODMRK');
  expect(saved.bytes.includes('floodmark')).toBe(false);

  const file = (buffer: Buffer) => [{ name: saved.name, mimeType: 'application/octet-stream', buffer }];
  await open(page, file(saved.bytes));
  const dialog = page.getByRole('dialog', { name: 'The file is encrypted' });
  await dialog.getByLabel('Passphrase').fill('wrong');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect(dialog.getByRole('alert')).toContainText('passphrase does not fit');
  await accessible(page, 'a passphrase');
  await dialog.getByLabel('Passphrase').fill('correct horse');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Cases' })).toBeVisible();

  // Damage is told as damage, whatever the passphrase.
  const damaged = Buffer.from(saved.bytes);
  const at = damaged.length - 40;
  damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
  await open(page, file(damaged));
  await dialog.getByLabel('Passphrase').fill('correct horse');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect(dialog.getByRole('alert')).toContainText('damaged');
  await dialog.getByRole('button', { name: 'Leave it closed' }).click();
  expect(wrong).toEqual([]);
});

/** The files of a ZIP archive, by its list of contents. */
function files(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const found = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let n = zip.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [method, packed, name, extra, comment, start] = [
      zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42),
    ];
    const body = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
    const content = zip.subarray(body, body + packed);
    found.set(zip.toString('utf8', at + 46, at + 46 + name), method === 0 ? content : inflateRawSync(content));
    at += 46 + name + extra + comment;
  }
  return found;
}

/** A ZIP archive of some files. */
function packed(all: Map<string, Buffer>): Buffer {
  const [bodies, heads]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, content] of all) {
    const data = deflateRawSync(content);
    const path = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common, path, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    heads.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), common, tail, path]));
    bodies.push(local);
    at += local.length;
  }
  const list = Buffer.concat(heads);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(all.size, 8);
  end.writeUInt16LE(all.size, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, list, end]);
}

test('an evidence bundle is checked, and a changed original is found', async ({ page }) => {
  const wrong = watch(page);
  const main = await sharing(page);
  const saved = await bytes(page, () => main.getByRole('button', { name: 'Save the evidence bundle' }).click());
  expect(saved.name).toMatch(/evidence\.zip$/);
  const verify = async (buffer: Buffer) => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), main.getByRole('button', { name: 'Verify a bundle…' }).click()]);
    await chooser.setFiles([{ name: saved.name, mimeType: 'application/zip', buffer }]);
  };
  await verify(saved.bytes);
  await expect(main).toContainText('are as they were saved');
  const all = files(saved.bytes);
  for (const path of ['manifest.json', 'SHA256SUMS', 'edits/case.floodmark', 'edits/journal.jsonl', 'documents/report.html', 'documents/report.docx']) expect([...all.keys()]).toContain(path);
  const manifest = JSON.parse(all.get('manifest.json')!.toString('utf8'));
  expect(manifest.files.filter((file: { what: string }) => file.what === 'original').length).toBe(2);

  const original = [...all.keys()].find((path) => path.startsWith('originals/'))!;
  all.set(original, Buffer.from(all.get(original)!.toString('utf8').replace('09:48:30', '09:18:30')));
  await verify(packed(all));
  await expect(main).toContainText('1 file of the bundle differs');
  await expect(main).toContainText(`${original}: changed`);
  expect(wrong).toEqual([]);
});

test('an evidence bundle that is opened says what it is, is verified, and gives its case or its files', async ({ page, browser, baseURL }) => {
  const wrong = watch(page);
  const main = await sharing(page);
  const saved = await bytes(page, () => main.getByRole('button', { name: 'Save the evidence bundle' }).click());

  const elsewhere = await browser.newContext({ baseURL });
  const other = await elsewhere.newPage();
  const wrongThere = watch(other);
  await other.goto('./');
  const offer = async (...beside: { name: string; mimeType: string; buffer: Buffer }[]) => {
    await open(other, [{ name: saved.name, mimeType: 'application/zip', buffer: saved.bytes }, ...beside]);
    const dialog = other.getByRole('dialog', { name: 'What was opened' });
    await expect(dialog).toContainText('It is the evidence bundle of');
    await expect(dialog).toContainText('2 original files');
    return dialog;
  };
  let dialog = await offer({ name: 'empty.csv', mimeType: 'text/csv', buffer: Buffer.from('') });
  await dialog.getByRole('button', { name: 'Verify the bundle' }).click();
  await expect(dialog.getByRole('status')).toContainText('are as they were saved');
  await accessible(other, 'an evidence bundle that was opened');
  await dialog.getByRole('button', { name: 'Open its case with all decisions' }).click();
  // What was told of the other file is told still; the bundle waits no more.
  await expect(dialog).not.toContainText('It is the evidence bundle of');
  await expect(dialog).toContainText('empty.csv');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(other.getByRole('heading', { level: 1, name: 'Cases' })).toBeVisible();
  await expect(other.getByRole('main')).toContainText(/skimmer|Kestrel/i);

  dialog = await offer();
  await dialog.getByRole('button', { name: 'Read its original files only' }).click();
  await expect(other.getByRole('heading', { level: 1, name: /^(Timeline|Sources)$/ })).toBeVisible();
  expect(wrongThere).toEqual([]);
  await elsewhere.close();
  expect(wrong).toEqual([]);
});

test('a bundle that is opened in a tab that only reads can be verified, and says why no more and how to go on', async ({ page, context }) => {
  const wrong = watch(page);
  const main = await sharing(page);
  const saved = await bytes(page, () => main.getByRole('button', { name: 'Save the evidence bundle' }).click());
  const second = await context.newPage();
  const wrongSecond = watch(second);
  await second.goto('./');
  await expect(second.getByRole('log').getByText('This tab is read-only')).toBeVisible();
  // While a file hangs over the window, it is said that it cannot be taken in.
  await second.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'x.csv'));
    window.dispatchEvent(new DragEvent('dragover', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await expect(second.locator('.drop-sign')).toContainText('This tab is read-only');
  await second.evaluate(() => { window.dispatchEvent(new DragEvent('dragleave')); });
  await open(second, [{ name: saved.name, mimeType: 'application/zip', buffer: saved.bytes }]);
  const dialog = second.getByRole('dialog', { name: 'What was opened' });
  await expect(dialog).toContainText('Another tab is changing this workspace');
  const whole = dialog.getByRole('button', { name: 'Open its case with all decisions' });
  await expect(whole).toHaveAttribute('aria-disabled', 'true');
  await whole.click({ force: true });
  await expect(dialog).toContainText('It is the evidence bundle of');
  await dialog.getByRole('button', { name: 'Verify the bundle' }).click();
  await expect(dialog).toContainText('are as they were saved');
  await accessible(second, 'a bundle in a tab that only reads');
  // What is told at the edge of the screen is out of reach meanwhile: the way out stands in the dialog.
  await dialog.getByRole('button', { name: 'Take over here' }).click();
  await expect(whole).not.toHaveAttribute('aria-disabled', 'true');
  await expect(dialog).not.toContainText('Another tab is changing this workspace');
  await whole.click();
  await expect(second.getByRole('heading', { level: 1, name: 'Cases' })).toBeVisible();
  await expect(page.locator('.saved')).toHaveText('Read-only in this tab');
  expect([...wrong, ...wrongSecond]).toEqual([]);
});
