// A draw under embargo, as it is held: a clerk at a desk, five people with phones, a firm at its door. One party is wrong
// first, one comes too late; at the end everything is published and checked in the browser.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { join } from 'node:path';
import { desktop, newPerson, phone, startBrowser } from './lib/browser.mjs';
import * as bureau from './lib/bureau.mjs';
import { accessible, fitsWidth } from './lib/checks.mjs';
import { firms, officers, writeCsv } from './lib/people.mjs';
import { commit, deliver, reveal, scanAll } from './lib/phones.mjs';
import { startServer } from './lib/server.mjs';

describe('an embargoed draw, in the browser', () => {
  /** @type {Awaited<ReturnType<typeof startServer>>} */ let server;
  /** @type {Awaited<ReturnType<typeof startBrowser>>} */ let chromium;
  /** @typedef {Awaited<ReturnType<typeof newPerson>>} Person */
  /** @type {Person} */ let clerk;
  /** @type {Person} */ let leader;
  /** @type {Record<string, import('./lib/phones.mjs').Phone>} */ let phones = {};
  /** @type {Record<string, string>} */ let links = {};
  const parties = ['bureau', 'firm-rep', 'jiwei', 'sealed-1', 'sealed-2'];
  const names = firms(120).map((firm) => firm.企业名称 ?? '');
  let drawId = '';
  let slip = '';
  let begun = 0;
  /** @type {{ line: number, name: string, id: string }[]} */ let visits = [];
  let doorstep = '';

  // One step rests on the other: after the first that fails there is nothing to be learned from the rest.
  let broken = false;
  /** @param {string} name @param {(context: import('node:test').TestContext) => unknown} work */
  const step = (name, work) =>
    test(name, async (context) => {
      if (broken) return context.skip('an earlier step failed');
      broken = true;
      await work(context);
      broken = false;
    });

  /** @param {{ width: number, height: number }} viewport @returns {Promise<Person>} */
  const person = (viewport) => newPerson(chromium.browser, server.url, { viewport });

  /** @param {string} id */
  const of = (id) => /** @type {import('./lib/phones.mjs').Phone} */ (phones[id]);

  /** @param {Person} who @param {string} [name] where screenshots are wanted, SUNLOT_SHOTS names the folder */
  async function look(who, name) {
    await accessible(who.page);
    await fitsWidth(who.page);
    if (name && process.env.SUNLOT_SHOTS) await who.page.screenshot({ path: join(process.env.SUNLOT_SHOTS, `${name}.png`), fullPage: true, animations: 'disabled' });
  }
  /** The office's pages in both widths. @param {Person} who @param {string} name */
  async function lookTwice(who, name) {
    await look(who, name);
    await who.page.setViewportSize(phone);
    await look(who, `${name}-phone`);
    await who.page.setViewportSize(desktop);
  }

  before(async () => {
    server = await startServer({ empty: true });
    chromium = await startBrowser();
    const admin = await person(desktop);
    [clerk, leader] = [await person(desktop), await person(desktop)];
    await bureau.setUp(admin.page, server.setupCode);
    const codes = [
      await bureau.openAccount(admin.page, { name: '业务员小赵', login: 'xiaozhao', role: '业务员' }),
      await bureau.openAccount(admin.page, { name: '分管领导老钱', login: 'laoqian', role: '审批领导' }),
    ];
    await bureau.activate(clerk.page, codes[0] ?? '', 'xiaozhao');
    await bureau.activate(leader.page, codes[1] ?? '', 'laoqian');
    await bureau.upload(clerk.page, 'objects', await writeCsv(join(server.folder, 'firms.csv'), firms(120)));
    await bureau.confirmImport(clerk.page);
    await bureau.upload(clerk.page, 'officers', await writeCsv(join(server.folder, 'officers.csv'), officers(12)));
    await bureau.confirmImport(clerk.page);
    await bureau.publishAllItems(clerk.page, leader.page);
    await bureau.makeTask(clerk.page, '2026年劳动用工双随机抽查');
  });
  after(async () => {
    await chromium?.stop();
    await server?.stop();
  });

  step('embargo is what the form suggests, and says what it means', async () => {
    await clerk.page.getByRole('button', { name: '开启抽取' }).click();
    await clerk.page.getByLabel('保管部门 1').waitFor();
    assert.ok(await clerk.page.getByRole('radio', { name: /^封存抽取/ }).isChecked());
    await lookTwice(clerk, 'open');
    await clerk.page.goBack();
    drawId = await bureau.openDraw(clerk.page, { supervisor: '临河区纪委监委', outside: '企业代表', keepers: ['本局办公室', '派驻纪检组'], events: [['dice', 'onsite-1']], seconds: 0 });
    await lookTwice(clerk, 'ceremony');
  });

  step('a link with a wrong token shows nothing of the draw', async () => {
    const stranger = await person(phone);
    await stranger.page.goto(`/join#${drawId}.jiwei.${'A'.repeat(32)}`);
    await stranger.page.getByRole('alert').waitFor();
    assert.equal(await stranger.page.getByText('劳动用工').count(), 0);
    await look(stranger, 'join-refused');
    await stranger.context.close();
  });

  step('five phones scan their codes and commit with one tap each', async () => {
    begun = Date.now();
    links = await bureau.invite(clerk.page);
    assert.deepEqual(Object.keys(links), parties);
    await look(clerk, 'invitations');
    phones = await scanAll(chromium.browser, server.url, links);
    await look(of('jiwei'), 'join-commit');
    const saving = of('jiwei').page.waitForEvent('download');
    await of('jiwei').page.getByRole('button', { name: '保存', exact: true }).click();
    slip = await readFile(await (await saving).path(), 'utf8');
    /** @type {string[]} */ const sent = [];
    of('jiwei').page.on('request', (request) => sent.push(request.postData() ?? ''));
    await Promise.all(parties.map((id) => commit(of(id))));
    const secret = /^secret {2,}([0-9a-f]{64})$/m.exec(slip)?.[1] ?? 'none';
    assert.ok(sent.some((body) => body.includes('commitment')) && !sent.some((body) => body.includes(secret)), 'the number stays on the phone');
    await look(of('bureau'), 'join-wait');
    await clerk.page.locator('[data-invite="sealed-2"]').getByText('已承诺').waitFor();
    await clerk.page.getByRole('dialog').getByRole('button', { name: '关闭', exact: true }).click();
  });

  step('an invitation is used up once its party has committed', async () => {
    const refused = await clerk.context.request.post('/api/public/join/commit', { data: { draw: drawId, party: 'bureau', token: (links['bureau'] ?? '').split('.').pop(), commitment: 'ab'.repeat(32) } });
    assert.ok(refused.status() >= 400 && refused.status() < 500, String(refused.status()));
  });

  step('once sealed, each reveals or delivers with one more tap', async () => {
    await bureau.press(clerk.page, '封存名单');
    await clerk.page.getByText('名单的默克尔根').waitFor();
    await of('bureau').page.getByRole('heading', { name: '第 2 步：揭示' }).waitFor();
    await look(of('bureau'), 'join-reveal');
    await Promise.all([reveal(of('bureau')), deliver(of('sealed-1')), deliver(of('sealed-2'))]);
    await look(of('bureau'), 'join-done');
  });

  step('a phone that lost its number is wrong first, and right with its slip', async () => {
    const { page } = of('jiwei');
    await page.evaluate(() => window.localStorage.clear());
    await page.reload();
    await page.getByText('这台设备上没有当时的随机数').waitFor();
    await page.getByLabel('随机数（64 位）或保管单全文').fill('ab'.repeat(32));
    await page.getByRole('button', { name: '揭示我的随机数' }).click();
    await page.getByRole('alert').waitFor();
    await look(of('jiwei'), 'join-wrong');
    await page.getByLabel('随机数（64 位）或保管单全文').fill(slip);
    await page.getByRole('button', { name: '揭示我的随机数' }).click();
    await page.getByRole('heading', { name: '完成了' }).waitFor();
  });

  step('the ceremony takes each person two taps', (context) => {
    const seconds = (Date.now() - begun) / 1000;
    context.diagnostic(`taps: bureau ${of('bureau').taps}, sealed-1 ${of('sealed-1').taps}, sealed-2 ${of('sealed-2').taps}; ${seconds.toFixed(1)} s from the codes to the last reveal`);
    for (const id of ['bureau', 'sealed-1', 'sealed-2']) assert.equal(of(id).taps, 2);
  });

  step('who comes after the public event is too late, dropped and named', async () => {
    const { page } = of('firm-rep');
    await page.getByRole('heading', { name: '第 2 步：揭示' }).waitFor();
    await clerk.page.getByText(/还差：.*企业代表/).waitFor();
    await bureau.recordEvent(clerk.page, '现场掷骰或摇号机', '4 1 6 6 2 3 5 5 1 2 6 4 3 2 1 6');
    const button = page.getByRole('button', { name: '揭示我的随机数' });
    await button.click({ timeout: 2000 }).catch(() => undefined); // or the page has learned of the event by itself
    await page.getByRole('heading', { name: '已截止' }).waitFor();
    await look(of('firm-rep'), 'join-late');
    await bureau.press(clerk.page, '确定种子');
    await clerk.page.locator('[data-party="firm-rep"]').getByText('未按时揭示').waitFor();
  });

  step('the result is sealed: the desk sees roots, and nobody sees a name', async () => {
    await bureau.press(clerk.page, '抽取检查对象');
    await bureau.press(clerk.page, '分派执法人员');
    const sealed = clerk.page.getByTestId('embargo');
    await sealed.getByText('抽取结果的根').waitFor();
    await sealed.getByText('派员的根').waitFor();
    await lookTwice(clerk, 'sealed');
    const stranger = await person(phone);
    for (const path of [`/d/${drawId}`, `/api/public/draws/${drawId}`]) {
      const text = await (await stranger.context.request.get(path)).text();
      assert.deepEqual(names.filter((name) => text.includes(name)), [], `${path} names firms`);
    }
    await stranger.page.goto(`/d/${drawId}`);
    await look(stranger, 'public-sealed-phone');
    await stranger.context.close();
    assert.equal((await clerk.context.request.get(`/api/draws/${drawId}/result`)).status(), 409);
  });

  step('the big screen tells the room that it is done, without names', async () => {
    await leader.page.goto(`/screen/${drawId}`);
    await leader.page.getByText('抽取完成，结果已封存').waitFor();
    await lookTwice(leader, 'screen-sealed');
  });

  step('an officer is shown the next visits only, and each look is an entry', async () => {
    const { page } = clerk;
    const before = Number(/查看 (\d+) 户/.exec((await page.getByTestId('embargo').textContent()) ?? '')?.[1]);
    assert.equal(before, 0);
    const pick = page.getByLabel('执法人员', { exact: true });
    await pick.locator('option').nth(1).waitFor({ state: 'attached' });
    for (let index = 1; visits.length < 2; ++index) {
      await pick.selectOption({ index });
      await page.getByLabel('看几户').fill('2');
      await page.getByRole('button', { name: '查看并记入日志' }).click();
      await page.getByText(/本次查看已记入日志第 \d+ 号|没有（更多）派到/).waitFor();
      visits = [];
      for (const row of await page.locator('[data-line]').all()) {
        const text = (await row.locator('xpath=ancestor::tr/td[1]').textContent()) ?? '';
        visits.push({ line: Number(await row.getAttribute('data-line')), name: names.find((name) => text.includes(name)) ?? '', id: /[0-9A-Z]{18}/.exec(text)?.[0] ?? '' });
      }
    }
    assert.equal(visits.length, 2);
    assert.ok(visits.every((visit) => visit.name !== '' && visit.id !== ''));
    await page.getByText(/至今已查看 [1-9]\d* 户/).waitFor();
    await lookTwice(clerk, 'today');
  });

  step('at the gate the firm checks on its own phone that it was on the sealed list', async () => {
    const { page } = clerk;
    await page.locator(`[data-line="${visits[0]?.line}"]`).getByRole('button', { name: '上门凭证' }).click();
    const made = page.getByTestId('doorstep');
    doorstep = (await made.getByRole('link', { name: /verify\.html/ }).getAttribute('href')) ?? '';
    await look(clerk, 'doorstep');
    const pdf = await clerk.context.request.get((await made.getByRole('link', { name: '打印用 PDF' }).getAttribute('href')) ?? '');
    assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');
    await page.keyboard.press('Escape');
    const firm = await person(phone);
    const address = new URL(doorstep);
    await firm.page.goto(address.pathname + address.hash);
    await firm.page.getByText('是：事先已抽中').waitFor();
    assert.ok((await firm.page.locator('body').textContent())?.includes(visits[0]?.id ?? 'none'), 'the page names the firm it was made for');
    await look(firm, 'doorstep-check-phone');
    assert.deepEqual(firm.complaints, []);
    await firm.context.close();
  });

  step('an object that cannot be inspected is replaced by the next in line, when another person approves', async () => {
    const { page } = clerk;
    await page.locator(`[data-line="${visits[1]?.line}"]`).getByRole('button', { name: '对象无法检查' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('情况说明和证据（不公开）').fill('两次上门均无人，邻居证实已搬走');
    await look(clerk, 'substitute');
    await dialog.getByRole('button', { name: '提交申请' }).click();
    await page.getByTestId('substitutions').getByText('待批准').waitFor();
    assert.equal(await page.getByRole('button', { name: '批准', exact: true }).count(), 0, 'the clerk cannot approve');
    await leader.page.goto('/');
    await leader.page.getByText('批准替补').waitFor();
    await leader.page.goto(`/draws/${drawId}`);
    const waiting = leader.page.getByTestId('substitutions');
    await waiting.getByRole('button', { name: '批准', exact: true }).click();
    await waiting.getByText('已批准').waitFor();
    await waiting.getByText(/由第 \d+ 行递补|没有备选可递补/).waitFor();
    await lookTwice(leader, 'substituted');
  });

  step('after the visits everything is published, and the browser comes to the same result', async () => {
    const { page } = clerk;
    await bureau.press(page, '公布两份封存份额');
    await look(clerk, 'publish');
    await bureau.press(page, '确认公布');
    await page.getByText('本浏览器已重新计算种子：与公布的一致。').waitFor();
    await page.getByText(/本浏览器已重新计算所列 \d+ 户的票号：全部一致/).waitFor();
    await page.locator('[data-party="sealed-1"]').getByText('已公布').waitFor();
    await bureau.press(page, '结束抽取');
    await page.getByText('本次抽取已结束').waitFor();
    await lookTwice(clerk, 'published');
  });

  step('a stranger verifies the whole draw on a phone, and is told who was dropped', async () => {
    const stranger = await person(phone);
    await stranger.page.goto(`/d/${drawId}`);
    await stranger.page.getByText(/没有揭示|未揭示/).first().waitFor();
    await stranger.page.locator('#verify').getByRole('button').first().click();
    await stranger.page.locator('#verify').getByText(/核对通过：各项全部一致/).waitFor({ timeout: 120_000 });
    await look(stranger, 'public-verified-phone');
    assert.deepEqual(stranger.complaints, []);
    await stranger.context.close();
  });

  step('no page complained, and none spoke to anybody but the server', () => {
    for (const who of [clerk, leader, ...Object.values(phones)]) assert.deepEqual(who.complaints, []);
  });
});
