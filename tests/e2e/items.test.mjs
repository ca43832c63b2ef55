// The item list at a desk and on a phone: drafted by the clerk, reviewed by the leader, published, read by everybody.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { desktop, newPerson, phone, startBrowser } from './lib/browser.mjs';
import * as bureau from './lib/bureau.mjs';
import { accessible, fitsWidth } from './lib/checks.mjs';

describe('the item list', () => {
  /** @type {Awaited<ReturnType<typeof import('./lib/server.mjs').startServer>>} */ let server;
  /** @type {Awaited<ReturnType<typeof startBrowser>>} */ let chromium;
  /** @type {Awaited<ReturnType<typeof newPerson>>} */ let clerk, leader, citizen;

  before(async () => {
    const { startServer } = await import('./lib/server.mjs');
    server = await startServer({ empty: true });
    chromium = await startBrowser();
    const admin = await newPerson(chromium.browser, server.url);
    [clerk, leader, citizen] = await Promise.all([1, 2, 3].map(() => newPerson(chromium.browser, server.url)));
    await bureau.setUp(admin.page, server.setupCode);
    const codes = [
      await bureau.openAccount(admin.page, { name: '业务员小赵', login: 'xiaozhao', role: '业务员' }),
      await bureau.openAccount(admin.page, { name: '分管领导老钱', login: 'laoqian', role: '审批领导' }),
    ];
    await bureau.activate(clerk.page, codes[0] ?? '', 'xiaozhao');
    await bureau.activate(leader.page, codes[1] ?? '', 'laoqian');
    await bureau.publishAllItems(clerk.page, leader.page);
  });
  after(async () => {
    await chromium?.stop();
    await server?.stop();
  });

  /** @param {typeof clerk} person @param {string} name */
  async function inspect(person, name) {
    for (const [size, width] of /** @type {const} */ ([[phone, 'phone'], [desktop, 'desktop']])) {
      await person.page.setViewportSize(size);
      if (process.env['SUNLOT_PICTURES']) await person.page.screenshot({ path: join(process.env['SUNLOT_PICTURES'], `${name}-${width}.png`), fullPage: true });
      await fitsWidth(person.page);
      await accessible(person.page);
    }
  }

  test('the clerk revises an item, with reason and legal basis', async () => {
    const { page } = clerk;
    await page.goto('/items');
    await page.getByText(/已显示 12 条/).waitFor();
    await inspect(clerk, 'items');
    await page.getByRole('link', { name: /^L06/ }).click();
    await page.getByText('现行有效').waitFor();
    await inspect(clerk, 'item');
    await page.getByRole('button', { name: '修订' }).click();
    await page.getByLabel('检查频次', { exact: true }).fill('同一对象每年不超过2次');
    await inspect(clerk, 'item-edit');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('请写明调整理由').waitFor();
    await page.getByLabel('调整理由').fill('法定依据发生变化，相应调整');
    await page.getByLabel('调整依据').fill('《保障农民工工资支付条例》第二十九条');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('button', { name: '提交审核' }).click();
    await page.getByText('待审核').first().waitFor();
    await inspect(clerk, 'item-compared');
  });

  test('a cancellation and a new item are drafted too', async () => {
    const { page } = clerk;
    await page.goto('/items/L04');
    await page.getByRole('button', { name: '取消事项' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('调整理由').fill('没有实际成效，予以取消');
    await dialog.getByLabel('调整依据').fill('内政办发〔2025〕20号');
    await accessible(page);
    await dialog.getByRole('button', { name: '确定' }).click();
    await page.getByText('已起草取消').waitFor();
    await page.goto('/items/import');
    const file = join(server.folder, 'items.csv');
    await writeFile(file, '事项编码,检查事项,事项类别,检查依据,检查对象,检查内容及要求,检查方式,抽查比例,检查频次,检查频次上限\nL13,高温津贴的检查,一般检查事项,《防暑降温措施管理办法》第十七条,用人单位,是否发放高温津贴,现场检查,5%,每年1次,很多\n');
    await page.getByTestId('file').setInputFiles(file);
    await page.getByText('检查频次上限：应为次数').waitFor();
    await inspect(clerk, 'item-import-bad');
    await writeFile(file, '事项编码,检查事项,事项类别,检查依据,检查对象,检查内容及要求,检查方式,抽查比例,检查频次,检查频次上限\nL13,高温津贴的检查,一般检查事项,《防暑降温措施管理办法》第十七条,用人单位,是否发放高温津贴,现场检查,5%,每年1次,1\n');
    await page.getByTestId('file').setInputFiles(file);
    await page.getByLabel('调整理由').fill('权责清单新增职权，相应增加');
    await page.getByLabel('调整依据').fill('《防暑降温措施管理办法》第十七条');
    await inspect(clerk, 'item-import');
    await page.getByRole('button', { name: '起草 1 项' }).click();
    await page.getByRole('button', { name: '全部提交审核' }).click();
    await page.getByText('已提交审核。').waitFor();
  });

  test('the leader sees what changed, on a phone, sends one back and approves the others', async () => {
    const { page } = leader;
    await page.goto('/items/review');
    await page.getByRole('article', { name: /^L06/ }).getByText('每年不超过').first().waitFor();
    assert.equal(await page.locator('ins').first().textContent(), '2');
    await inspect(leader, 'item-review');
    await page.setViewportSize(phone);
    const one = page.getByRole('article', { name: /^L04/ });
    await one.getByRole('button', { name: '退回' }).click();
    await page.getByText('退回要写明意见').waitFor();
    await one.getByLabel('审核意见').fill('请写明文件全称');
    await one.getByRole('button', { name: '退回' }).click();
    await page.getByText('已退回。').waitFor();
    await page.getByRole('button', { name: '全部通过（2 项）' }).click();
    await page.getByText('没有等待审核的事项。').waitFor();
    await page.setViewportSize(desktop);
  });

  test('the clerk publishes in one announcement, and reads why one came back', async () => {
    const { page } = clerk;
    await page.goto('/items/L04');
    await page.getByText('请写明文件全称').waitFor();
    await page.goto('/items');
    await page.getByRole('button', { name: '公布审核通过的 2 项' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/公告标题/).fill('年度随机抽查事项清单调整');
    await dialog.getByLabel(/文号/).fill('临人社发〔2026〕99号');
    await inspect(clerk, 'item-publish');
    await dialog.getByRole('button', { name: '公布', exact: true }).click();
    await page.getByText('已公布。').waitFor();
    await page.getByRole('link', { name: /^L13/ }).waitFor();
    await inspect(clerk, 'items-after');
  });

  test('everybody reads the list, an item with its versions, what changed, and every announcement', async () => {
    const { page } = citizen;
    await page.goto('/i');
    await page.getByRole('heading', { name: '随机抽查事项清单' }).waitFor();
    await inspect(citizen, 'public-list');
    await page.getByLabel(/按编码、名称/).fill('高温津贴');
    await page.getByRole('button', { name: '查找' }).click();
    assert.equal(await page.getByRole('row').count(), 2, 'the head and one item');
    await page.goto('/i/L06');
    await page.getByText('现行有效').waitFor();
    await inspect(citizen, 'public-item');
    await page.getByRole('link', { name: '与上一版对照' }).click();
    await page.locator('ins').first().waitFor();
    await inspect(citizen, 'public-diff');
    await page.goto('/i/history');
    await page.getByText('年度随机抽查事项清单调整').waitFor();
    await page.getByText('权责清单新增职权').waitFor();
    await inspect(citizen, 'public-history');
    await page.goto('/i?lang=en');
    await inspect(citizen, 'public-list-en');
  });
});
