// Interconnection at a desk and on a phone: a source is configured, tried, run; a conflict is decided; a key is given.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { desktop, newPerson, phone, startBrowser } from './lib/browser.mjs';
import * as bureau from './lib/bureau.mjs';
import { accessible, fitsWidth } from './lib/checks.mjs';
import { startServer } from './lib/server.mjs';

const pictures = process.env.SUNLOT_PICTURES;
const flour = '91150802MA0N1A2B31';
const textile = '91150802MA0Q7K3TXB';

describe('interconnection', () => {
  /** @type {Awaited<ReturnType<typeof startServer>>} */ let server;
  /** @type {Awaited<ReturnType<typeof startBrowser>>} */ let chromium;
  /** @type {Awaited<ReturnType<typeof newPerson>>} */ let admin, clerk;
  /** @type {string} */ let drop;

  before(async () => {
    server = await startServer({ empty: true });
    drop = join(server.folder, 'share');
    await mkdir(drop);
    chromium = await startBrowser();
    [admin, clerk] = await Promise.all([newPerson(chromium.browser, server.url), newPerson(chromium.browser, server.url)]);
    await bureau.setUp(admin.page, server.setupCode);
    const code = await bureau.openAccount(admin.page, { name: '业务员小赵', login: 'xiaozhao', role: '业务员' });
    await bureau.activate(clerk.page, code, 'xiaozhao');
    const ours = join(server.folder, 'ours.csv');
    await writeFile(ours, `单位名称,统一社会信用代码,注册地址\n临河面粉厂,${flour},北环路2号\n`);
    await bureau.upload(clerk.page, 'objects', ours);
    await bureau.confirmImport(clerk.page);
  });
  after(async () => {
    await chromium?.stop();
    await server?.stop();
  });

  async function inspect(/** @type {typeof admin} */ person, /** @type {string} */ name) {
    for (const [size, words] of /** @type {const} */ ([[phone, 'phone'], [desktop, 'desktop']])) {
      await person.page.setViewportSize(size);
      await fitsWidth(person.page);
      await accessible(person.page);
      if (pictures) await person.page.screenshot({ path: join(pictures, `exchange-${name}-${words}.png`), fullPage: true });
    }
  }

  test('the administrator tries a folder and keeps it as a source', async () => {
    await writeFile(join(drop, '11月.csv'), `主体名称,统一社会信用代码,住所,状态码\n临河面粉有限公司,${flour},解放街道1号,1\n河套纺织有限公司,${textile},新华镇,2\n坏代码公司,91150802MA0N1A2B32,新华镇,1\n`);
    const { page } = admin;
    await page.goto('/exchange');
    await page.getByText('还没有数据来源').waitFor();
    await inspect(admin, 'empty');
    await page.getByRole('button', { name: '新建来源' }).click();
    await page.getByLabel('来源名称').fill('市场监管局共享');
    await page.getByLabel('文件夹完整路径').fill(drop);
    await page.getByLabel('每隔多少分钟').fill('0');
    await page.getByRole('button', { name: '试读前几行' }).click();
    await page.getByText('取自 11月.csv').waitFor();
    await page.getByLabel('状态码 对应字段').selectOption({ label: '登记状态' });
    await page.getByLabel('状态码 取值对照').fill('1=存续\n2=停业');
    await page.getByLabel('加一个字段').selectOption({ label: '登记状态' });
    await inspect(admin, 'form');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { name: '市场监管局共享' }).waitFor();
    await inspect(admin, 'sources');
  });

  test('the clerk tries it dry, then runs it, and reads why a row was rejected', async () => {
    const { page } = clerk;
    await page.goto('/exchange');
    await page.getByRole('button', { name: '试运行' }).click();
    await page.getByText('试运行 · 已完成').waitFor();
    await page.getByRole('button', { name: '运行', exact: true }).click();
    await page.getByText('已完成', { exact: true }).waitFor();
    await inspect(clerk, 'run');
    await page.getByRole('button', { name: '运行报告' }).click();
    await page.getByRole('heading', { name: /拒收和提示/ }).waitFor();
    await page.getByText('河套纺织有限公司').waitFor();
    await inspect(clerk, 'report');
    await page.keyboard.press('Escape');
  });

  test('what differs waits for a person, who decides', async () => {
    const { page } = clerk;
    await page.goto('/exchange');
    await page.getByRole('tab', { name: /待判断/ }).click();
    await page.getByText('临河面粉有限公司').waitFor();
    await inspect(clerk, 'conflicts');
    await page.getByRole('checkbox', { name: /单位名称/ }).check();
    await page.getByLabel('理由（可不填）').fill('与执照核对一致');
    await inspect(clerk, 'decide');
    await page.getByRole('button', { name: '采用来源说法' }).click();
    await page.getByText(/已处理 1 处/).waitFor();
    await page.getByRole('checkbox', { name: /单位名称/ }).waitFor({ state: 'detached' });
  });

  test('another department is given a key, which reads without any account', async () => {
    const { page } = admin;
    await page.goto('/exchange');
    await page.getByRole('tab', { name: '对外共享' }).click();
    await page.getByRole('button', { name: '发给密钥' }).click();
    await page.getByLabel('部门和系统').fill('区税务局');
    await inspect(admin, 'scope');
    await page.getByRole('dialog').getByRole('button', { name: '发给密钥' }).click();
    const key = ((await page.getByTestId('reader-key').textContent()) ?? '').trim();
    await inspect(admin, 'key');
    await page.getByRole('button', { name: '已经记下' }).click();
    const answer = await fetch(`${server.url}/api/exchange/objects`, { headers: { Authorization: `Bearer ${key}` } });
    const { rows } = await answer.json();
    assert.deepEqual(rows.map((/** @type {any} */ row) => row.name).sort(), ['临河面粉有限公司', '河套纺织有限公司']);
    assert.ok(!('contact_phone' in rows[0]));
    await page.goto('/exchange');
    await page.getByRole('tab', { name: '对外共享' }).click();
    await page.getByText('2 行').waitFor();
    await inspect(admin, 'readers');
    await page.getByRole('button', { name: '收回' }).click();
    await page.getByLabel('收回理由').fill('对方更换系统');
    await page.getByRole('dialog').getByRole('button', { name: '收回' }).click();
    await page.getByText('已收回').waitFor();
    assert.equal((await fetch(`${server.url}/api/exchange/objects`, { headers: { Authorization: `Bearer ${key}` } })).status, 401);
  });

  test('nothing complained', () => {
    assert.deepEqual([...admin.complaints, ...clerk.complaints], []);
  });
});
