// The whole work in the browser: from the setup code to a public page, with two parties at two machines.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { join } from 'node:path';
import { desktop, newPerson, phone, startBrowser } from './lib/browser.mjs';
import * as bureau from './lib/bureau.mjs';
import { accessible, fitsWidth } from './lib/checks.mjs';
import { firms, officers, writeCsv } from './lib/people.mjs';

describe('the first draw, in the browser', () => {
  /** @type {Awaited<ReturnType<typeof import('./lib/server.mjs').startServer>>} */ let server;
  /** @type {Awaited<ReturnType<typeof startBrowser>>} */ let chromium;
  /** @type {Awaited<ReturnType<typeof newPerson>>} */ let admin, clerk, party, leader;
  const codes = { clerk: '', leader: '' };
  const slips = { bureau: '' };
  const throws = 'd20: 4 17 9 20 1 3 11 8 15 2 19 6 13 7 10 5';
  let drawId = '';

  before(async () => {
    const { startServer } = await import('./lib/server.mjs');
    server = await startServer({ empty: true });
    chromium = await startBrowser();
    [admin, clerk, party, leader] = await Promise.all([1, 2, 3, 4].map(() => newPerson(chromium.browser, server.url)));
  });
  after(async () => {
    await chromium?.stop();
    await server?.stop();
  });

  /** Every page is looked at in both widths by the rules that hold for all. */
  async function inspect(/** @type {typeof clerk} */ person) {
    await accessible(person.page);
    await person.page.setViewportSize(phone);
    await fitsWidth(person.page);
    await accessible(person.page);
    await person.page.setViewportSize(desktop);
    await fitsWidth(person.page);
  }

  test('a fresh system asks for its setup code and makes the first administrator', async () => {
    await admin.page.goto('/');
    await admin.page.waitForURL('**/setup');
    await inspect(admin);
    await bureau.setUp(admin.page, server.setupCode);
    await admin.page.getByText('只有您一个账号').waitFor();
    await inspect(admin);
  });

  test('a wrong combination of roles is refused before anything is sent', async () => {
    const { page } = admin;
    await page.goto('/accounts');
    await page.getByRole('button', { name: '新建账号' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('业务员', { exact: true }).click();
    await dialog.getByText('审计管理员', { exact: true }).click();
    await dialog.getByRole('button', { name: '新建账号' }).click();
    await dialog.getByRole('alert').getByText('不能与其他角色同时选择').waitFor();
    await accessible(page);
    await page.keyboard.press('Escape');
  });

  test('the administrator makes accounts; each code is shown once', async () => {
    codes.clerk = await bureau.openAccount(admin.page, { name: '业务员小赵', login: 'xiaozhao', role: '业务员' });
    codes.leader = await bureau.openAccount(admin.page, { name: '分管领导老钱', login: 'laoqian', role: '审批领导' });
    assert.notEqual(codes.clerk, codes.leader);
    assert.equal(await admin.page.getByText(codes.clerk).count(), 0);
    assert.equal(await admin.page.getByText('待激活').count(), 2);
    await inspect(admin);
  });

  test('an administrator is shown no business page', async () => {
    await admin.page.goto('/objects');
    await admin.page.getByRole('heading', { name: '您的账号没有查看此页的权限' }).waitFor();
    assert.equal(await admin.page.getByRole('navigation').getByText('检查对象').count(), 0);
  });

  test('the clerk and the leader set their own passwords', async () => {
    await clerk.page.goto('/activate');
    await inspect(clerk);
    await bureau.activate(clerk.page, codes.clerk, 'xiaozhao');
    await bureau.activate(leader.page, codes.leader, 'laoqian');
    await clerk.page.getByText('名录库还是空的').waitFor();
    await inspect(clerk);
  });

  test('a messy file is explained row by row, and nothing is written', async () => {
    const rows = firms(30);
    rows[3] = { ...rows[3], 统一社会信用代码: '91150802MA0E0003XX' };
    rows[7] = { ...rows[7], 企业名称: '' };
    await bureau.upload(clerk.page, 'objects', await writeCsv(join(server.folder, 'messy.csv'), rows));
    assert.equal(await clerk.page.getByTestId('count-bad').textContent(), '2');
    const problems = clerk.page.getByRole('region', { name: '有问题的行' });
    await problems.getByText('91150802MA0E0003XX').first().waitFor();
    assert.ok(await clerk.page.getByRole('button', { name: '确认写入' }).isDisabled(), 'bad rows are not skipped without a tick');
    await inspect(clerk);
    const saving = clerk.page.waitForEvent('download');
    await clerk.page.getByText('下载问题清单（CSV）').click();
    assert.match((await saving).suggestedFilename(), /\.csv$/);
    await bureau.press(clerk.page, '放弃这次导入');
    await clerk.page.getByRole('button', { name: '把文件拖到这里，或点此选择' }).waitFor();
    await clerk.page.goto('/objects');
    await clerk.page.getByText('没有符合条件的记录。').waitFor();
  });

  test('a good file is imported with a receipt; the same file again changes nothing', async () => {
    const file = await writeCsv(join(server.folder, 'firms.csv'), firms(160));
    await bureau.upload(clerk.page, 'objects', file);
    assert.equal(await clerk.page.getByTestId('count-new').textContent(), '160');
    await inspect(clerk);
    assert.match(await bureau.confirmImport(clerk.page), /新增 160 条.*日志第 \d+ 号/);
    await inspect(clerk);
    await bureau.upload(clerk.page, 'objects', file);
    assert.equal(await clerk.page.getByTestId('count-same').textContent(), '160');
    await clerk.page.getByText('没有需要写入的变化').waitFor();
  });

  test('officers are imported, and who cannot be drawn is told why', async () => {
    await bureau.upload(clerk.page, 'officers', await writeCsv(join(server.folder, 'officers.csv'), officers(12)));
    assert.match(await bureau.confirmImport(clerk.page), /新增 12 条/);
    await clerk.page.getByRole('button', { name: '查看名录' }).click();
    const table = clerk.page.getByRole('table');
    await table.getByText('不可抽取', { exact: true }).waitFor();
    assert.equal(await table.getByText('可抽取', { exact: true }).count(), 11);
    await inspect(clerk);
  });

  test('the directory is searched by name, code and initials, read page by page, and opened', async () => {
    const { page } = clerk;
    await page.goto('/objects');
    await page.getByText('已显示 50 条，共 160 条').waitFor();
    await page.getByRole('button', { name: '继续加载' }).click();
    await page.getByText('已显示 100 条，共 160 条').waitFor();
    await inspect(clerk);
    const box = page.getByLabel('名称、代码或拼音首字母');
    for (const [words, count] of /** @type {[string, number][]} */ ([['团结餐饮', 0], ['商贸001', 1], [(firms(1)[0] ?? {})['统一社会信用代码'] ?? '', 1], ['LHTJSM', 7]])) {
      await box.fill(words);
      await box.press('Enter');
      await page.getByText(count === 0 ? '没有符合条件的记录。' : new RegExp(`已显示 ${count} 条`)).waitFor();
    }
    await page.getByRole('button', { name: /商贸001/ }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('没有既往检查记录。').waitFor();
    await inspect(clerk);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
  });

  test('a recusal is declared', async () => {
    const { page } = clerk;
    await page.goto('/officers');
    await bureau.press(page, '登记回避');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('执法人员').selectOption({ index: 2 });
    await dialog.getByLabel('检查对象').fill('商贸001');
    await page.getByRole('option', { name: /商贸001/ }).click();
    await dialog.getByLabel('情况说明').fill('配偶在该企业任职');
    await accessible(page);
    await dialog.getByRole('button', { name: '登记回避' }).click();
    await page.getByRole('cell', { name: /商贸001/ }).waitFor();
  });

  test('items are published before they can be used', async () => {
    const { page } = clerk;
    await page.goto('/tasks/new');
    await page.getByText('还没有已公布的事项').waitFor();
    await bureau.publishAllItems(page, leader.page);
    await page.getByText('待公布').first().waitFor({ state: 'hidden' });
    assert.equal(await page.getByRole('cell', { name: '现行', exact: true }).count(), 12);
    await inspect(clerk);
    await page.getByRole('link', { name: /^L06/ }).click();
    await page.getByText('检查依据').waitFor();
    await inspect(clerk);
  });

  test('a task shows its live counts and is saved under a number', async () => {
    const number = await bureau.makeTask(clerk.page, '2026年劳动用工双随机抽查');
    assert.match(number, /^临人社抽查〔\d{4}〕1号$/);
    assert.equal(await clerk.page.getByTestId('matched').textContent(), '160');
    const drawn = Number(await clerk.page.getByTestId('to-draw').textContent());
    assert.equal(drawn, 5 + 20 + 20, '5 % of 100, half of 40, all of 20');
    await inspect(clerk);
    await clerk.page.goto('/tasks');
    await clerk.page.getByText(number).waitFor();
    await inspect(clerk);
    await clerk.page.getByRole('link', { name: '2026年劳动用工双随机抽查' }).click();
    await clerk.page.getByRole('button', { name: '开启抽取' }).waitFor();
  });

  test('the draw is opened with its parties and its event', async () => {
    await clerk.page.getByRole('button', { name: '开启抽取' }).click();
    await clerk.page.getByRole('heading', { name: '2026年劳动用工双随机抽查' }).waitFor();
    await inspect(clerk);
    await clerk.page.goBack();
    await clerk.page.getByRole('button', { name: '开启抽取' }).waitFor();
    drawId = await bureau.openDraw(clerk.page, { supervisor: '临河区纪委监委', events: [['dice', 'onsite-1']], seconds: 0 });
    assert.match(drawId, /^lhrs-150802-\d{4}-\d{4}$/);
    await inspect(clerk);
  });

  test('each party commits at its own machine; the number itself is never sent', async () => {
    await bureau.signIn(party.page, 'xiaozhao');
    await party.page.goto(`/draws/${drawId}`);
    /** @type {string[]} */ const sent = [];
    clerk.page.on('request', (request) => sent.push(request.postData() ?? ''));
    slips.bureau = await bureau.commit(clerk.page, 'bureau');
    const secret = /^secret {2,}([0-9a-f]{64})$/m.exec(slips.bureau)?.[1] ?? '';
    assert.equal(secret.length, 64);
    assert.ok(sent.some((body) => body.includes('commitment')) && !sent.some((body) => body.includes(secret)));
    await bureau.commitDice(party.page, 'jiwei', throws);
    await clerk.page.locator('[data-party="jiwei"]').getByText('已承诺', { exact: true }).waitFor();
  });

  test('the frame is sealed, and a slip of another party is noticed before it is sent', async () => {
    await bureau.press(clerk.page, '封存名单');
    await clerk.page.getByText('名单的默克尔根').waitFor();
    await inspect(clerk);
    const place = clerk.page.locator('[data-party="bureau"]');
    await bureau.onThisMachine(place);
    await place.getByLabel('随机数（64 位）').fill('ab'.repeat(32));
    await place.getByText('不符').waitFor();
    assert.ok(await place.getByRole('button', { name: '揭示' }).isDisabled());
    await inspect(clerk);
    await bureau.revealSlip(clerk.page, 'bureau', slips.bureau);
    await party.page.reload();
    await bureau.revealDice(party.page, 'jiwei', throws);
  });

  test('the big screen shows the session as it goes on', async () => {
    await leader.page.goto(`/screen/${drawId}`);
    await leader.page.getByText('等待公开事件').waitFor();
    await inspect(leader);
    await bureau.recordEvent(clerk.page, '现场掷骰或摇号机', '4 1 6 6 2 3 5 5 1 2 6 4 3 2 1 6');
    await bureau.press(clerk.page, '确定种子');
    await clerk.page.getByText('本浏览器已重新计算种子：与公布的一致。').waitFor();
    await leader.page.getByText('即将抽取').waitFor();
    await bureau.press(clerk.page, '抽取检查对象');
    await clerk.page.getByText(/本浏览器已重新计算所列 45 户的票号：全部一致/).waitFor();
    await leader.page.getByText('共抽中 45 户').waitFor();
    await inspect(leader);
    await inspect(clerk);
    await bureau.press(clerk.page, '分派执法人员');
    await clerk.page.getByRole('button', { name: '结束抽取' }).waitFor();
    await clerk.page.getByText('待分派').first().waitFor({ state: 'hidden' });
    await bureau.press(clerk.page, '结束抽取');
    await clerk.page.getByText('本次抽取已结束').waitFor();
    await inspect(clerk);
  });

  test('the leader sees the draw in the list and the journal', async () => {
    await leader.page.goto('/draws');
    await leader.page.getByText(drawId).waitFor();
    await inspect(leader);
    await leader.page.goto('/journal');
    await leader.page.getByTestId('box').fill(drawId);
    await leader.page.getByRole('button', { name: '查询' }).click();
    await leader.page.getByTestId('words').getByText(drawId).waitFor();
    await leader.page.getByRole('cell', { name: /抽取办结/ }).waitFor();
    await inspect(leader);
    await leader.page.getByRole('button', { name: /^查看/ }).first().click();
    const drawer = leader.page.getByRole('dialog');
    await drawer.getByTestId('proof').getByText('核对通过').waitFor();
    await inspect(leader);
    await leader.page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
  });

  test('the minutes are printed with the checkpoint, in full for the bureau and masked for everybody', async () => {
    await clerk.page.goto(`/draws/${drawId}`);
    await clerk.page.getByRole('link', { name: '抽取记录' }).waitFor();
    await clerk.page.getByRole('link', { name: /^日志第 \d+ 条$/ }).first().waitFor();
    const texts = [];
    for (const address of [`/api/draws/${drawId}/minutes.pdf`, `/d/${drawId}/minutes.pdf`]) {
      const answer = await clerk.page.request.get(address);
      assert.equal(answer.headers()['content-type'], 'application/pdf');
      const file = join(process.env.SUNLOT_KEEP ?? server.folder, `minutes-${texts.length}.pdf`);
      await writeFile(file, await answer.body());
      const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
      for (const words of ['双随机抽取记录', drawId, '纪委监委', '日志检查点与见证', '/j/', 'leaf=', '签字']) assert.ok(text.includes(words), words);
      texts.push(text);
    }
    const [inFull, masked] = texts.map((text) => text.match(/\p{Script=Han}\*/gu)?.length ?? 0);
    assert.ok(inFull === 0 && (masked ?? 0) >= 45, `names are masked for the public only: ${inFull}, ${masked}`);
  });

  test('a stranger reads the public page without signing in, on a phone too', async () => {
    const stranger = await newPerson(chromium.browser, server.url, { viewport: phone });
    const answer = await stranger.page.goto(`/d/${drawId}`);
    assert.equal(answer?.status(), 200);
    await accessible(stranger.page);
    await fitsWidth(stranger.page);
    assert.match(await stranger.page.content(), new RegExp(drawId));
    const bundle = await stranger.context.request.get(`/d/${drawId}/bundle.zip`);
    assert.equal(bundle.status(), 200);
    assert.equal((await bundle.body()).subarray(0, 2).toString(), 'PK');
    assert.deepEqual(stranger.complaints, []);
  });

  test('a session that ended leads to signing in and back to the same page', async () => {
    const { page, context } = clerk;
    await page.goto('/objects');
    await page.getByText(/已显示 50 条/).waitFor();
    await context.clearCookies();
    await page.getByRole('button', { name: '继续加载' }).click();
    await page.getByText('登录已过期').waitFor();
    await accessible(page);
    await bureau.signIn(page, 'xiaozhao');
    await page.waitForURL('**/objects');
  });

  test('signing in works with the keyboard alone', async () => {
    const { page } = clerk;
    await page.getByRole('button', { name: '退出' }).click();
    await page.waitForURL('**/login');
    await page.reload();
    await page.getByRole('heading', { name: '登录' }).waitFor();
    const reach = async (/** @type {string} */ id) => {
      for (let tries = 0; tries < 10; ++tries) {
        if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
        await page.keyboard.press('Tab');
      }
      assert.fail(`${id} is not reached by Tab`);
    };
    await reach('login');
    await page.keyboard.type('xiaozhao');
    await reach('password');
    await page.keyboard.type(bureau.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /您好/ }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: /您好/ }).waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), '跳到正文');
  });

  test('the whole application speaks English when asked', async () => {
    const { page } = clerk;
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: /Hello/ }).waitFor();
    for (const path of ['/objects', '/officers', '/items', '/tasks', '/draws', '/journal', `/draws/${drawId}`]) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await accessible(page);
    }
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
    await page.getByRole('button', { name: '中文' }).click();
  });

  test('no page complained, and none spoke to anybody but the server', () => {
    for (const person of [admin, clerk, party, leader]) assert.deepEqual(person.complaints, []);
  });
});
