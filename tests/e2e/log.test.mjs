// The log for readers: search, an entry verified in the browser, a kept checkpoint, the minutes; at a desk and on a phone.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { desktop, newPerson, phone, startBrowser } from './lib/browser.mjs';
import * as bureau from './lib/bureau.mjs';
import { accessible, fitsWidth } from './lib/checks.mjs';

describe('the log, for readers', () => {
  /** @type {Awaited<ReturnType<typeof import('./lib/server.mjs').startServer>>} */ let server;
  /** @type {Awaited<ReturnType<typeof startBrowser>>} */ let chromium;
  /** @type {Awaited<ReturnType<typeof newPerson>>} */ let citizen, admin;

  before(async () => {
    const { startServer } = await import('./lib/server.mjs');
    server = await startServer({ empty: true });
    chromium = await startBrowser();
    [citizen, admin] = await Promise.all([newPerson(chromium.browser, server.url), newPerson(chromium.browser, server.url)]);
    await admin.page.goto('/setup');
    await bureau.setUp(admin.page, server.setupCode);
    await published(1);
  });
  after(async () => {
    await chromium?.stop();
    await server?.stop();
  });

  const ask = async (/** @type {string} */ path) => (await fetch(server.url + path)).json();

  /** Publishing follows within seconds; until then the API says that there is nothing yet. */
  async function published(/** @type {number} */ size) {
    for (let tries = 0; tries < 300; ++tries) {
      const head = await ask('/api/public/log/head');
      if (head.size >= size) return head;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the log was not published up to ${size}`);
  }

  async function inspect(/** @type {typeof citizen} */ person) {
    for (const size of [phone, desktop]) {
      await person.page.setViewportSize(size);
      await fitsWidth(person.page);
      await accessible(person.page);
    }
  }

  test('a stranger finds an entry by its kind, and by its leaf hash', async () => {
    const { page } = citizen;
    await page.goto('/j');
    await inspect(citizen);
    const box = page.getByLabel('编号、叶摘要、事项、对象、办理人或日期');
    await box.fill('log.created');
    await page.getByRole('button', { name: '搜索' }).click();
    await page.getByText('按这样理解：事项 log.created').waitFor();
    await page.getByRole('link', { name: '0', exact: true }).waitFor();
    await inspect(citizen);
    const { leaf } = await ask('/api/public/log/entries/0');
    await box.fill(leaf.slice(0, 10));
    await page.getByRole('button', { name: '搜索' }).click();
    await page.getByRole('link', { name: '0', exact: true }).click();
    await page.getByRole('heading', { name: '日志第 0 条' }).waitFor();
    await inspect(citizen);
  });

  test('the browser verifies the entry and remembers the checkpoint', async () => {
    const { page } = citizen;
    await page.getByRole('button', { name: '开始核对' }).click();
    await page.getByText('核对通过。').waitFor();
    await page.getByText('本浏览器已记下这份检查点').waitFor();
    await inspect(citizen);
    await page.getByRole('button', { name: '开始核对' }).click();
    await page.getByText('与本浏览器上次所见').waitFor();
  });

  test('a paper with another leaf hash is met with a red warning, and the browser refuses too', async () => {
    const { page } = citizen;
    await page.goto(`/j/0?leaf=${'0'.repeat(64)}`);
    await page.getByRole('alert').getByText('不一致').waitFor();
    await inspect(citizen);
    await page.getByRole('button', { name: '开始核对' }).click();
    await page.getByText('核对不通过').waitFor();
    const { leaf } = await ask('/api/public/log/entries/0');
    await page.goto(`/j/0?leaf=${leaf}`);
    await page.getByText('与您手中文书上的叶摘要一致').waitFor();
  });

  test('the commands printed on the page hold when they are pasted', async () => {
    const { page } = citizen;
    const scripts = await page.locator('pre.one-liner').allTextContents();
    assert.equal(scripts.length, 3);
    for (const script of scripts) assert.match(execFileSync('bash', ['-c', script], { encoding: 'utf8' }), /OK|Verified Successfully/);
  });

  test('a kept checkpoint is found in the grown log; a forged one is not', async () => {
    const { page } = citizen;
    const kept = (await published(1)).checkpoint;
    await bureau.openAccount(admin.page, { name: '业务员小赵', login: 'xiaozhao', role: '业务员' });
    const { size } = await published(Number(kept.split('\n')[1]) + 1);
    await page.goto('/j/consistency');
    await inspect(citizen);
    await page.getByLabel(/保存下来的检查点/).fill(kept);
    await page.getByRole('button', { name: '与今天的日志比对' }).click();
    await page.getByText('没有改写').waitFor();
    await page.getByText('有本机构的签名，签名有效').waitFor();
    await inspect(citizen);
    await page.getByRole('button', { name: '开始核对' }).click();
    await page.getByText('核对通过。').waitFor();
    for (const script of await page.locator('pre.one-liner').allTextContents()) assert.match(execFileSync('bash', ['-c', script], { encoding: 'utf8' }), /OK/);
    const lines = kept.split('\n');
    await page.goto('/j/consistency');
    await page.getByLabel(/保存下来的检查点/).fill(`${lines[0]}\n${lines[1]}\n${Buffer.alloc(32).toString('base64')}\n`);
    await page.getByRole('button', { name: '与今天的日志比对' }).click();
    await page.getByRole('alert').getByText('改写过').waitFor();
    await inspect(citizen);
    assert.ok(size > 0);
  });

  test('the next entry, and one that does not exist', async () => {
    const { page } = citizen;
    await page.goto('/j/0');
    await page.getByRole('link', { name: '下一条' }).click();
    await page.getByRole('heading', { name: '日志第 1 条' }).waitFor();
    const missing = await page.goto('/j/99999999');
    assert.equal(missing?.status(), 404);
    const english = await page.goto('/j/0?lang=en');
    assert.equal(english?.status(), 200);
    await page.getByRole('heading', { name: 'Entry 0 of the log' }).waitFor();
    await inspect(citizen);
  });

  test('nobody needs scripts to read any of it', async () => {
    const context = await chromium.browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
    const page = await context.newPage();
    for (const path of ['/j', '/j/0', '/j/consistency?from=1']) {
      await page.goto(path);
      assert.match((await page.textContent('main')) ?? '', /树根|日志/);
    }
    await context.close();
  });

  test('nothing complained', () => {
    assert.deepEqual([...citizen.complaints, ...admin.complaints], []);
  });
});
