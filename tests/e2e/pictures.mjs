// The pictures of README and handbook, made from the running product with its demonstration data:
//   tests/e2e/pictures [OUT_DIR]        default: docs/handbook/pictures
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newPerson, phone, startBrowser } from './lib/browser.mjs';
import * as bureau from './lib/bureau.mjs';
import { firms, writeCsv } from './lib/people.mjs';
import { commit, deliver, reveal, scanAll } from './lib/phones.mjs';
import { startServer } from './lib/server.mjs';

const out = process.argv[2] ?? fileURLToPath(new URL('../../docs/handbook/pictures', import.meta.url));
await mkdir(out, { recursive: true });
const server = await startServer({ empty: false });
const chromium = await startBrowser();
const throws = 'd20: 4 17 9 20 1 3 11 8 15 2 19 6 13 7 10 5';

/**
 * The page as it is, at desktop width and, if `small`, on a phone; `whole` takes all of it, not only what is seen first.
 * @param {import('playwright-core').Page} page @param {string} name @param {{ whole?: boolean, small?: boolean }} [options]
 */
async function shoot(page, name, { whole = false, small = false } = {}) {
  const viewport = page.viewportSize();
  await page.waitForTimeout(350);
  await page.screenshot({ path: join(out, `${name}.png`), fullPage: whole, animations: 'disabled' });
  if (small && viewport) {
    await page.setViewportSize(phone);
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(out, `${name}-phone.png`), fullPage: whole, animations: 'disabled' });
    await page.setViewportSize(viewport);
  }
  process.stdout.write(`${name}\n`);
}

/** @param {import('playwright-core').Page} page */
async function aMessyFile(page) {
  const rows = firms(60);
  rows[3] = { ...rows[3], 统一社会信用代码: '91150802MA0E0003XX' };
  rows[7] = { ...rows[7], 企业名称: '' };
  rows[20] = { ...rows[20], 注册日期: '2031-02-30' };
  await bureau.upload(page, 'objects', await writeCsv(join(server.folder, '市场主体名单.csv'), rows));
}

/**
 * An embargoed draw from its form to the doorstep.
 * @param {import('playwright-core').Page} page
 */
async function anEmbargoedDraw(page) {
  await bureau.makeTask(page, '2026年工资支付专项抽查');
  await page.getByRole('button', { name: '开启抽取' }).click();
  await page.getByLabel('保管部门 1').fill('本局办公室');
  await page.getByLabel('保管部门 2').fill('派驻纪检监察组');
  await page.getByLabel('单位或身份').nth(1).fill('阳光县纪委监委');
  await shoot(page, 'open', { whole: true });
  await page.goBack();
  await bureau.openDraw(page, { supervisor: '阳光县纪委监委', outside: '企业代表', keepers: ['本局办公室', '派驻纪检监察组'], events: [['dice', 'onsite-1']], seconds: 0 });
  const phones = await scanAll(chromium.browser, server.url, await bureau.invite(page));
  await shoot(page, 'invitations');
  const [first, ...others] = Object.values(phones);
  if (!first) throw new Error('nobody was invited');
  await shoot(first.page, 'join-phone');
  await Promise.all([first, ...others].map(commit));
  await page.getByRole('dialog').getByRole('button', { name: '关闭', exact: true }).click();
  await bureau.press(page, '封存名单');
  await first.page.getByRole('heading', { name: '第 2 步：揭示' }).waitFor();
  await shoot(first.page, 'join-reveal-phone');
  await Promise.all(Object.entries(phones).map(([party, one]) => (party.startsWith('sealed-') ? deliver(one) : reveal(one))));
  await bureau.recordEvent(page, '现场掷骰或摇号机', '4 1 6 6 2 3 5 5 1 2 6 4 3 2 1 6');
  for (const button of ['确定种子', '抽取检查对象', '分派执法人员']) await bureau.press(page, button);
  await page.getByText('派员的根').waitFor();
  await shoot(page, 'sealed');
  await atTheDoor(page);
}

