import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import { accessible, go, open, watch, REPORT } from './watch';

const MIME = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
// The plan of the example, made by tests/it/word/make.rs; a test there holds that it still says the same.
const PLAN = readFileSync(fileURLToPath(new URL('kestrel-plan.docx', import.meta.url)));
const file = (name: string, buffer: Buffer) => ({ name, mimeType: MIME, buffer });

/** The parts of a Word document, by its list of contents. */
function parts(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const found = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let n = zip.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [method, packed, name, extra, comment, start] = [
      zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42),
    ];
    const body = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
    const bytes = zip.subarray(body, body + packed);
    found.set(zip.toString('utf8', at + 46, at + 46 + name), method === 0 ? bytes : inflateRawSync(bytes));
    at += 46 + name + extra + comment;
  }
  return found;
}

/** The bytes of what a click downloads. */
async function saved(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  const stream = await download.createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
}

test('a plan in Word is opened, amended and saved with its changes tracked; the report is saved as Word', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('./');
  await page.getByRole('button', { name: /Try an example/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();

  // The document takes the place of the plan that came with the example, and reads like it.
  await open(page, [file('kestrel-plan.docx', PLAN)]);
  await go(page, 'Plan');
  const main = page.getByRole('main');
  await expect(main).toContainText('kestrel-plan.docx, version 1.2');
  await expect(main).toContainText('Identify and isolate');
  await accessible(page, 'a plan in Word');

  // What nobody changed is the file that was opened, byte for byte.
  const before = await saved(page, 'Save plan as Word');
  expect(before.bytes.equals(PLAN)).toBe(true);

  await page.getByRole('button', { name: /^Accept all \(\d+\)/ }).click();
  await page.getByRole('textbox', { name: /Approved by/ }).fill('Head of operations');
  await page.getByRole('button', { name: 'Write the new plan' }).click();
  await expect(main).toContainText('version 1.3');
  const after = await saved(page, 'Save plan as Word');
  expect(after.name).toMatch(/1\.3\.docx$/);
  const [old, now] = [parts(PLAN), parts(after.bytes)];
  const document = now.get('word/document.xml')!.toString('utf8');
  expect(document).toContain('w:author="Head of operations"');
  // The version stands in two runs, as Word cuts them: both are taken out.
  const gone = [...document.matchAll(/<w:delText[^>]*>([^<]*)<\/w:delText>/g)].map((part) => part[1]).join('');
  expect(gone).toContain('1.2');
  expect(now.get('word/comments.xml')!.toString('utf8')).toContain('<w:comment ');
  for (const name of ['word/styles.xml', 'word/header1.xml', 'word/media/image1.png']) expect(now.get(name)!.equals(old.get(name)!)).toBe(true);

  // It is kept on the device as the document that it is.
  await page.reload();
  await go(page, 'Plan');
  expect((await saved(page, 'Save plan as Word')).bytes.equals(after.bytes)).toBe(true);

  // What was written is opened again: nothing more is proposed.
  await open(page, [file('again.docx', after.bytes)]);
  await expect(main).toContainText('again.docx, version 1.3');
  await expect(main).toContainText(/No amendment/);

  await go(page, 'Report');
  await page.getByRole('button', { name: REPORT }).click();
  const report = parts((await saved(page, 'Save as Word')).bytes);
  expect(report.get('word/document.xml')!.toString('utf8')).toContain('Executive summary');
  expect([...report.keys()].some((name) => name.endsWith('.svg'))).toBe(true);

  // What is broken is refused with the way out, and nothing is lost.
  await open(page, [file('broken.docx', PLAN.subarray(0, 3000))]);
  await expect(page.getByText(/cut short or damaged/).first()).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: /Go on|Close/ }).first().click();
  await go(page, 'Plan');
  await expect(main).toContainText('again.docx');
  expect(wrong).toEqual([]);
});
