// Browser benchmark of many incidents: opens a VERIS file of 10,000 invented ones in a release build and reports how long
// the figures of a metric take, with an interval of 10,000 resamples, a comparison of two groups, a filter, and a stop.
// With LIST=FILE the exact and open durations are written there, for tests/bench/peer.py to time lifelines and scipy on
// the same data. Figures, not assertions: the machine is noisy. Run through `make bench`.
//   node tests/bench/fleet.mjs [INCIDENTS] [RUNS]
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { chromium } = createRequire(join(root, 'tests/e2e/package.json'))('@playwright/test');
const incidents = Number(process.argv[2] ?? 10_000);
const runsWanted = Number(process.argv[3] ?? 3);

/** A cheap sequence of numbers that look random, the same each time. */
function* scatter(seed) {
  let x = seed >>> 0;
  for (;;) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    yield (x >>> 8) / 2 ** 24;
  }
}

/** Incidents as VERIS states them: most exact to the minute, some open, some only “days”. */
function veris() {
  const random = scatter(20_261_128);
  const next = () => random.next().value;
  const lines = [];
  const list = ['seconds,ended'];
  for (let n = 0; n < incidents; n += 1) {
    const hacking = next() < 0.5;
    const [year, month, day] = [2015 + Math.floor(next() * 10), 1 + Math.floor(next() * 12), 1 + Math.floor(next() * 28)];
    const minutes = Math.max(1, Math.round(Math.exp(Math.log(600) + 1.6 * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())) * (hacking ? 1.2 : 1)));
    const kind = next();
    const age = 1 + Math.floor(next() * 20);
    const created = new Date(Date.UTC(year, month - 1, day + age)).toISOString();
    let containment = { unit: 'Minutes', value: minutes };
    if (kind < 0.15) containment = { unit: 'Never' };
    else if (kind < 0.25) containment = { unit: 'Days' };
    else list.push(`${minutes * 60},1`);
    if (kind < 0.15) list.push(`${Math.max(0, age * 86_400 - 2 * 3_600)},0`);
    lines.push(JSON.stringify({
      schema_version: '1.4.0', incident_id: `b-${n}`, summary: `Invented incident ${n}`, security_incident: 'Confirmed',
      timeline: { incident: { year, month, day }, discovery: { unit: 'Hours', value: 2 }, containment },
      actor: { external: {} }, action: { [hacking ? 'hacking' : 'error']: {} }, asset: { assets: [] }, discovery_method: { unknown: true },
      victim: { victim_id: `Shop ${n % 400}`, industry: String(441110 + n % 60), employee_count: n % 3 ? '11 to 100' : 'Over 100000' }, plus: { created },
    }));
  }
  if (process.env.LIST) writeFileSync(process.env.LIST, `${list.join('\n')}\n`);
  return lines.join('\n');
}

