// Debian's Chromium, quiet: it may talk to nobody but the server under test.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, selectors } from 'playwright-core';

selectors.setTestIdAttribute('data-test');

const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--disable-default-apps', '--no-first-run', '--lang=zh-CN'];

export const desktop = { width: 1280, height: 860 };
export const phone = { width: 390, height: 844 };

export async function startBrowser() {
  const profile = await mkdtemp(join(tmpdir(), 'sunlot-chromium-'));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...quiet, ...sandbox, `--disk-cache-dir=${profile}`], headless: true });
  return {
    browser,
    async stop() {
      await browser.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/**
 * A person at a machine of their own: separate cookies, Chinese, Beijing time. Anything the page logs as an error, and
 * any request that leaves the server under test, is remembered for `person.complaints`.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {{ viewport?: { width: number, height: number }, calm?: boolean, scale?: number }} [options]
 */
export async function newPerson(browser, url, options = {}) {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: options.viewport ?? desktop,
    reducedMotion: options.calm === false ? 'no-preference' : 'reduce',
    deviceScaleFactor: options.scale ?? 1,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000); // a busy machine is no fault
  /** @type {string[]} */
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // A refusal (4xx) is an answer, and Chromium reports each as a failed load.
    if (message.type() === 'error' && !/Failed to load resource: the server responded with a status of 4\d\d/.test(message.text())) complaints.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !/^(blob|data):/.test(request.url())) complaints.push(`foreign request: ${request.url()}`);
  });
  return { context, page, complaints };
}