/** @param {import('playwright-core').Page} page */
async function atTheDoor(page) {
  const pick = page.getByLabel('执法人员', { exact: true });
  for (let index = 1; (await page.locator('[data-line]').count()) === 0; ++index) {
    await pick.selectOption({ index });
    await page.getByRole('button', { name: '查看并记入日志' }).click();
    await page.getByText(/本次查看已记入日志第 \d+ 号|没有（更多）派到/).waitFor();
  }
  await page.getByRole('heading', { name: '今天的检查' }).scrollIntoViewIfNeeded();
  await shoot(page, 'today');
  await page.getByRole('button', { name: '对象无法检查' }).first().click();
  await shoot(page, 'substitute');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '上门凭证' }).first().click();
  const link = (await page.getByTestId('doorstep').getByRole('link', { name: /verify\.html/ }).getAttribute('href')) ?? '';
  await shoot(page, 'doorstep');
  const firm = await newPerson(chromium.browser, server.url, { viewport: phone });
  await firm.page.goto(link);
  await firm.page.waitForTimeout(1500);
  await shoot(firm.page, 'doorstep-phone');
}

try {
  const [admin, clerk, screen] = await Promise.all([1, 2, 3].map(() => newPerson(chromium.browser, server.url)));
  await admin.page.goto('/setup');
  await shoot(admin.page, 'setup');
  await bureau.setUp(admin.page, server.setupCode);
  const code = await bureau.openAccount(admin.page, { name: '业务员小赵', login: 'xiaozhao', role: '业务员' });
  await bureau.openAccount(admin.page, { name: '分管领导老钱', login: 'laoqian', role: '审批领导' });
  await shoot(admin.page, 'accounts');

  const { page } = clerk;
  await page.goto('/login');
  await shoot(page, 'login', { small: true });
  await bureau.activate(page, code, 'xiaozhao');
  await page.getByRole('heading', { name: '名录库' }).waitFor();
  await shoot(page, 'home', { small: true });
  await aMessyFile(page);
  await shoot(page, 'import', { whole: true });
  await bureau.press(page, '放弃这次导入');
  await page.goto('/objects');
  await page.getByText(/已显示 50 条/).waitFor();
  await shoot(page, 'objects', { small: true });
  await page.goto('/officers');
  await page.getByRole('table').getByText('可抽取', { exact: true }).first().waitFor();
  await shoot(page, 'officers');
  await page.goto('/items');
  await page.getByText(/已显示/).waitFor();
  await shoot(page, 'items');

  await anEmbargoedDraw(page);
  await bureau.makeTask(page, '2026年劳动用工双随机抽查');
  await page.getByTestId('to-draw').waitFor();
  await page.getByText(/已保存：/).waitFor({ state: 'hidden' });
  await shoot(page, 'task', { whole: true });
  const id = await bureau.openDraw(page, {
    supervisor: '阳光县纪委监委',
    outside: '企业代表',
    events: [['ssq', '2026135'], ['dlt', '2026135']],
    seconds: 45,
  });
  const opened = Date.now();
  const slip = await bureau.commit(page, 'bureau');
  await bureau.commitDice(page, 'jiwei', throws);
  const guest = await bureau.commit(page, 'firm-rep');
  await bureau.press(page, '封存名单');
  await page.getByText('名单的默克尔根').waitFor();
  await bureau.revealSlip(page, 'bureau', slip);
  await screen.page.setViewportSize({ width: 1600, height: 900 });
  await bureau.signIn(screen.page, 'xiaozhao');
  await screen.page.goto(`/screen/${id}`);
  await screen.page.getByText('等待各方揭示').waitFor();
  await shoot(page, 'draw', { whole: true, small: true });
  await bureau.revealDice(page, 'jiwei', throws);
  await bureau.revealSlip(page, 'firm-rep', guest);
  await page.waitForTimeout(Math.max(0, opened + 46_000 - Date.now())); // the events lie in the future, as they must
  await bureau.recordEvent(page, '双色球', '3 9 12 18 26 31 7');
  await bureau.recordEvent(page, '超级大乐透', '5 11 19 28 33 2 9');
  await bureau.press(page, '确定种子');
  await screen.page.getByText('即将抽取').waitFor();
  await shoot(screen.page, 'screen-seed');
  await bureau.press(page, '抽取检查对象');
  await bureau.press(page, '分派执法人员');
  await page.getByRole('button', { name: '结束抽取' }).waitFor();
  await screen.page.getByText(/共抽中/).waitFor();
  await screen.page.waitForTimeout(1500);
  await shoot(screen.page, 'screen');
  await shoot(page, 'result');
  await bureau.press(page, '结束抽取');
  await page.getByText('本次抽取已结束').waitFor();
  await page.goto('/journal');
  await page.getByText(/已显示/).waitFor();
  await shoot(page, 'journal');
  await page.goto(`/d/${id}`);
  await shoot(page, 'public', { small: true });
} finally {
  await chromium.stop();
  await server.stop();
}
