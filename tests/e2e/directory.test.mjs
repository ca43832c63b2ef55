// The directory of objects in the browser: import, search, one object's fields and history, libraries, grid, duplicates.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { join } from 'node:path';
import { desktop, newPerson, phone, startBrowser } from './lib/browser.mjs';
import * as bureau from './lib/bureau.mjs';
import { accessible, fitsWidth } from './lib/checks.mjs';

const rows = `单位名称,统一社会信用代码/注册号,注册地址,从业人员总数,法定代表人,劳资负责人电话,专项库,所属网格
临河面粉有限公司,91150802MA0N1A2B31,临河区解放西街1号,,,,,
河套纺织有限公司,91150802MA0Q7K3TXB,临河区新华镇,80,王某,13904780001,劳务派遣,解放街道
临河面粉有限责任公司,110108000000016,临河区解放西街一号,20,李某,,,
`;

describe('the directory of objects', () => {
  /** @type {Awaited<ReturnType<typeof import('./lib/server.mjs').startServer>>} */ let server;
  /** @type {Awaited<ReturnType<typeof startBrowser>>} */ let chromium;
  /** @type {Awaited<ReturnType<typeof newPerson>>} */ let admin, clerk;

  before(async () => {
    const { startServer } = await import('./lib/server.mjs');
    server = await startServer({ empty: true });
    chromium = await startBrowser();
    [admin, clerk] = await Promise.all([1, 2].map(() => newPerson(chromium.browser, server.url)));
    await bureau.setUp(admin.page, server.setupCode);
    const code = await bureau.openAccount(admin.page, { name: '业务员小赵', login: 'xiaozhao', role: '业务员' });
    await bureau.activate(clerk.page, code, 'xiaozhao');
    const file = join(server.folder, 'objects.csv');
    await writeFile(file, rows);
    await bureau.upload(clerk.page, 'objects', file);
    await bureau.confirmImport(clerk.page);
  });
  after(async () => {
    await chromium?.stop();
    await server?.stop();
  });

  /** @param {string} name */
  async function inspect(name) {
    const { page } = clerk;
    const folder = process.env['SUNLOT_PICTURES'];
    await accessible(page);
    await fitsWidth(page);
    if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    await page.setViewportSize(phone);
    await fitsWidth(page);
    await accessible(page);
    if (folder) await page.screenshot({ path: join(folder, `${name}-phone.png`), fullPage: true });
    await page.setViewportSize(desktop);
  }

  test('a firm is found by a fragment of its name, the end of its code and its initials', async () => {
    const { page } = clerk;
    for (const q of ['纺织', 'k3txb', 'htfz']) {
      await page.goto(`/objects?q=${encodeURIComponent(q)}`);
      await page.getByRole('button', { name: '河套纺织有限公司' }).waitFor();
      assert.equal(await page.getByRole('button', { name: '临河面粉有限公司' }).count(), 0);
    }
    await inspect('objects');
  });

  test('one object shows every field with its source, and an edit enters its history', async () => {
    const { page } = clerk;
    await page.goto('/objects/91150802MA0Q7K3TXB');
    await page.getByRole('heading', { name: '河套纺织有限公司' }).waitFor();
    await page.getByText('登记名录').first().waitFor();
    assert.equal(await page.getByText('13904780001').count(), 0, 'personal data is masked');
    await inspect('object');
    await page.getByRole('button', { name: '修改 劳动用工档案' }).click();
    await page.getByLabel('从业人员总数').fill('95');
    await page.getByLabel('参加社会保险人数').fill('很多');
    await inspect('object-edit');
    await page.getByRole('button', { name: '保存 2 处修改' }).click();
    await page.getByRole('alert').getByText('参加社会保险人数').waitFor();
    await page.getByLabel('参加社会保险人数').fill('90 人');
    await page.getByRole('button', { name: '保存 2 处修改' }).click();
    await page.getByText('现场核查').first().waitFor();
    const history = page.locator('section', { has: page.getByRole('heading', { name: '变更历史' }) });
    await history.getByText('从业人员总数').waitFor();
    assert.match((await history.textContent()) ?? '', /80 → 95/);
    await inspect('object-changed');
  });

  test('a status change asks since when and from whom it is known', async () => {
    const { page } = clerk;
    await page.getByRole('button', { name: '变更状态' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('新的状态').selectOption('停业');
    await inspect('status');
    await dialog.getByRole('button', { name: '变更状态' }).click();
    await page.locator('.summary').getByText('停业').waitFor();
  });

  test('special libraries are described and lead to their objects', async () => {
    const { page } = clerk;
    await page.goto('/labels');
    await page.getByRole('link', { name: '劳务派遣' }).waitFor();
    await inspect('labels');
    await page.getByRole('button', { name: '放进对象 劳务派遣' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: '劳务派遣' }).click();
    await page.getByRole('button', { name: '河套纺织有限公司' }).waitFor();
    assert.equal(await page.getByRole('button', { name: '临河面粉有限公司' }).count(), 0);
  });

  test('the grid is a tree with somebody responsible', async () => {
    const { page } = clerk;
    await page.goto('/grids');
    /** @param {string} button @param {Record<string, string>} fields */
    async function node(button, fields) {
      await page.getByRole('button', { name: button }).click();
      const dialog = page.getByRole('dialog');
      for (const [label, value] of Object.entries(fields)) await dialog.getByLabel(label).fill(value);
      await dialog.getByRole('button', { name: '保存' }).click();
      await dialog.waitFor({ state: 'hidden' });
    }
    await node('新建网格', { 编码: '150802', 名称: '临河区' });
    await node('往下建 临河区', { 编码: '150802001', 名称: '解放街道', 责任人: '王某某', 电话: '13904780002' });
    await page.getByText('139****0002').waitFor();
    await inspect('grids');
    await page.getByRole('link', { name: '1 个对象' }).first().click();
    await page.getByRole('button', { name: '河套纺织有限公司' }).waitFor();
  });

  test('duplicates are merged by a person, and the merge can be taken back', async () => {
    const { page } = clerk;
    await page.goto('/duplicates');
    await page.getByRole('heading', { name: '名称和地址相同' }).waitFor();
    await inspect('duplicates');
    await page.getByRole('button', { name: '并入保留的一条' }).click();
    await page.getByRole('dialog').getByLabel('理由（不公开）').fill('换照前后的同一家');
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await page.getByText('没有疑似重复的对象。').waitFor();
    await page.goto('/objects/X%3AREG%3A110108000000016');
    await page.getByText('已经并入').waitFor();
    await inspect('merged');
    await page.goto('/duplicates');
    await page.getByRole('button', { name: '撤销合并 X:REG:110108000000016' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await page.getByRole('heading', { name: '名称和地址相同' }).waitFor();
    await inspect('unmerged');
  });
});