const folder = mkdtempSync(join(tmpdir(), 'floodmark-fleet-'));
const file = join(folder, 'fleet.json');
writeFileSync(file, veris());
const port = Number(process.env.PORT ?? 4198);
const server = spawn('node', [join(root, 'tests/e2e/serve.mjs')], { env: { ...process.env, PORT: String(port) }, stdio: 'ignore' });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/** Milliseconds from an action in the page until a test of it holds. */
function listen() {
  globalThis.longest = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, entry.duration);
  }).observe({ type: 'longtask' });
  globalThis.until = (from, test) => new Promise((resolve) => {
    const look = () => {
      if (!test()) return false;
      observer.disconnect();
      resolve(Math.round(performance.now() - from));
      return true;
    };
    const observer = new MutationObserver(look);
    if (!look()) observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  globalThis.choose = (id, value) => {
    const select = document.getElementById(id);
    select.value = value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  };
}

async function run() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(listen);
  page.on('filechooser', () => {});
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.getByRole('button', { name: /Open files/ }).first().waitFor();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: /Open files/ }).first().click()]);
  await page.waitForTimeout(1000);
  const opened = Date.now();
  await chooser.setFiles(file);
  await page.locator('.cases .sentence').waitFor({ timeout: 120_000 });
  const result = { opened: Date.now() - opened };
  await page.waitForTimeout(6000);
  await page.evaluate(() => { globalThis.choose('cases-metric', 'dwell'); });
  await page.waitForTimeout(4000);
  // A metric is chosen: its sentence, figures and charts, then the interval of its median.
  await page.evaluate(() => { globalThis.longest = 0; });
  [result.figures, result.interval] = await page.evaluate(() => {
    const from = performance.now();
    globalThis.choose('cases-metric', 'time_to_contain');
    const figures = globalThis.until(from, () => /^Time to contain: of/.test(document.querySelector('.sentence').textContent));
    const interval = globalThis.until(from, () => /resamples of n = \d{4}/.test(document.querySelector('.drawn').textContent) && /^Time to contain: of/.test(document.querySelector('.sentence').textContent));
    return Promise.all([figures, interval]);
  });
  result.longest = Math.round(await page.evaluate(() => globalThis.longest));
  await page.waitForTimeout(3000);
  // Two groups with their test, then the interval of their difference.
  [result.compared, result.difference] = await page.evaluate(() => {
    const from = performance.now();
    globalThis.choose('compare-by', 'action');
    const section = document.querySelector('.compare');
    const compared = globalThis.until(from, () => section.querySelector('table'));
    return Promise.all([compared, globalThis.until(from, () => /Log-rank/.test(section.textContent))]);
  });
  await page.waitForTimeout(1000);
  // The filter: from the key until the statistics say what they leave out; 120 ms of it are the pause after the last key.
  result.filter = await page.evaluate(() => {
    const from = performance.now();
    const box = document.getElementById('case-search');
    box.value = 'shop 1';
    box.dispatchEvent(new Event('input', { bubbles: true }));
    return globalThis.until(from, () => /left out by this filter/.test(document.querySelector('.left-out').textContent));
  });
  // Stop, as soon as the button is there; an interval that is drawn before there is one needs none.
  result.stop = await page.evaluate(async () => {
    const drawn = () => /resamples of n = /.test(document.querySelector('.drawn').textContent);
    const box = document.getElementById('case-search');
    box.value = '';
    box.dispatchEvent(new Event('input', { bubbles: true }));
    globalThis.choose('cases-metric', 'dwell');
    await globalThis.until(0, () => !drawn());
    await globalThis.until(0, () => drawn() || document.querySelector('.drawing button'));
    const stop = document.querySelector('.drawing button');
    if (!stop) return 'drawn';
    const from = performance.now();
    stop.click();
    return globalThis.until(from, () => /not drawn to its end/.test(document.querySelector('main').textContent));
  });
  if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT, fullPage: true });
  await context.close();
  return result;
}

const late = setTimeout(() => { console.error('no end after ten minutes'); browser.close().finally(() => process.exit(1)); }, 600_000);
try {
  const runs = [];
  for (let n = 0; n < runsWanted; n += 1) runs.push(await run());
  console.log(`${incidents} incidents, VERIS JSON, Chromium ${browser.version()}`);
  for (const [name, what] of Object.entries({
    opened: 'file there → statistics shown, ms',
    figures: 'a metric chosen → sentence, figures, charts, ms',
    interval: 'the same → interval of 10,000 resamples, ms',
    compared: 'groups chosen → curves and figures of both, ms',
    difference: 'the same → test and interval of 10,000 resamples, ms',
    filter: 'typed → statistics of the filtered, ms',
    stop: 'Stop pressed → stopped, ms',
    longest: 'longest main-thread task meanwhile, ms',
  })) {
    console.log(`${what.padEnd(54)} ${runs.map((r) => String(r[name]).padStart(7)).join('')}`);
  }
} finally {
  clearTimeout(late);
  await browser.close();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
