import { type Page, expect } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const message = (channel: string, second: number, text: string, more: object = {}) =>
  JSON.stringify({ channel, type: 'message', user: 'U1', ts: `${1773652800 + second}.000000`, text, ...more });

/** What the ZIP of an export becomes: its lists, then a message a line. */
export const EXPORT = [
  JSON.stringify({ slack_users: [{ id: 'U1', name: 'osei', real_name: 'A. Osei' }], slack_channels: [{ id: 'C1', name: 'inc-41' }] }),
  message('general', 0, 'good morning'),
  message('general', 10, 'the shop is blocked'),
  message('inc-41', 60, 'Incident declared', { reactions: [{ name: 'pushpin', users: ['U1'], count: 1 }] }),
  message('inc-41', 70, 'on my way'),
  message('inc-41', 80, 'Checkout contained', { thread_ts: '1773652860.000000' }),
  message('inc-41', 90, 'joined', { subtype: 'channel_join' }),
].join('\n');

/** The export as a folder on the disk, the way its ZIP unpacks; `clear` takes it away. */
export function unpacked(): { folder: string; clear: () => void } {
  const place = mkdtempSync(join(tmpdir(), 'floodmark-'));
  const folder = join(place, 'slack-export');
  const put = (path: string, value: unknown) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(value));
  };
  const [lists, ...messages] = EXPORT.split('\n').map((line) => JSON.parse(line));
  put('users.json', lists.slack_users);
  put('channels.json', lists.slack_channels);
  put('integration_logs.json', []);
  const days = new Map<string, object[]>();
  for (const { channel, ...rest } of messages) {
    const path = `${channel}/${new Date(Number(rest.ts) * 1000).toISOString().slice(0, 10)}.json`;
    days.set(path, [...(days.get(path) ?? []), rest]);
  }
  for (const [path, day] of days) put(path, day);
  // A day on which nobody wrote.
  put('general/2026-03-15.json', []);
  return { folder, clear: () => rmSync(place, { recursive: true }) };
}

/** Chooses a folder as a person does: by the button that shows the picker. */
export async function chooseFolder(page: Page, folder: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a folder…' }).first().click();
  await (await chooser).setFiles(folder);
}

/** Drops a folder as the file manager of a system does, so that the browser makes entries of a real folder of it. */
export async function dropFolder(page: Page, folder: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    devtools.send('Input.dispatchDragEvent', { type, x: 500, y: 500, data: { items: [], files: [folder], dragOperationsMask: 1 } });
  await drag('dragEnter');
  await drag('dragOver');
  await expect(page.getByText('Drop to open as a new case')).toBeVisible();
  await drag('drop');
  await expect(page.getByText('Drop to open as a new case')).toBeHidden();
  await devtools.detach();
}

/** What is told and shown of that folder, once it is open. */
export async function folderIsRead(page: Page): Promise<void> {
  const opened = page.getByRole('dialog', { name: 'What was opened' });
  await expect(opened).toContainText('slack-export › Slack messages');
  await expect(opened).toContainText('slack-export/integration_logs.json');
  await expect(opened).toContainText('It belongs to a Slack export and holds no messages');
  await expect(opened.getByRole('listitem')).toHaveCount(2);
  await opened.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
  const rows = page.getByRole('main').getByRole('grid').getByRole('row');
  await expect(rows.filter({ hasText: 'Incident declared' })).toContainText('A. Osei');
  await expect(rows.filter({ hasText: 'the shop is blocked' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'good morning' })).toHaveCount(0);
}
