// Officers, the working calendar and the parameters: as the clerk, the leader and the administrator use them, at a desk
// and on a phone.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { desktop, newPerson, phone, startBrowser } from './lib/browser.mjs';
import * as bureau from './lib/bureau.mjs';
import { accessible, fitsWidth } from './lib/checks.mjs';

const day = (/** @type {number} */ offset) => new Date(Date.now() + 8 * 3600_000 + offset * 86_400_000).toISOString().slice(0, 10);

describe('officers, calendar and parameters', () => {
  /** @type {Awaited<ReturnType<typeof import('./lib/server.mjs').startServer>>} */ let server;
  /** @type {Awaited<ReturnType<typeof startBrowser>>} */ let chromium;
  /** @type {Awaited<ReturnType<typeof newPerson>>} */ let admin, clerk, leader, citizen;

  before(async () => {
    const { startServer } = await import('./lib/server.mjs');
    server = await startServer({ empty: true });
    chromium = await startBrowser();
    [admin, clerk, leader, citizen] = await Promise.all([1, 2, 3, 4].map(() => newPerson(chromium.browser, server.url)));
    await admin.page.goto('/setup');
    await bureau.setUp(admin.page, server.setupCode);
    for (const [person, name, login, role] of /** @type {const} */ ([[clerk, '业务员小赵', 'xiaozhao', '业务员'], [leader, '分管领导', 'lingdao', '审批领导']]))
      await bureau.activate(person.page, await bureau.openAccount(admin.page, { name, login, role }), login);
  });
  after(async () => {
    await chromium?.stop();
    await server?.stop();
  });

  /** At both widths: nothing sticks out, nothing is inaccessible; SUNLOT_SHOTS names a folder for pictures. */
  async function inspect(/** @type {typeof citizen} */ person, /** @type {string} */ name) {
    for (const [width, size] of /** @type {const} */ ([['phone', phone], ['desk', desktop]])) {
      await person.page.setViewportSize(size);
      await fitsWidth(person.page);
      await accessible(person.page);
      if (!process.env.SUNLOT_SHOTS) continue;
      await mkdir(process.env.SUNLOT_SHOTS, { recursive: true });
      await person.page.screenshot({ path: join(process.env.SUNLOT_SHOTS, `${name}-${width}.png`), fullPage: true });
    }
  }

  test('the directory warns of certificates that end, and says who cannot be drawn', async () => {
    const { page } = clerk;
    const rows = [
      ['工号', '姓名', '工作单位', '职务', '执法证号', '发证日期', '有效期至', '标签', '手机号码'],
      ['LH001', '王建军', '劳动保障监察大队', '中队长', '15080200001', day(-900), day(-1), '组长', '13904780001'],
      ['LH002', '李秀英', '劳动保障监察大队', '监察员', '15080200002', day(-900), day(12), '', '13904780002'],
      ['LH003', '张海燕', '劳动关系科', '监察员', '15080200003', day(-900), day(900), '', '13904780003'],
    ];
    const file = join(server.folder, 'officers.csv');
    await writeFile(file, rows.map((row) => row.join(',')).join('\n'));
    await bureau.upload(page, 'officers', file);
    await bureau.confirmImport(page);
    await page.goto('/officers');
    await page.getByText('1 个证件已过期').waitFor();
    await page.getByText('1 个证件将到期').waitFor();
    await page.getByText(`执法证有效期至 ${day(-1)}`).waitFor();
    await inspect(clerk, 'officers');
  });

  test('the new certificate makes the officer drawable again', async () => {
    const { page } = clerk;
    await page.getByRole('link', { name: '王建军' }).first().click();
    await page.getByText('今天不能抽取。').waitFor();
    await inspect(clerk, 'officer-out');
    await page.getByRole('button', { name: '登记证件' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('执法证编号').waitFor();
    await inspect(clerk, 'officer-form');
    await form.getByLabel('执法证编号').fill('15080209999');
    await form.getByLabel('执法证有效期至').fill(day(1800));
    await form.getByLabel('理由（不公开）').fill('换发新证');
    await form.getByRole('button', { name: '保存' }).click();
    await page.getByText('今天可以抽取。').waitFor();
    await page.getByText('换发新证').waitFor();
  });

  test('leave is entered with its days, and training with its hours', async () => {
    const { page } = clerk;
    await page.getByRole('button', { name: '更改状态' }).click();
    await page.getByRole('dialog').getByLabel('人员状态').selectOption('请假');
    await page.getByLabel('状态起始日期').fill(day(10));
    await page.getByLabel('状态截止日期').fill(day(14));
    await page.getByLabel('理由（不公开）').fill('年休假');
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await page.getByText(`请假 ${day(10)} – ${day(14)}`).waitFor();
    await page.getByText('今天可以抽取。').waitFor();
    await page.getByRole('button', { name: '登记培训' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('培训种类').selectOption('年度轮训');
    await form.getByLabel('学时').fill('24');
    await form.getByLabel('内容').fill('行政处罚法');
    await form.getByRole('button', { name: '登记培训' }).click();
    await page.getByRole('cell', { name: '年度轮训' }).waitFor();
    await inspect(clerk, 'officer');
  });

  test('everyone may look up who may inspect, and sees no phone number', async () => {
    const { page } = citizen;
    await page.goto('/o');
    await page.getByText('今天可以执法检查的人员共 3 名').waitFor();
    await inspect(citizen, 'public-officers');
    await page.getByLabel('按姓名、单位或证件编号查找').fill('李秀英');
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByText('15080200002').waitFor();
    assert.ok(!(await page.content()).includes('139047'), 'a phone number is public');
    await page.goto('/o?q=%E5%86%92%E5%85%85');
    await page.getByText('不在名单上的人不得入户检查').waitFor();
  });

  test('a year of the calendar is loaded from the pasted notice, after it was checked', async () => {
    const { page } = admin;
    await page.goto('/calendar');
    await page.getByRole('heading', { name: '导入一年' }).waitFor();
    await inspect(admin, 'calendar-empty');
    await page.getByLabel('粘贴通知全文').fill('关于2026年部分节假日安排\n一、元旦：1月1日（周五）至3日（周六）放假调休，共3天。');
    await page.getByRole('button', { name: '读通知' }).click();
    await page.getByText('日历上是周四').waitFor();
    await page.getByRole('button', { name: '用程序附带的 2026 年安排' }).click();
    await page.getByText('请核对 2026 年的安排').waitFor();
    await inspect(admin, 'calendar-check');
    await page.getByRole('button', { name: '导入 2026 年' }).click();
    await page.getByText('正式安排', { exact: true }).waitFor();
    await inspect(admin, 'calendar');
  });

  test('a term in working days steps over the holidays, and is refused beyond what is loaded', async () => {
    const { page } = clerk;
    await page.goto('/calendar');
    await page.getByLabel('起算日', { exact: true }).fill('2026-09-28');
    await page.getByLabel('期限', { exact: true }).selectOption({ label: '行政处罚信息公示（7 个工作日）' });
    await page.getByRole('button', { name: '计算' }).click();
    assert.equal(await page.getByTestId('due').textContent(), '2026-10-13');
    await inspect(clerk, 'term');
    await page.getByLabel('起算日', { exact: true }).fill('2026-12-30');
    await page.getByRole('button', { name: '计算' }).click();
    await page.getByText('2027 年的工作日历还没有导入，不能计算工作日').waitFor();
  });

  test('a leader changes a parameter from a day on, and adds a word to a dictionary', async () => {
    const { page } = leader;
    await page.goto('/parameters');
    await page.getByRole('button', { name: '调整 检查结果公示' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('现值').fill('10');
    await form.getByLabel('自哪天起生效').fill(day(3));
    await form.getByLabel('依据或理由（公开）').fill('按自治区公示规定');
    await form.getByRole('button', { name: '保存' }).click();
    await page.getByText('将生效').waitFor();
    await page.getByRole('button', { name: '增加词条 培训种类' }).click();
    await page.getByRole('dialog').getByLabel('新词条').fill('网络培训');
    await page.getByRole('dialog').getByLabel('依据或理由（公开）').fill('开通网络课程');
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await page.getByRole('listitem').filter({ hasText: '网络培训' }).waitFor();
    await inspect(leader, 'parameters');
  });

  test('nothing on these pages complained', () => {
    for (const person of [admin, clerk, leader, citizen]) assert.deepEqual(person.complaints, []);
  });
});
