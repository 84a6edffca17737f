import { defineConfig } from '@playwright/test';

const port = Number(process.env.PORT ?? 4173);

// Whole jobs in Chromium, against a release build in dist/, on loopback only.
export default defineConfig({
  testDir: '.',
  outputDir: 'results',
  timeout: 240_000,
  expect: { timeout: 15_000 },
  workers: 2,
  retries: 0,
  forbidOnly: !!process.env.CI,
  reporter: [['list'], ['./verdict.ts']],
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    viewport: { width: 1440, height: 900 },
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    },
  },
  webServer: { command: 'node serve.mjs', env: { PORT: String(port) }, port, reuseExistingServer: false },
});
